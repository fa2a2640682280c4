// COPY's binary format. Every expectation is what PostgreSQL 15 answers for the same bytes.
#include "tests/unit/sql/copy/copy_support.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;
using namespace redstart::sql::testing;

namespace {

std::string number(std::uint32_t value, int size) {
    std::string bytes;
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift));
    return bytes;
}

std::string header(std::uint32_t flags = 0, const std::string& extension = {}) {
    return std::string("PGCOPY\n\377\r\n\0", 11) + number(flags, 4) +
           number(static_cast<std::uint32_t>(extension.size()), 4) + extension;
}

std::string field(std::string_view value) {
    return number(static_cast<std::uint32_t>(value.size()), 4) + std::string(value);
}

const std::string kNullField = number(0xFFFFFFFF, 4);
const std::string kTrailer = number(0xFFFF, 2);

std::string row(const std::string& a, const std::string& b) { return number(2, 2) + a + b; }

std::string error(const std::string& input) { return read(binary_options(), input).error; }

} // namespace

TEST_CASE("copy binary: rows, NULL, trailer") {
    const auto input = header() + row(field("one"), kNullField) + row(field(""), field("two")) + kTrailer;
    const std::vector<Row> expected{{"one", std::nullopt}, {"", "two"}};
    CHECK(read(binary_options(), input) == Reading{expected, ""});
    CHECK(read(binary_options(), input, bytewise()) == Reading{expected, ""});
    CHECK(read(binary_options(), header() + row(field("x"), field("y"))).rows == std::vector<Row>{{"x", "y"}});
}

TEST_CASE("copy binary: the header's extension is skipped") {
    const auto input = header(1, "extension") + row(field("x"), field("y")) + kTrailer;
    CHECK(read(binary_options(), input, bytewise()) == Reading{{{"x", "y"}}, ""});
}

TEST_CASE("copy binary: headers that are none") {
    CHECK(error("1,2\n") == "22P04 COPY file signature not recognized");
    CHECK(error("PGCOPY\n") == "22P04 COPY file signature not recognized");
    CHECK(error(header().substr(0, 13)) == "22P04 invalid COPY file header (missing flags)");
    CHECK(error(header().substr(0, 17)) == "22P04 invalid COPY file header (missing length)");
    CHECK(error(header(0, "extension").substr(0, 20)) == "22P04 invalid COPY file header (wrong length)");
    CHECK(error(header(1U << 16)) == "22P04 invalid COPY file header (WITH OIDS)");
    CHECK(error(header(1U << 17)) == "22P04 unrecognized critical flags in COPY file header");
}

TEST_CASE("copy binary: rows that are cut or of the wrong width") {
    const auto good = header() + row(field("x"), field("y"));
    CHECK(error(good + number(3, 2)) == "22P04 row field count is 3, expected 2 @ COPY t, line 2");
    CHECK(error(good + number(2, 2) + number(4, 4) + "ab") ==
          "22P04 unexpected EOF in COPY data @ COPY t, line 2, column a");
    CHECK(error(good + number(2, 2) + field("a") + number(0, 2)) ==
          "22P04 unexpected EOF in COPY data @ COPY t, line 2, column b");
    CHECK(error(good + number(2, 2) + number(0xFFFFFFFE, 4)) == "22P04 invalid field size @ COPY t, line 2, column a");
    CHECK(error(good + kTrailer + "x") == "22P04 received copy data after EOF marker @ COPY t, line 2");
}

TEST_CASE("copy binary: a field beyond all limits is refused before it arrives") {
    CHECK(error(header() + number(2, 2) + number(0x7FFFFFFF, 4)) ==
          "54000 COPY row is too long @ COPY t, line 1, column a");
}
