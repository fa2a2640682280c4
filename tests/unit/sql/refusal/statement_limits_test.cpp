#include "sql/refusal/statement_limits.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace redstart::sql;

namespace {

std::string nested(const std::string& before, const std::string& core, const std::string& after, int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += before;
    text += core;
    for (int i = 0; i < depth; ++i) text += after;
    return text;
}

// The detail of the refusal and its position; empty when it is not refused.
std::string refusal(const std::string& sql) {
    const auto statements = split(sql);
    try {
        check_nesting(statements.at(0));
    } catch (const redstart::protocol::SqlError& error) {
        CHECK(error.sqlstate() == "54001");
        return error.detail() + " " + std::to_string(error.position());
    }
    return "";
}

} // namespace

TEST_CASE("brackets and CASE may be nested so deep", "[limits]") {
    CHECK(refusal("select " + nested("(", "1", ")", kDeepestNesting)).empty());
    CHECK(refusal("select " + nested("(", "1", ")", kDeepestNesting + 1)) ==
          "Brackets and CASE can be nested 400 deep. " + std::to_string(7 + kDeepestNesting + 1));
    CHECK(refusal("select " + nested("case when a then ", "1", " end", kDeepestNesting)).empty());
    CHECK_FALSE(refusal("select " + nested("case when a then (", "1", ") end", kDeepestNesting / 2 + 1)).empty());
    CHECK_FALSE(refusal("select a" + nested("[", "1", "]", kDeepestNesting + 1)).empty());
    CHECK(refusal("select " + nested("(a) + ", "a", "", 5000)).empty());
    CHECK(refusal("select " + nested("", "1", ")", 5000)).empty()); // a syntax error, which others tell
}

TEST_CASE("literals that the engine would fold are counted", "[limits]") {
    const auto chain = [](const std::string& operand, int count) {
        return nested(operand + " + ", operand, "", count - 1);
    };
    CHECK(refusal("select " + chain("1", kMostLiterals)).empty());
    CHECK(refusal("select " + chain("1", kMostLiterals + 1)).starts_with("Operators can join 300 literals"));
    CHECK_FALSE(refusal("select (" + chain("(1.5)", kMostLiterals + 1) + ")").empty());
    CHECK(refusal("select " + chain("a", 5000)).empty());
    CHECK(refusal("select 1 where a in (" + nested("1, ", "1", "", 5000) + ")").empty());
    CHECK(refusal("select " + nested("row(", "1", ")", kDeepestRow)).empty());
    CHECK_FALSE(refusal("select " + nested("row(", "1", ")", kDeepestRow + 1)).empty());
    CHECK(refusal("select " + nested("row(1), ", "1", "", 1000)).empty());
}

TEST_CASE("subqueries of expressions may be nested so deep, those in FROM deeper", "[limits]") {
    const auto exists = [](int depth) {
        return "select 1 where " + nested("exists (select 1 where ", "true", ")", depth);
    };
    CHECK(refusal(exists(kDeepestSubquery)).empty());
    CHECK(refusal(exists(kDeepestSubquery + 1)).starts_with("Subqueries of expressions can be nested 14 deep."));
    CHECK_FALSE(refusal(nested("select 1 + (with a as (select 1) select ", "1", ")", 30)).empty());
    CHECK(refusal(nested("select * from (", "select 1", ") q", 200)).empty());
    CHECK(refusal("select " + nested("(select 1), ", "1", "", 1000)).empty());
}

TEST_CASE("WITH may be nested in WITH so deep", "[limits]") {
    const auto with = [](int depth) {
        return nested("with a as (", "select 1", ") select * from a", depth + 1); // the outermost is in none
    };
    CHECK(refusal(with(kDeepestWith)).empty());
    CHECK(refusal(with(kDeepestWith + 1)).starts_with("WITH can be nested inside of WITH 8 deep."));
    CHECK_FALSE(refusal(nested("with a as materialized (", "select 1", ") select * from a", 20)).empty());
    CHECK(refusal(nested("select * from (with a as (", "select 1", ") select * from a) q", 20)).empty());
    CHECK(refusal("with a as (select 1)" + nested(", b as (with c as (select 1) select 1)", " select 1", "", 20))
              .empty());
}
