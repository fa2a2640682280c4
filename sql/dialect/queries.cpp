#include "sql/dialect/names.hpp"
#include "sql/dialect/rewrite.hpp"
#include "sql/dialect/rewriter.hpp"
#include "sql/parse/token_text.hpp"

namespace redstart::sql {
namespace {

// SELECT TOP n becomes LIMIT n at the end of its query block.
void rewrite_top(Rewriter& rewriter, std::size_t select) {
    auto top = select + 1;
    while (rewriter.at(top).is("distinct"_w) || rewriter.at(top).is("all"_w)) ++top;
    if (!rewriter.at(top).is("top"_w)) return;
    const auto count = top + 1;
    const auto kind = rewriter.at(count).kind;
    const bool parenthesized = rewriter.at(count).is('(');
    if (kind != TokenKind::Integer && kind != TokenKind::Parameter && !parenthesized) return;
    const auto count_end = parenthesized ? rewriter.partner(count) + 1 : count + 1;
    const auto end = rewriter.block_end(select);
    auto limit = " LIMIT " + std::string(rewriter.source(count, count_end));
    rewriter.remove(top, count_end);
    const auto next = rewriter.at(end).word;
    if (next == "union"_w || next == "except"_w || next == "intersect"_w || next == "minus"_w) {
        rewriter.insert_before(select, "(");
        limit += ")";
    }
    rewriter.insert_after(end - 1, std::move(limit));
}

void rewrite_select(Rewriter& rewriter, std::size_t i) {
    rewrite_top(rewriter, i);
    rewrite_aliases(rewriter, i);
}

// SELECT ... INTO [TEMP] [TABLE] t FROM ...
void rewrite_into(Rewriter& rewriter, std::size_t i) {
    if (rewriter.statement().kind != StatementKind::SelectInto) return;
    auto name = i + 1;
    bool temporary = false;
    while (rewriter.at(name).is("temp"_w) || rewriter.at(name).is("temporary"_w) || rewriter.at(name).is("local"_w) ||
           rewriter.at(name).is("table"_w)) {
        temporary |= rewriter.at(name).is("temp"_w) || rewriter.at(name).is("temporary"_w);
        ++name;
    }
    const auto end = qualified_name_end(rewriter, name);
    temporary |= is_temp_name(rewriter.at(end - 1));
    rewriter.insert_before(0, std::string("CREATE ") + (temporary ? "TEMP TABLE " : "TABLE ") +
                                  engine_name(rewriter, name, end) + " AS ");
    rewriter.remove(i, end);
}

void rewrite_minus(Rewriter& rewriter, std::size_t i) {
    const auto& next = rewriter.at(i + 1);
    if (i > 0 && rewriter.ends_operand(i - 1) &&
        (next.is("select"_w) || next.is("all"_w) || next.is("distinct"_w) || next.is('(')))
        rewriter.replace(i, "EXCEPT");
}

// DELETE t ..., also behind WITH and EXPLAIN
void rewrite_delete(Rewriter& rewriter, std::size_t i) {
    const auto kind = rewriter.statement().kind;
    if (kind != StatementKind::Delete && kind != StatementKind::Explain) return;
    const bool leads = i == 0 || rewriter.at(i - 1).is(')') || rewriter.at(i - 1).is("explain"_w) ||
                       rewriter.at(i - 1).is("verbose"_w);
    if (leads && !rewriter.at(i + 1).is("from"_w)) rewriter.insert_after(i, " FROM");
}

void rewrite_explain(Rewriter& rewriter, std::size_t i) {
    if (i == 0 && rewriter.at(1).is("verbose"_w)) rewriter.remove(1, 2);
}

bool is_name(const Token& token) {
    return token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier;
}

// The * of the select list that ends before `i`; kNone without one.
std::size_t star_before(const Rewriter& rewriter, std::size_t i) {
    auto star = Rewriter::kNone;
    while (i > 0 && !rewriter.at(i - 1).is("select"_w) && !rewriter.at(i - 1).is('(')) {
        --i;
        if (rewriter.at(i).is(')')) i = rewriter.partner(i);
        const auto& before = rewriter.at(i - 1);
        if (rewriter.at(i).is('*') && (before.is(',') || before.is("select"_w) || before.is('.'))) star = i;
    }
    return star;
}

// SELECT *, expression EXCLUDE {(a, b) | a, b} FROM ...: the engine wants EXCLUDE behind the star.
void rewrite_exclude(Rewriter& rewriter, std::size_t i) {
    const bool list = rewriter.at(i + 1).is('(');
    if (i == 0 || !rewriter.ends_operand(i - 1) || rewriter.at(i - 1).is('.')) return; // behind the star, or a name
    if (!list && !is_name(rewriter.at(i + 1))) return;
    auto end = list ? rewriter.partner(i + 1) + 1 : i + 2;
    while (!list && rewriter.at(end).is(',') && is_name(rewriter.at(end + 1))) end += 2;
    if (!rewriter.at(end).is("from"_w)) return; // an alias, or not the list's end
    const auto star = star_before(rewriter, i);
    if (star == Rewriter::kNone) return;
    const auto names = std::string(rewriter.source(i + 1, end));
    rewriter.insert_after(star, " EXCLUDE " + (list ? names : "(" + names + ")"));
    rewriter.remove(i, end);
}

// MERGE ... REMOVE DUPLICATES: what the engine's grammar takes in its place; the resolver completes it.
void rewrite_duplicates(Rewriter& rewriter, std::size_t i) {
    if (i + 1 != rewriter.size() || !removes_duplicates(rewriter.statement())) return;
    for (std::size_t k = 0; k + 1 < i; ++k)
        if (rewriter.at(k).is("then"_w) && rewriter.at(k - 1).kind == TokenKind::Identifier &&
            lower_case(rewriter.at(k - 1).text) == "matched")
            rewriter.fail(i - 1);
    rewriter.replace(i - 1, i + 1, "WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT DEFAULT VALUES");
}

constexpr Rule kRules[] = {{"select"_w, rewrite_select},        {"into"_w, rewrite_into},
                           {"minus"_w, rewrite_minus},          {"delete"_w, rewrite_delete},
                           {"explain"_w, rewrite_explain},      {"exclude"_w, rewrite_exclude},
                           {"duplicates"_w, rewrite_duplicates}};

} // namespace

bool removes_duplicates(const Statement& statement) {
    const auto tokens = statement.tokens;
    if (statement.kind != StatementKind::Merge && statement.kind != StatementKind::Explain) return false;
    return tokens.size() > 2 && tokens[tokens.size() - 1].is("duplicates"_w) &&
           lower_case(tokens[tokens.size() - 2].text) == "remove";
}

std::span<const Rule> query_rules() { return kRules; }

} // namespace redstart::sql
