#include "protocol/error.hpp"
#include "sql/parse/lexer.hpp"
#include "sql/parse/token_text.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using redstart::protocol::SqlError;

namespace {

std::vector<Token> tokens_of(std::string_view sql, LexOptions options = {}) {
    std::vector<Token> tokens;
    lex(sql, options, tokens);
    return tokens;
}

std::vector<std::string> texts_of(std::string_view sql) {
    std::vector<std::string> texts;
    for (const auto& token : tokens_of(sql)) texts.emplace_back(token.text);
    return texts;
}

using Texts = std::vector<std::string>;

SqlError error_of(std::string_view sql) {
    try {
        tokens_of(sql);
    } catch (const SqlError& error) { return error; }
    FAIL("no error for " << sql);
    throw std::logic_error("unreachable");
}

} // namespace

TEST_CASE("words are found in any case and only as a whole") {
    const auto tokens = tokens_of("SeLeCt selectx _select \"select\"");
    CHECK(tokens[0].is("select"_w));
    CHECK(tokens[1].word == Word::None);
    CHECK(tokens[2].word == Word::None);
    CHECK(tokens[3].word == Word::None);
    CHECK(tokens[3].kind == TokenKind::QuotedIdentifier);
    CHECK(find_word("") == Word::None);
    CHECK(spelling("select"_w) == "select");
}

TEST_CASE("every word of the table is found, so the table has no lost entry") {
    for (std::size_t i = 1; i < std::size(detail::kWords); ++i) CHECK(find_word(detail::kWords[i]).index == i);
}

TEST_CASE("operators are the longest match with PostgreSQL's exceptions") {
    CHECK(texts_of("a=-1") == Texts{"a", "=", "-", "1"});
    CHECK(texts_of("a<>-1") == Texts{"a", "<>", "-", "1"});
    CHECK(texts_of("a@-1") == Texts{"a", "@-", "1"});
    CHECK(texts_of("a*/* c */b") == Texts{"a", "*", "b"});
    CHECK(texts_of("a+--c\nb") == Texts{"a", "+", "b"});
    CHECK(texts_of("a!~*b") == Texts{"a", "!~*", "b"});
    CHECK(texts_of("1+-2") == Texts{"1", "+", "-", "2"});
    CHECK(tokens_of("a + b")[1].is('+'));
    CHECK(tokens_of("a || b")[1].symbol == 0);
}

TEST_CASE("comments nest and make no token") {
    CHECK(texts_of("/* a /* b */ c */ select -- x\n 1 /**/") == Texts{"select", "1"});
    CHECK(texts_of("-- only") == Texts{});
}

TEST_CASE("numbers, parameters, casts and dots") {
    const auto tokens = tokens_of("1 1.5 .5 1. 1e3 1E-3 $12 1::int t.1");
    CHECK(tokens[0].kind == TokenKind::Integer);
    for (int i = 1; i <= 5; ++i) CHECK(tokens[i].kind == TokenKind::Decimal);
    CHECK(tokens[6].kind == TokenKind::Parameter);
    CHECK(tokens[8].kind == TokenKind::TypeCast);
    CHECK(texts_of("$1.$2") == Texts{"$1", ".", "$2"});
    CHECK(texts_of("1e") == Texts{"1", "e"});
    CHECK(texts_of("a[1:2]") == Texts{"a", "[", "1", ":", "2", "]"});
}

TEST_CASE("'#' begins a name only where a relation may stand") {
    CHECK(texts_of("select * from #t") == Texts{"select", "*", "from", "#t"});
    CHECK(texts_of("a #b") == Texts{"a", "#", "b"});
    CHECK(texts_of("5#3") == Texts{"5", "#", "3"});
    CHECK(texts_of("from a, #t") == Texts{"from", "a", ",", "#t"});
    CHECK(texts_of("public.#t") == Texts{"public", ".", "#t"});
}

