#include "sql/dialect/rewrite.hpp"

#include "sql/dialect/rewriter.hpp"
#include "sql/dialect/types.hpp"

#include <array>

namespace redstart::sql {
namespace {

using Apply = void (*)(Rewriter&, std::size_t);

const auto& rules_by_word() {
    static const auto table = [] {
        std::array<Apply, std::size(detail::kWords)> rules{};
        for (const auto family : {query_rules(), operator_rules(), function_rules(), keyword_rules(), date_part_rules(),
                                  aggregate_rules(), type_rules()})
            for (const auto& rule : family) rules[rule.word] = rule.apply;
        return rules;
    }();
    return table;
}

void rewrite_word(Rewriter& rewriter, std::size_t i) {
    const auto& token = rewriter.at(i);
    if (const auto apply = rules_by_word()[token.word]) {
        apply(rewriter, i);
    } else if (token.text.front() == '#') {
        rewrite_temp_name(rewriter, i);
    } else if (token.text.size() > kMaxNameBytes) {
        rewrite_long_name(rewriter, i);
    }
}

void rewrite_token(Rewriter& rewriter, std::size_t i) {
    switch (rewriter.at(i).kind) {
    case TokenKind::Identifier: return rewrite_word(rewriter, i);
    case TokenKind::QuotedIdentifier: return rewrite_quoted_name(rewriter, i);
    case TokenKind::String:
    case TokenKind::EscapeString: return rewrite_string(rewriter, i);
    case TokenKind::BitString: refuse_bit_string(rewriter, i);
    case TokenKind::Operator: return rewrite_operator(rewriter, i);
    case TokenKind::TypeCast: return rewrite_type(rewriter, i + 1, TypePlace::Expression);
    default: return;
    }
}

} // namespace

Rewritten to_engine_sql(const Statement& statement, DialectOptions options) {
    Rewriter rewriter(statement, options);
    switch (statement.kind) {
    case StatementKind::CreateTable:
    case StatementKind::CreateTableAs: rewrite_create_table(rewriter); break;
    case StatementKind::CreateView: rewrite_create_view(rewriter); break;
    case StatementKind::AlterTable: rewrite_alter_table(rewriter); break;
    default: break;
    }
    for (std::size_t i = 0; i < rewriter.size(); ++i)
        if (!rewriter.edited(i)) rewrite_token(rewriter, i);
    fold_keywords(rewriter);
    return rewriter.finish();
}

} // namespace redstart::sql
