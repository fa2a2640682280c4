// START WITH ... CONNECT BY ... and PRIOR in the engine's text: marked conditions of WHERE, which the resolver takes
// out.
#include "sql/dialect/rewriter.hpp"
#include "sql/parse/table_report.hpp"

#include <string>

namespace redstart::sql {
namespace {

bool begins_connect(const Rewriter& rewriter, std::size_t i) {
    return rewriter.at(i).is("connect"_w) && rewriter.at(i + 1).is("by"_w);
}

bool begins_start(const Rewriter& rewriter, std::size_t i) {
    return rewriter.at(i).is("start"_w) && rewriter.at(i + 1).is("with"_w);
}

bool ends_clause(const Rewriter& rewriter, std::size_t i) {
    const auto& token = rewriter.at(i);
    if (token.kind == TokenKind::End || token.is(')') || token.is(';')) return true;
    for (const auto word : {"group"_w, "having"_w, "qualify"_w, "order"_w, "limit"_w, "offset"_w, "union"_w, "except"_w,
                            "intersect"_w, "minus"_w})
        if (token.is(word)) return true;
    return begins_connect(rewriter, i) || begins_start(rewriter, i);
}

std::size_t clause_end(const Rewriter& rewriter, std::size_t i) {
    while (!ends_clause(rewriter, i)) i = rewriter.at(i).is('(') ? rewriter.partner(i) + 1 : i + 1;
    return i;
}

// The WHERE of the query whose clause begins at `i`; kNone without one.
std::size_t where_before(const Rewriter& rewriter, std::size_t i) {
    while (i > 0) {
        const auto& token = rewriter.at(--i);
        if (token.is(')')) i = rewriter.partner(i);
        if (token.is("where"_w)) return i;
        if (token.is("select"_w) || token.is('(')) return Rewriter::kNone;
    }
    return Rewriter::kNone;
}

void mark_clause(Rewriter& rewriter, std::size_t i, std::string before) {
    const bool connect = begins_connect(rewriter, i);
    const auto end = clause_end(rewriter, i + 2);
    if (end == i + 2) rewriter.fail(end);
    rewriter.replace(i, i + 2, before + "\"" + (connect ? kConnectMark : kStartMark) + "\"(");
    rewriter.insert_after(end - 1, ")");
}

// Both clauses, in either order, behind a WHERE or without one.
void rewrite_clauses(Rewriter& rewriter, std::size_t i) {
    if (!begins_connect(rewriter, i) && !begins_start(rewriter, i)) return;
    const auto second = clause_end(rewriter, i + 2);
    const bool both = begins_connect(rewriter, second) || begins_start(rewriter, second);
    const bool connects = begins_connect(rewriter, i);
    if ((both && begins_connect(rewriter, second) == connects) || (!both && !connects))
        rewriter.fail(both ? second : i);
    const auto where = where_before(rewriter, i);
    if (where != Rewriter::kNone) rewriter.insert_after(where, " (");
    mark_clause(rewriter, i, where == Rewriter::kNone ? "WHERE " : ") AND ");
    if (both) mark_clause(rewriter, second, "AND ");
}

// PRIOR e
void rewrite_prior(Rewriter& rewriter, std::size_t i) {
    const auto& next = rewriter.at(i + 1);
    const bool operand = next.kind == TokenKind::Identifier || next.kind == TokenKind::QuotedIdentifier || next.is('(');
    if (!operand || (i > 0 && (rewriter.at(i - 1).is('.') || rewriter.at(i - 1).is("as"_w)))) return;
    if (i > 0 && rewriter.ends_operand(i - 1)) return; // an alias
    const auto end = rewriter.operand_end(i + 1);
    rewriter.replace(i, std::string("\"") + kPriorMark + "\"(");
    rewriter.insert_after(end - 1, ")");
}

void rewrite_prior_of_hierarchy(Rewriter& rewriter, std::size_t i) {
    for (std::size_t k = 0; k + 1 < rewriter.size(); ++k)
        if (begins_connect(rewriter, k)) return rewrite_prior(rewriter, i);
}

constexpr Rule kRules[] = {
    {"connect"_w, rewrite_clauses}, {"start"_w, rewrite_clauses}, {"prior"_w, rewrite_prior_of_hierarchy}};

} // namespace

std::span<const Rule> hierarchy_rules() { return kRules; }

} // namespace redstart::sql
