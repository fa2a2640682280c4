#include "sql/refusal/engine_calls.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/refusal/token_places.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

constexpr auto kEngineFunctions = std::to_array<std::string_view>(
    {"array_extract",  "array_slice",     "concat_op",   "contains",   "count_star",       "if",
     "ifnull",         "ilike_escape",    "like_escape", "list_value", "not_ilike_escape", "not_like_escape",
     "struct_extract", "to_centuries",    "to_days",     "to_decades", "to_hours",         "to_microseconds",
     "to_millennia",   "to_milliseconds", "to_minutes",  "to_months",  "to_quarters",      "to_seconds",
     "to_weeks",       "to_years",        "xor"});
static_assert(std::is_sorted(kEngineFunctions.begin(), kEngineFunctions.end()));

// Behind these a name may be a table's, whose columns follow it.
constexpr std::array kBeforeTables = {"as"_w, "using"_w, "to"_w};

bool is_name(const Token& token) {
    return token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier;
}

bool before_call(const Token& left) {
    if (left.is('(') || left.is(',') || left.kind == TokenKind::Operator) return true;
    return is_one_of(left, kBeforeExpressions) && !is_one_of(left, kBeforeTables);
}

} // namespace

void refuse_engine_calls(const Statement& statement) {
    const TokenPlaces tokens(statement);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (!tokens.at(i + 1).is('(') || !is_name(tokens.at(i))) continue;
        auto first = i;
        while (tokens.before(first).is('.') && first > 1) first -= 2;
        if (!before_call(tokens.before(first))) continue;
        if (first == i - 2 && identifier_value(tokens.at(i - 2)) == "main")
            throw tokens.placed(SqlError(state::kInvalidSchemaName, "schema \"main\" does not exist"), first);
        const auto name = identifier_value(tokens.at(i));
        if (std::binary_search(kEngineFunctions.begin(), kEngineFunctions.end(), std::string_view(name)))
            throw tokens.placed(SqlError(state::kUndefinedFunction, fmt::format("function {} does not exist", name)),
                                i);
    }
}

} // namespace redstart::sql
