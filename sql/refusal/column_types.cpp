#include "sql/refusal/column_types.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/refusal/token_places.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

// Sorted. Types that PostgreSQL 8.0 has and no column of a cluster; names of no type at all are 42704 elsewhere.
constexpr auto kUnsupported = std::to_array<std::string_view>(
    {"abstime",     "aclitem",   "bigserial",    "bit",     "box",     "bytea",     "cid",      "cidr",
     "circle",      "inet",      "int2vector",   "line",    "lseg",    "macaddr",   "money",    "name",
     "oid",         "oidvector", "path",         "point",   "polygon", "refcursor", "regclass", "regoper",
     "regoperator", "regproc",   "regprocedure", "regtype", "reltime", "serial",    "serial4",  "serial8",
     "smgr",        "tid",       "tinterval",    "unknown", "varbit",  "xid"});
static_assert(std::is_sorted(kUnsupported.begin(), kUnsupported.end()));

bool ends_type(const Token& token) {
    return token.is(',') || token.is(')') || token.is("default"_w) || token.kind == TokenKind::End;
}

// int[], varchar(10)[3], int array
bool is_array(const TokenPlaces& tokens, std::size_t i) {
    int depth = 0;
    for (; i < tokens.size(); ++i) {
        const auto& token = tokens.at(i);
        if (depth == 0 && ends_type(token)) return false;
        if (token.is('(')) ++depth;
        if (token.is(')')) --depth;
        if (depth == 0 && (token.is('[') || lower_case(token.text) == "array")) return true;
    }
    return false;
}

bool is_interval_field(const Token& token) {
    static constexpr auto kFields =
        std::to_array<std::string_view>({"day", "hour", "minute", "month", "second", "year"});
    return std::find(kFields.begin(), kFields.end(), lower_case(token.text)) != kFields.end();
}

} // namespace

void refuse_column_type(const Statement& statement, const TokenPlaces& tokens, std::size_t column,
                        const std::string& table) {
    auto first = column + 1;
    if (tokens.at(first + 1).is('.')) first += 2; // pg_catalog.
    const auto& type = tokens.at(first);
    if (type.kind != TokenKind::Identifier && type.kind != TokenKind::QuotedIdentifier) return;
    const auto name = lower_case(identifier_value(type));
    const bool array = is_array(tokens, first + 1);
    const bool one_byte = type.kind == TokenKind::QuotedIdentifier && name == "char";
    const bool bare_interval = name == "interval" && !is_interval_field(tokens.at(first + 1));
    if (!array && !one_byte && !bare_interval && !std::binary_search(kUnsupported.begin(), kUnsupported.end(), name))
        return;
    const auto shown = (one_byte ? "\"char\"" : name) + (array ? "[]" : "");
    const auto owner = table + "." + lower_case(identifier_value(tokens.at(column)));
    throw protocol::SqlError(protocol::sqlstate::kFeatureNotSupported,
                             fmt::format("Column \"{}\" has unsupported type \"{}\".", owner, shown))
        .hint("SET cluster_rules TO off runs it all the same.")
        .position(character_position(statement.source, type.offset));
}

} // namespace redstart::sql
