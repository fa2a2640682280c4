#include "sql/dialect/rewrite.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/dialect/outer_mark.hpp"
#include "sql/dialect/rewriter.hpp"
#include "sql/dialect/types.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <string>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

using Apply = void (*)(Rewriter&, std::size_t);

const auto& rules_by_word() {
    static const auto table = [] {
        std::array<Apply, std::size(detail::kWords)> rules{};
        for (const auto family : {query_rules(), operator_rules(), function_rules(), keyword_rules(), date_part_rules(),
                                  aggregate_rules(), type_rules(), record_rules(), hierarchy_rules()})
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

// What the engine's numerics cannot hold it reads as a DOUBLE, and what that cannot hold as infinity.
void refuse_infinite_number(const Rewriter& rewriter, std::size_t i) {
    const auto& token = rewriter.at(i);
    constexpr std::size_t kFinite = 308; // digits
    if (token.text.size() <= kFinite && token.text.find_first_of("eE") == std::string_view::npos) return;
    const std::string text(token.text);
    if (!std::isinf(std::strtod(text.c_str(), nullptr))) return;
    throw protocol::SqlError(protocol::sqlstate::kNumericValueOutOfRange,
                             fmt::format("\"{}\" is out of range for type double precision", text))
        .position(character_position(rewriter.statement().source, token.offset));
}

void rewrite_token(Rewriter& rewriter, std::size_t i) {
    switch (rewriter.at(i).kind) {
    case TokenKind::Identifier: return rewrite_word(rewriter, i);
    case TokenKind::QuotedIdentifier: return rewrite_quoted_name(rewriter, i);
    case TokenKind::String:
    case TokenKind::EscapeString: return rewrite_string(rewriter, i);
    case TokenKind::Integer:
    case TokenKind::Decimal: return refuse_infinite_number(rewriter, i);
    case TokenKind::BitString: refuse_bit_string(rewriter, i);
    case TokenKind::Operator: return rewrite_operator(rewriter, i);
    case TokenKind::TypeCast: return rewrite_type(rewriter, i + 1, TypePlace::Expression);
    default: return;
    }
}

// A call can name a schema, and PostgreSQL's also the current database; what the engine keeps in a database of its own
// is none of the client's: that is how the resolver marks its own calls.
void refuse_engine_catalog(const Rewriter& rewriter, std::size_t open) {
    if (open < 5 || !rewriter.at(open - 2).is('.') || !rewriter.at(open - 4).is('.')) return;
    const auto& database = rewriter.at(open - 5);
    if (database.kind != TokenKind::Identifier && database.kind != TokenKind::QuotedIdentifier) return;
    auto name = identifier_value(database);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    if (name != "system") return;
    throw protocol::SqlError(protocol::sqlstate::kFeatureNotSupported,
                             "cross-database references are not implemented: " +
                                 std::string(rewriter.source(open - 5, open)))
        .position(character_position(rewriter.statement().source, database.offset));
}

} // namespace

Rewritten to_engine_sql(const Statement& statement, DialectOptions options) {
    Rewriter rewriter(statement, options);
    switch (statement.kind) {
    case StatementKind::CreateTable:
    case StatementKind::CreateTableAs: rewrite_create_table(rewriter); break;
    case StatementKind::CreateView: rewrite_create_view(rewriter); break;
    case StatementKind::CreateSchema: rewrite_create_schema(rewriter); break;
    case StatementKind::AlterTable: rewrite_alter_table(rewriter); break;
    case StatementKind::ShowObjects: rewrite_show(rewriter); break;
    default: break;
    }
    for (std::size_t i = 0; i < rewriter.size(); ++i) {
        if (rewriter.at(i).is('(')) {
            refuse_engine_catalog(rewriter, i);
            rewrite_outer_mark(rewriter, i);
        }
        if (!rewriter.edited(i)) rewrite_token(rewriter, i);
    }
    fold_keywords(rewriter);
    return rewriter.finish();
}

} // namespace redstart::sql
