// COPY's CSV format. Every expectation is what PostgreSQL 15 answers for the same bytes.
#include "tests/unit/sql/copy/copy_support.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;
using namespace redstart::sql::testing;

namespace {

constexpr auto kNull = std::nullopt;

std::vector<Row> rows(std::string_view input) {
    const auto reading = read(csv_options(), input);
    CHECK(reading.error.empty());
    return reading.rows;
}

std::string error(std::string_view input) { return read(csv_options(), input).error; }

} // namespace

TEST_CASE("copy csv: quoted and unquoted fields") {
    CHECK(rows("1,x\n\"2\",\"a,b\"\n") == std::vector<Row>{{"1", "x"}, {"2", "a,b"}});
    CHECK(rows("\"say \"\"hi\"\"\",y\n") == std::vector<Row>{{"say \"hi\"", "y"}});
    CHECK(rows("a\"b,c\"d,e\n") == std::vector<Row>{{"ab,cd", "e"}});
    CHECK(rows(" \"a\" ,b\n") == std::vector<Row>{{" a ", "b"}});
    CHECK(rows("\\N,a\\b\n") == std::vector<Row>{{"\\N", "a\\b"}});
}

TEST_CASE("copy csv: only an unquoted null string is NULL") {
    CHECK(rows(",\"\"\n") == std::vector<Row>{{kNull, ""}});
    auto options = csv_options();
    options.null_text = "\\N";
    CHECK(read(options, "\\N,\"\\N\"\n").rows == std::vector<Row>{{kNull, "\\N"}});
}

TEST_CASE("copy csv: line breaks inside quotes") {
    CHECK(rows("\"a\nb\",\"c\r\nd\"\n2,x\n") == std::vector<Row>{{"a\nb", "c\r\nd"}, {"2", "x"}});
    CHECK(error("1,x\n\"a\n\nb\"\n") == "22P04 missing data for column \"b\" @ COPY t, line 4: \"\"a\n\nb\"\"");
    CHECK(error("1,x\n2,y\rz\n") == "22P04 unquoted carriage return found in data @ COPY t, line 2");
    CHECK(error("1,x\r\n2,y\nz\r\n") == "22P04 unquoted newline found in data @ COPY t, line 2");
}

TEST_CASE("copy csv: unterminated quotes and rows of the wrong width") {
    CHECK(error("1,\"x\n2,y\n") == "22P04 unterminated CSV quoted field @ COPY t, line 1: \"1,\"x\n2,y\n\"");
    CHECK(error("1,x\n2\n") == "22P04 missing data for column \"b\" @ COPY t, line 2: \"2\"");
    CHECK(error("1,x,y\n") == "22P04 extra data after last expected column @ COPY t, line 1: \"1,x,y\"");
}

TEST_CASE("copy csv: the end-of-data marker stands alone on its line") {
    CHECK(rows("1,x\n\\.\n2,y\n") == std::vector<Row>{{"1", "x"}});
    CHECK(rows("\\.,x\n\\.y,\\.\n") == std::vector<Row>{{"\\.", "x"}, {"\\.y", "\\."}});
    CHECK(rows("1,x\n2,\\.") == std::vector<Row>{{"1", "x"}, {"2", "\\."}});
}

TEST_CASE("copy csv: header, own quote and escape") {
    auto options = csv_options();
    options.header = true;
    CHECK(read(options, "a,b\n1,x\n").rows == std::vector<Row>{{"1", "x"}});
    CHECK(read(options, "a,b").rows.empty());
    options = csv_options();
    options.quote = '\'';
    options.escape = '\\';
    CHECK(read(options, "'a\\'b\\\\',\"c\"\n").rows == std::vector<Row>{{"a'b\\", "\"c\""}});
    CHECK(read(options, "'a\\n',x\n").rows == std::vector<Row>{{"a\\n", "x"}});
}

TEST_CASE("copy csv: any cut of the bytes reads the same") {
    std::mt19937 random(21);
    const std::vector<std::string> pieces = {"a",   ",",     ",",  "\"",       "\"",   "\n",   "\n", "\r\n", "\r",
                                             "\\.", "\\.\n", "\\", "\xc3\xa9", "\xe9", "\"\"", "'",  "plain"};
    auto escaping = csv_options();
    escaping.quote = '\'';
    escaping.escape = '\\';
    for (int round = 0; round < 3000; ++round) {
        const auto options = round % 2 == 0 ? csv_options() : escaping;
        const auto input = random_input(random, pieces);
        const auto expected = read(options, input);
        INFO(input);
        REQUIRE(read(options, input, bytewise()) == expected);
        REQUIRE(read(options, input, random_pieces(random)) == expected);
    }
}
