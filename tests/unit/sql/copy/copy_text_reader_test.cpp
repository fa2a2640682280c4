// COPY's text format. Every expectation is what PostgreSQL 15 answers for the same bytes.
#include "tests/unit/sql/copy/copy_support.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;
using namespace redstart::sql::testing;

namespace {

constexpr auto kNull = std::nullopt;

Reading text(std::string_view input) { return read(text_options(), input); }

std::vector<Row> rows(std::string_view input) {
    const auto reading = text(input);
    CHECK(reading.error.empty());
    return reading.rows;
}

std::string error(std::string_view input) { return text(input).error; }

} // namespace

TEST_CASE("copy text: fields, rows and NULL") {
    CHECK(rows("1\tx\n2\ty\n") == std::vector<Row>{{"1", "x"}, {"2", "y"}});
    CHECK(rows("1\tx") == std::vector<Row>{{"1", "x"}});
    CHECK(rows("\\N\t\n") == std::vector<Row>{{kNull, ""}});
    CHECK(rows("\\\\N\tN\n") == std::vector<Row>{{"\\N", "N"}});
    CHECK(rows("a\\\tb\tc\n") == std::vector<Row>{{"a\tb", "c"}});
    CHECK(rows("").empty());
}

TEST_CASE("copy text: one-letter, octal and hexadecimal escapes") {
    CHECK(rows("\\b\\f\\n\\r\\t\\v\t\\q\n") == std::vector<Row>{{"\b\f\n\r\t\v", "q"}});
    CHECK(rows("\\101\\60\\7\t\\1011\n") == std::vector<Row>{{"A0\a", "A1"}});
    CHECK(rows("\\x41\\x4\\x\t\\x4g\\xg\n") == std::vector<Row>{{"A\x04x", "\x04gxg"}});
    CHECK(rows("\\303\\251\tx\n") == std::vector<Row>{{"\xc3\xa9", "x"}});
    CHECK(rows("a\\\nb\tc\n") == std::vector<Row>{{"a\nb", "c"}});
    CHECK(rows("a\tb\\") == std::vector<Row>{{"a", "b"}});
}

TEST_CASE("copy text: the end-of-data marker") {
    CHECK(rows("1\tx\n\\.\n2\ty\n") == std::vector<Row>{{"1", "x"}});
    CHECK(rows("1\tx\\.\n2\ty\n") == std::vector<Row>{{"1", "x"}});
    CHECK(rows("1\tx\n\\.\n\xff\xff\xff\xff\xff") == std::vector<Row>{{"1", "x"}});
    CHECK(error("1\tx\n\\.y\n") == "22P04 end-of-copy marker corrupt @ COPY t, line 2");
    CHECK(error("1\tx\n\\.") == "22P04 end-of-copy marker corrupt @ COPY t, line 2");
    CHECK(error("1\tx\n\\.\r\n") == "22P04 end-of-copy marker does not match previous newline style @ COPY t, line 2");
}

TEST_CASE("copy text: line breaks of one style") {
    CHECK(rows("1\tx\r\n2\ty\r\n") == std::vector<Row>{{"1", "x"}, {"2", "y"}});
    CHECK(rows("1\tx\r2\ty\r") == std::vector<Row>{{"1", "x"}, {"2", "y"}});
    CHECK(error("1\tx\n2\ty\r\n") == "22P04 literal carriage return found in data @ COPY t, line 2");
    CHECK(error("1\tx\r\n2\ty\n") == "22P04 literal newline found in data @ COPY t, line 2");
    CHECK(error("1\tx\r2\ty\n") == "22P04 literal newline found in data @ COPY t, line 2");
    CHECK(error("1\tx\r\n2\ty\rz\n") == "22P04 literal carriage return found in data @ COPY t, line 2");
}

TEST_CASE("copy text: rows of the wrong width") {
    CHECK(error("1\tx\n2\n") == "22P04 missing data for column \"b\" @ COPY t, line 2: \"2\"");
    CHECK(error("1\tx\ty\n") == "22P04 extra data after last expected column @ COPY t, line 1: \"1\tx\ty\"");
    CHECK(error("\n") == "22P04 missing data for column \"b\" @ COPY t, line 1: \"\"");
    const std::string longer(120, 'z');
    CHECK(error(longer + "\n") ==
          "22P04 missing data for column \"b\" @ COPY t, line 1: \"" + longer.substr(0, 100) + "...\"");
}

TEST_CASE("copy text: bytes that are not UTF-8") {
    CHECK(error("1\t\xe9"
                "abc\n") == "22021 invalid byte sequence for encoding \"UTF8\": 0xe9 0x61 0x62 @ COPY t, line 1");
    CHECK(error(std::string_view("1\tx\n2\t\0\n", 9)) ==
          "22021 invalid byte sequence for encoding \"UTF8\": 0x00 @ COPY t, line 2");
    CHECK(error("1\t\\351\n") ==
          "22021 invalid byte sequence for encoding \"UTF8\": 0xe9 @ COPY t, line 1: \"1\t\\351\"");
    CHECK(error("1\t\xc3") == "22021 invalid byte sequence for encoding \"UTF8\": 0xc3 @ COPY t, line 1");
    CHECK(rows("1\t\xf0\x9f\x98\x80\n") == std::vector<Row>{{"1", "\xf0\x9f\x98\x80"}});
}

TEST_CASE("copy text: a header line and other delimiters") {
    auto options = text_options();
    options.header = true;
    CHECK(read(options, "whatever\n1\tx\n").rows == std::vector<Row>{{"1", "x"}});
    options = text_options();
    options.delimiter = '|';
    options.null_text = "null";
    CHECK(read(options, "null|NULL\n").rows == std::vector<Row>{{kNull, "NULL"}});
}

TEST_CASE("copy text: any cut of the bytes reads the same") {
    std::mt19937 random(20);
    const std::vector<std::string> pieces = {"a",        "\t",   "\t",    "\\",    "\n",   "\n", "\r\n",
                                             "\r",       ".",    "\\.",   "\\N",   "x4",   "1",  "\\101",
                                             "\xc3\xa9", "\xe9", "\\351", "\\.\n", "plain"};
    for (int round = 0; round < 3000; ++round) {
        const auto input = random_input(random, pieces);
        const auto expected = text(input);
        INFO(input);
        REQUIRE(read(text_options(), input, bytewise()) == expected);
        REQUIRE(read(text_options(), input, random_pieces(random)) == expected);
    }
}
