// What COPY TO writes reads back as the same values; and the forms PostgreSQL 15 gives them.
#include "sql/copy/copy_escape.hpp"
#include "tests/unit/sql/copy/copy_support.hpp"

#include <catch2/catch.hpp>

using namespace redstart;
using namespace redstart::sql;
using namespace redstart::sql::testing;

namespace {

std::string written(std::string_view value, const CopyOptions& options, bool alone = false) {
    protocol::WireWriter out;
    out.bytes("before");
    out.bytes(value);
    if (options.format == CopyFormat::Csv)
        quote_copy_csv(out, 6, options, alone);
    else
        escape_copy_text(out, 6, options.delimiter);
    CHECK(out.view().substr(0, 6) == "before");
    return std::string(out.view().substr(6));
}

} // namespace

TEST_CASE("copy out: text escapes") {
    const auto options = text_options();
    CHECK(written("plain", options) == "plain");
    CHECK(written("a\tb\nc\rd\\e", options) == "a\\tb\\nc\\rd\\\\e");
    CHECK(written("\b\f\v\x01", options) == "\\b\\f\\v\x01");
    CHECK(written("\\N", options) == "\\\\N");
    auto piped = options;
    piped.delimiter = '|';
    CHECK(written("a|b\tc", piped) == "a\\|b\\tc");
}

TEST_CASE("copy out: csv quotes") {
    const auto options = csv_options();
    CHECK(written("plain \\ text", options) == "plain \\ text");
    CHECK(written("", options) == "\"\"");
    CHECK(written("a,b", options) == "\"a,b\"");
    CHECK(written("say \"hi\"", options) == "\"say \"\"hi\"\"\"");
    CHECK(written("two\nlines", options) == "\"two\nlines\"");
    CHECK(written("\\.", options, true) == "\"\\.\"");
    CHECK(written("\\.", options, false) == "\\.");
    auto escaping = options;
    escaping.escape = '\\';
    CHECK(written("a\"\\b", escaping) == "\"a\\\"\\\\b\"");
}

TEST_CASE("copy out: any value comes back") {
    std::mt19937 random(22);
    const std::vector<std::string> pieces = {"a",  "\t",  ",",   "\"", "\\",       "\n",
                                             "\r", "\\.", "\\N", "\b", "\xc3\xa9", "|"};
    for (int round = 0; round < 2000; ++round) {
        const auto options = round % 2 == 0 ? text_options() : csv_options();
        const Row row{random_input(random, pieces), random_input(random, pieces)};
        const auto line = written(*row[0], options) + options.delimiter + written(*row[1], options) + "\n";
        INFO(line);
        REQUIRE(read(options, line) == Reading{{row}, ""});
    }
}
