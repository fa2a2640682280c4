#include "catalog/engine/sql_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace redstart::sql {
namespace {

constexpr std::string_view kZoned[] = {"TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE"};

bool in_word(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// The name of a type at the start of `text`, with what may follow it in parentheses; empty when none stands there.
std::string_view leading_type(std::string_view text) {
    constexpr std::string_view kNames[] = {
        "INTEGER_LITERAL", "STRING_LITERAL", "VARCHAR", "INTEGER",  "BIGINT",    "SMALLINT",  "TINYINT",
        "HUGEINT",         "UHUGEINT",       "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT",  "DOUBLE",
        "FLOAT",           "BOOLEAN",        "BLOB",    "DECIMAL",  "DATE",      "TIMESTAMP", "TIME",
        "INTERVAL",        "STRUCT",         "INT16",   "INT32",    "INT64",     "INT128"};
    for (const auto zoned : kZoned)
        if (text.starts_with(zoned)) return text.substr(0, zoned.size());
    const auto word =
        text.substr(0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), in_word) - text.begin()));
    if (std::find(std::begin(kNames), std::end(kNames), word) == std::end(kNames)) return {};
    if (word != "DECIMAL" && word != "STRUCT") return word;
    auto end = word.size();
    for (int depth = 0; end < text.size() && (depth > 0 || text[end] == '('); ++end) {
        depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
        if (depth == 0) return text.substr(0, end + 1);
    }
    return text.substr(0, end); // cut off
}

} // namespace

std::string sql_type(std::string_view engine_type) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 26> names = {{
        {"TINYINT", "smallint"},
        {"UHUGEINT", "numeric"},
        {"UBIGINT", "bigint"},
        {"UINTEGER", "integer"},
        {"USMALLINT", "smallint"},
        {"UTINYINT", "smallint"},
        {"INT16", "smallint"},
        {"INT32", "integer"},
        {"INT64", "bigint"},
        {"INTEGER_LITERAL", "integer"},
        {"STRING_LITERAL", "\"unknown\""},
        {"VARCHAR", "character varying"},
        {"INTEGER", "integer"},
        {"BIGINT", "bigint"},
        {"SMALLINT", "smallint"},
        {"HUGEINT", "numeric"},
        {"DOUBLE", "double precision"},
        {"FLOAT", "real"},
        {"BOOLEAN", "boolean"},
        {"DATE", "date"},
        {"TIMESTAMP", "timestamp without time zone"},
        {"TIMESTAMP WITH TIME ZONE", "timestamp with time zone"},
        {"TIME", "time without time zone"},
        {"TIME WITH TIME ZONE", "time with time zone"},
        {"\"NULL\"", "\"unknown\""},
        {"BLOB", "binary varying"},
    }};
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.first == engine_type; });
    if (found != names.end()) return std::string(found->second);
    if (engine_type.starts_with("DECIMAL") || engine_type == "INT128") return "numeric";
    if (engine_type.starts_with("STRUCT")) return "record";
    if (engine_type.starts_with("varchar(")) return "character varying";
    if (engine_type.starts_with("bpchar(")) return "character";
    std::string lower(engine_type);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

std::string in_sql_words(std::string_view text) {
    std::string result;
    char quote = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        const bool starts = quote == 0 && (i == 0 || std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0);
        const auto type = starts ? leading_type(text.substr(i)) : std::string_view();
        if (!type.empty()) {
            result += sql_type(type);
            i += type.size();
            continue;
        }
        if (quote == 0 && (c == '"' || c == '\''))
            quote = c;
        else if (c == quote)
            quote = 0;
        result += c;
        ++i;
    }
    return result;
}

} // namespace redstart::sql
