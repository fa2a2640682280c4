// What a call of a function may ask for: each of these took the process down, its memory, or seconds that no cancel
// ended.
#include "catalog/functions/call_cost.hpp"
#include "catalog/functions/text/regex_states.hpp"
#include "tests/unit/catalog/functions/semantics_database.hpp"

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>
#include <duckdb.hpp>

namespace redstart::catalog {
namespace {

constexpr const char* kTooLong = "54000 requested length too large: the result exceeds 65535 bytes";

std::string repeated(const std::string& text, int count) {
    return "system.pg_catalog.repeat('" + text + "', " + std::to_string(count) + ")";
}

} // namespace

TEST_CASE("no function makes a text that is longer than a text may be") {
    SemanticsDatabase database;
    const auto x = repeated("x", 65000);
    const auto y = repeated("y", 65000);
    for (const auto& call : {
             "system.pg_catalog.replace(" + x + ", 'x', " + y + ")",
             "system.pg_catalog.regexp_replace(" + x + ", 'x', " + y + ")",
             "system.pg_catalog.regexp_replace(" + x + ", '(x)', '\\1\\1')",
             "system.pg_catalog.concat(" + x + ", " + y + ")",
             "system.pg_catalog.\"+\"(" + x + ", " + y + ")",
             x + " || " + y,
             "system.main.concat_ws(" + x + ", 'a', 'b', 'c')",
             std::string("system.pg_catalog.lpad('', 65000, 'é')"),
             "system.main.hex(" + x + ")",
             "system.main.to_base64(" + x + "::blob)",
             "system.main.translate(" + x + ", 'x', 'é')",
             "system.main.upper(" + repeated("ﬃ", 21845) + " || 'a')",
             "system.main.regexp_escape(" + repeated(".", 65000) + ")",
             "system.main.json_quote(" + repeated("\"", 65000) + ")",
             "system.main.json_object(" + x + ", " + y + ")",
         }) {
        INFO(call);
        CHECK(database.value("SELECT " + call).substr(0, 40) == std::string(kTooLong).substr(0, 40));
        // of a column, where nothing is folded
        CHECK(database.value("SELECT " + call + " || c FROM (VALUES ('a'), ('b')) t(c)").substr(0, 5) == "54000");
    }
    CHECK(database.value("SELECT length(system.pg_catalog.replace(" + repeated("x", 32767) + ", 'x', 'yy'))") ==
          "65534");
    CHECK(database.call("replace", "'aXbX', 'X', '-'") == "a-b-");
    CHECK(database.call("replace", "'abc', '', '-'") == "abc");
}

TEST_CASE("LISTAGG has the limit of a text, in groups, windows and parts that are put together") {
    SemanticsDatabase database;
    const std::string limit = "54000 Result size exceeds LISTAGG limit";
    for (const auto* name : {"listagg", "string_agg"}) {
        const auto call = "system.pg_catalog." + std::string(name);
        CHECK(database.value("SELECT " + call + "(i::varchar, ',') FROM range(100000) t(i)") == limit);
        CHECK(database.value("SELECT " + call + "(i::varchar, '') OVER () FROM range(100000) t(i)") == limit);
        CHECK(database.value("SELECT length(" + call + "('x', '')) FROM range(65535)") == "65535");
        CHECK(database.value("SELECT length(" + call + "('x', '' ORDER BY i)) FROM range(65536) t(i)") == limit);
        CHECK(database.value("SELECT " + call + "(v, '-' ORDER BY v DESC) FROM (VALUES ('a'), (NULL), ('b')) t(v)") ==
              "b-a");
        CHECK(database.value("SELECT " + call + "(DISTINCT v) FROM (VALUES ('a'), ('a')) t(v)") == "a");
        CHECK(database.value("SELECT " + call + "(v, ',') FROM (VALUES (''), ('')) t(v)") ==
              (std::string(name) == "listagg" ? "NULL" : ","));
        CHECK(database.value("SELECT " + call + "(v, ',') FROM (VALUES (NULL::varchar)) t(v)") == "NULL");
    }
}

TEST_CASE("what the engine would compute for too long is refused by the cost of the value") {
    SemanticsDatabase database;
    const auto x = repeated("x", 60000);
    const std::string complex = "2201B invalid regular expression: regular expression is too complex";
    CHECK(database.value("SELECT " + x + " SIMILAR TO " + x) == complex);
    CHECK(database.value("SELECT system.pg_catalog.rs_regex_match(" + x + ", 'x+x')") == "true"); // looked for
    CHECK(database.value("SELECT system.pg_catalog.rs_regex_match(" + x + ", '((a|x)?(b|x)?){400}y')") == complex);
    CHECK(database.value("SELECT system.pg_catalog.rs_regex_match('abc', 'b')") == "true");
    CHECK(database.value("SELECT system.pg_catalog.rs_regex_match(" + x + ", '^[a-x]+$')") == "true");
    CHECK(database.value("SELECT system.main.levenshtein(" + x + ", " + x + ")") ==
          "54000 the arguments are too long to be computed together");
    CHECK(database.value("SELECT system.main.levenshtein('kitten', 'sitting')") == "3");
}

TEST_CASE("JSON is as deep as the server goes, and no deeper") {
    SemanticsDatabase database;
    const auto nested = [](int depth) { return repeated("[", depth) + " || " + repeated("]", depth); };
    for (const auto* name : {"json_contains", "json_extract", "json_valid", "json_type", "json_keys"}) {
        const bool two = std::string(name) == "json_contains" || std::string(name) == "json_extract";
        const auto call = [&](int depth) {
            return "SELECT system.main." + std::string(name) + "(" + nested(depth) + (two ? ", '1')" : ")");
        };
        INFO(name);
        CHECK(database.value(call(30000)) == "54001 JSON is nested deeper than 512 levels");
        CHECK(database.value(call(513)) == "54001 JSON is nested deeper than 512 levels");
        CHECK(database.value(call(512)).substr(0, 5) != "54001");
    }
    CHECK(database.value("SELECT system.main.json_extract_string('{\"a\":\"\\u0000\"}', 'a')") ==
          "22021 invalid byte sequence for encoding \"UTF8\": 0x00");
}

TEST_CASE("CHR makes the characters that there are") {
    SemanticsDatabase database;
    CHECK(database.call("chr", "65") == "A");
    CHECK(database.call("chr", "233") == "é");
    CHECK(database.call("chr", "1114111") == "\xF4\x8F\xBF\xBF");
    CHECK(database.call("chr", "0") == "54000 null character not permitted");
    CHECK(database.call("chr", "55296") == "54000 requested character not valid for encoding: 55296");
    for (const auto* code : {"-1", "1114112", "2147483647", "(-2147483648)"})
        CHECK(database.call("chr", code).substr(0, 52) == "54000 requested character too large for encoding: " +
                                                              std::string(code).substr(code[0] == '(' ? 1 : 0, 2));
}

TEST_CASE("the states of a regular expression are counted as the engine makes them, about") {
    CHECK(regex_states("abc") == 3);
    CHECK(regex_states("a{1000}") >= 1000);
    CHECK(regex_states("((a{100}){100}){100}") >= 1'000'000);
    CHECK(regex_states("[a-z]+@[a-z]+\\.com") < 200);
    CHECK(regex_states("a{") == 2);
    CHECK(regex_states(std::string(60000, '(')) < 200'000);
    CHECK(regex_states("((((a{1000}){1000}){1000}){1000}){1000}") <= 2'000'000'000'000U); // it does not overflow
}

TEST_CASE("a regular expression that takes long to compile is refused, however it is given") {
    SemanticsDatabase database;
    const auto most = repeated("a", 5000) + " || " + repeated("b", 4999);
    const auto more = repeated("a?", 4000) + " || " + repeated("a", 4000);
    const auto copies = std::string("'(((a{90}){90}){90})'");
    for (const auto& call : {"regexp_count('aaaa', @)", "regexp_substr('aaaa', @)", "rs_regex_match('aaaa', @)",
                             "rs_regex_imatch(t, @)", "rs_regex_match('aaaa', p)"}) {
        auto sql = "SELECT max(system.pg_catalog." + std::string(call) + "::varchar) FROM (SELECT 'aaaa' AS t, # AS p)";
        CAPTURE(sql);
        const auto with = [&sql](const std::string& pattern) {
            auto written = sql;
            for (const char place : {'#', '@'})
                if (const auto found = written.find(place); found != std::string::npos)
                    written.replace(found, 1, pattern);
            return written;
        };
        CHECK(database.value(with(most)).substr(0, 5) != "2201B");
        for (const auto& pattern : {more, copies})
            CHECK(database.value(with(pattern)) ==
                  "2201B invalid regular expression: regular expression is too complex");
    }
}

TEST_CASE("a cancel is heard inside the values of one vector, and inside one value of the catalog's functions") {
    SemanticsDatabase database;
    const auto many = "(SELECT system.pg_catalog.repeat('a', 30000 + i::int % 7) AS t FROM range(2000) r(i))";
    for (const auto& sql : {
             "SELECT count(system.pg_catalog.rs_regex_match(t, '(a|b|c)*d(e?f?g?)*[x-z]{9}$')) FROM " +
                 std::string(many),
             "SELECT count(system.main.levenshtein(left(t, 9000), left(t, 9001))) FROM " + std::string(many),
             "SELECT count(*) FROM " + std::string(many) + " WHERE t LIKE '%' || left(t, 15000) || 'b%'",
             "SELECT system.pg_catalog.regexp_count(" + repeated("a", 65000) + ", 'a*b')",
             "SELECT system.pg_catalog.regexp_replace(" + repeated("a", 65000) + ", '(a*)*b', 'x')",
             "SELECT count(system.pg_catalog.btrim(t, " + repeated("b", 60000) + " || 'a')) FROM " + std::string(many),
         }) {
        INFO(sql);
        auto& connection = database.connection();
        std::thread killer([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            connection.Interrupt();
        });
        const auto start = std::chrono::steady_clock::now();
        const auto answer = database.value(sql);
        const auto took = std::chrono::steady_clock::now() - start;
        killer.join();
        INFO(answer);
        // A sanitizer's build on a busy machine took 3.5 s; without the cancel each takes minutes.
        CHECK(took < std::chrono::seconds(15));
    }
}

} // namespace redstart::catalog
