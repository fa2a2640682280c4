// Conditions of the engine's plans, as EXPLAIN tells them.
#include "sql/run/explain_text.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;

TEST_CASE("functions of the engine's behind operators are the operators") {
    CHECK(explained("prefix(v, 'a')") == "(v ~~ 'a%')");
    CHECK(explained("(suffix(CAST(v AS VARCHAR), 'a') OR contains(v, '(x'))") ==
          "(((v)::character varying ~~ '%a') OR (v ~~ '%(x%'))");
    CHECK(explained("like_escape(a, b, '\\')") == "(a ~~ b)");
    CHECK(explained("not_ilike_escape(a, b, '')") == "(a !~~* b)");
    CHECK(explained("regexp_matches(v, '(?s)^a$', 'c')") == "(v ~ '(?s)^a$')");
    CHECK(explained("prefix(a, b)") == "prefix(a, b)");
    CHECK(explained("(count_star() > 1)") == "(count(*) > 1)");
}

TEST_CASE("no name of the server's own is told") {
    CHECK(explained("(rs_unpadded(v) = rs_unpadded(upper(w)))") == "(v = upper(w))");
    CHECK(explained("(rs_date_trunc('month', d) = 1)") == "(date_trunc('month', d) = 1)");
    CHECK(explained("rs_extract('year', CAST(d AS TIMESTAMP))") ==
          "date_part('year', (d)::timestamp without time zone)");
    CHECK(explained("(rs_sum_result(sum(i)) > 1)") == "(sum(i) > 1)");
    CHECK(explained("(v = 'rs_x(y)' AND \"rs_z(\" = 2)") == "(v = 'rs_x(y)' AND \"rs_z(\" = 2)");
    CHECK(explained("(NOT SUBQUERY)") == "(NOT (subplan))");
    CHECK(explained("unbalanced(((") == "unbalanced((()");
}

TEST_CASE("the range that is looked for beside a text is left out") {
    CHECK(explained("v>='b' AND v<'b!' AND (v = 'b')") == "(v = 'b')");
    CHECK(explained("((v >= 'b') AND (v < 'b!') AND (rs_unpadded(v) = 'b'))") == "((v = 'b'))");
    CHECK(explained("((v >= 'b') AND (v < 'c!') AND (v = 'b'))") == "((v >= 'b') AND (v < 'c!') AND (v = 'b'))");
    CHECK(explained("a >= 1 AND b < 2 AND (v >= 'b') AND (v < 'b!') AND (v = 'b') AND c") ==
          "a >= 1 AND b < 2 AND (v = 'b') AND c");
}

TEST_CASE("conditions of joins name columns, or are not told") {
    CHECK(explained_condition("i = j", {}, {}) == "i = j");
    CHECK(explained_condition("d IS NOT DISTINCT FROM d", {}, {}) == "d = d");
    CHECK(explained_condition("i = #0", {}, {"a", "b"}) == "i = a");
    CHECK(explained_condition("#1 IS NOT DISTINCT FROM #0", {"a", "b"}, {"c"}) == "b = c");
    CHECK(explained_condition("i <= #0", {}, {}).empty());
    CHECK(explained_condition("i = #0", {}, {"#3"}).empty());
    CHECK(explained_condition("'#0' = v", {}, {}) == "'#0' = v");
    CHECK(explained_position("#1 DESC", {"a", "upper(v)"}) == "upper(v) DESC");
    CHECK(explained_position("#2", {"a"}).empty());
    CHECK(explained_position("dev.public.t.i ASC", {}) == "dev.public.t.i ASC");
}
