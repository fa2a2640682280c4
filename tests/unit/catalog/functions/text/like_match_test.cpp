#include "catalog/functions/text/like_match.hpp"
#include "protocol/error.hpp"

#include <chrono>
#include <random>
#include <string>

#include <catch2/catch.hpp>

namespace redstart::catalog {
namespace {

// By the definition: what a % stands for is tried from nothing to all.
bool by_definition(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '%') {
        for (std::size_t taken = 0; taken <= text.size(); ++taken)
            if (by_definition(text.substr(taken), pattern.substr(1))) return true;
        return false;
    }
    if (text.empty()) return false;
    if (pattern[0] == '\\') return pattern[1] == text[0] && by_definition(text.substr(1), pattern.substr(2));
    return (pattern[0] == '_' || pattern[0] == text[0]) && by_definition(text.substr(1), pattern.substr(1));
}

} // namespace

TEST_CASE("LIKE agrees with its definition on random texts and patterns") {
    std::mt19937 random(1);
    for (int i = 0; i < 200'000; ++i) {
        std::string text;
        std::string pattern;
        for (auto size = random() % 9; size > 0; --size) text += "ab%_"[random() % 4];
        for (auto size = random() % 7; size > 0; --size) {
            const char c = "aab%%_\\"[random() % 7];
            pattern += c;
            if (c == '\\') pattern += "ab%_\\"[random() % 5];
        }
        INFO(text << " LIKE " << pattern);
        REQUIRE(like_matches(text, pattern, "\\") == by_definition(text, pattern));
    }
}

TEST_CASE("LIKE: characters of several bytes, escapes, and an escape with nothing behind it") {
    CHECK(like_matches("aéb", "a_b", ""));
    CHECK_FALSE(like_matches("aéb", "a__b", ""));
    CHECK(like_matches("日本語", "%_語", ""));
    CHECK(like_matches("日本語", "日%", ""));
    CHECK(like_matches("100%", "100é%", "é"));
    CHECK_FALSE(like_matches("1000", "100é%", "é"));
    CHECK(like_matches("a\\b", "a\\b", ""));
    CHECK_THROWS_AS(like_matches("ab", "a\\", "\\"), protocol::SqlError);
    CHECK_THROWS_AS(like_matches("a", "a\\", "\\"), protocol::SqlError);
    CHECK_FALSE(like_matches("b", "a\\", "\\"));
}

TEST_CASE("LIKE takes no exponential time") {
    std::string pattern;
    for (int i = 0; i < 200; ++i) pattern += "%a_";
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(like_matches(std::string(20'000, 'a'), pattern + "b", ""));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

} // namespace redstart::catalog