TEST_CASE("string values") {
    const auto value = [](std::string_view sql, bool escapes = true) {
        const auto tokens = tokens_of(sql, {.backslash_escapes = escapes});
        REQUIRE(tokens.size() == 1);
        return string_value(tokens[0], escapes);
    };
    CHECK(value("'it''s'") == "it's");
    CHECK(value("'a'\n  'b'") == "ab");
    CHECK(value("'a' -- it's\n 'b'") == "ab");
    CHECK(value("E'a\\tb\\x41\\101\\u00e9'") == "a\tbAA\u00e9");
    CHECK(value("E'\\U0001F600'") == value("E'\\uD83D\\uDE00'"));
    CHECK(value("'a\\'b'") == "a'b");
    CHECK(value("'a\\_b'") == "a_b");
    CHECK(value("'a\\\\_b'") == "a\\_b");
    CHECK(value("'a\\_b'", false) == "a\\_b");
    CHECK(value("'a\\'", false) == "a\\");
    CHECK(value("$$it's$$") == "it's");
    CHECK(value("$x$a$$b$x$") == "a$$b");
    CHECK(value("N'x'") == "x");
    CHECK_THROWS_AS(value("E'\\uD83D'"), SqlError);
    CHECK_THROWS_AS(value("E'\\xff'"), SqlError);
    CHECK_THROWS_AS(value("E'\\000'"), SqlError);
}

TEST_CASE("two strings on one line are two tokens") { CHECK(tokens_of("'a' 'b'").size() == 2); }

TEST_CASE("identifiers fold to lower case, quoted ones too unless case matters") {
    const auto tokens = tokens_of("AbC \"AbC\" \"a\"\"B\"");
    CHECK(identifier_value(tokens[0]) == "abc");
    CHECK(identifier_value(tokens[1]) == "abc");
    CHECK(identifier_value(tokens[1], true) == "AbC");
    CHECK(identifier_value(tokens[2]) == "a\"b");
    CHECK(quoted_identifier("a\"b") == "\"a\"\"b\"");
}

TEST_CASE("identifiers are cut to 127 bytes between characters") {
    const std::string long_name = std::string(126, 'a') + "\u00e9";
    CHECK(identifier_value(tokens_of(long_name)[0]) == std::string(126, 'a'));
    CHECK(identifier_value(tokens_of(std::string(200, 'b'))[0]).size() == 127);
}

TEST_CASE("unterminated tokens are errors with PostgreSQL's text") {
    struct Case {
        std::string_view sql;
        std::string_view message;
        int position;
    };
    const Case cases[] = {
        {"select 'abc", "unterminated quoted string at or near \"'abc\"", 8},
        {"select '\u00e9' , 'x", "unterminated quoted string at or near \"'x\"", 14},
        {"select \"abc", "unterminated quoted identifier at or near \"\"abc\"", 8},
        {"select /* a /* b */", "unterminated /* comment at or near \"/* a /* b */\"", 8},
        {"select $a$ x $a", "unterminated dollar-quoted string at or near \"$a$ x $a\"", 8},
        {"select b'01", "unterminated bit string literal at or near \"b'01\"", 8},
        {"select \"\"", "zero-length delimited identifier at or near \"\"\"\"", 8},
    };
    for (const auto& expected : cases) {
        const auto error = error_of(expected.sql);
        CHECK(error.sqlstate() == "42601");
        CHECK(error.message() == expected.message);
        CHECK(error.position() == expected.position);
    }
}

TEST_CASE("positions count characters") {
    CHECK(character_position("\u00e9\u00e9x", 4) == 3);
    CHECK(character_position("abc", 0) == 1);
}

TEST_CASE("lexing is linear") {
    // Each of these would be quadratic in a lexer that looks back or ahead without bound.
    const std::string quotes = "select " + std::string(200'000, '\'');
    const std::string comments(400'000, '*');
    CHECK(tokens_of(quotes).size() == 2);
    CHECK(tokens_of("/*" + comments + "/").empty());
    std::string dollars;
    for (int i = 0; i < 100'000; ++i) dollars += "$ ";
    CHECK(tokens_of(dollars).size() == 100'000);
}
