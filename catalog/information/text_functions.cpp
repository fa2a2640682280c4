#include "catalog/engine/bounded_text.hpp"
#include "catalog/information/scalar_function.hpp"
#include "catalog/object/catalog_index.hpp"
#include "catalog/object/identifiers.hpp"
#include "protocol/pg_type.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

namespace redstart::catalog {

namespace {

Datum array_to_string(FunctionCall& call) {
    BoundedText text;
    bool first = true;
    const auto separator = call.text(1);
    call.each_item(0, [&](const std::string* item) {
        if (item == nullptr) return;
        if (!std::exchange(first, false)) text += separator;
        text += *item;
    });
    return text.take();
}

// Arrays have one dimension and start at 1; an empty one has no bounds (PostgreSQL, array functions).
Datum array_lower(FunctionCall& call) {
    return call.integer(1) != 1 || call.length(0) == 0 ? Datum() : Datum(std::int64_t{1});
}

Datum array_upper(FunctionCall& call) {
    const auto size = call.length(0);
    return call.integer(1) != 1 || size == 0 ? Datum() : Datum(static_cast<std::int64_t>(size));
}

// Input and output functions that drivers write around a text (Redshift's JDBC driver, getProcedureColumns).
Datum same_text(FunctionCall& call) { return std::string(call.text(0)); }

Datum quote_ident(FunctionCall& call) { return quote_identifier(call.text(0)); }

// PostgreSQL 8.0's quote_literal: quotes and backslashes are doubled.
Datum quote_literal(FunctionCall& call) {
    BoundedText text;
    text += '\'';
    for (const char c : call.text(0)) {
        if (c == '\'' || c == '\\') text += c;
        text += c;
    }
    text += '\'';
    return text.take();
}

// PostgreSQL's pg_size_pretty: the next unit from 10 of it on.
Datum size_pretty(FunctionCall& call) {
    constexpr std::array<std::string_view, 5> kUnits = {"bytes", "kB", "MB", "GB", "TB"};
    constexpr std::int64_t kFirstOfNext = 10 * 1024;
    auto value = call.integer(0);
    std::size_t unit = 0;
    for (; unit + 1 < kUnits.size() && (value >= kFirstOfNext || value <= -kFirstOfNext); ++unit)
        value = value / 1024 + (value % 1024 + 512) / 1024; // no sum that is out of range
    return std::to_string(value) + " " + std::string(kUnits[unit]);
}

// Column encodings by the number PG_ATTRIBUTE.attencodingtype holds here (INF: Redshift's own numbers are not
// documented; format_encoding is what tools read them with).
constexpr std::array<std::string_view, 14> kEncodings = {"none",    "raw",     "bytedict", "delta",    "delta32k",
                                                         "lzo",     "mostly8", "mostly16", "mostly32", "runlength",
                                                         "text255", "text32k", "zstd",     "az64"};

Datum encoding_number(FunctionCall& call) {
    const auto found = std::find(kEncodings.begin(), kEncodings.end(), call.text(0));
    return found == kEncodings.end() ? std::int64_t{0} : std::int64_t{found - kEncodings.begin()};
}

Datum format_encoding(FunctionCall& call) {
    const auto number = static_cast<std::size_t>(call.integer(0));
    return number < kEncodings.size() ? Datum(std::string(kEncodings[number])) : Datum();
}

Datum type_names(FunctionCall& call) {
    std::string names;
    call.each_item(0, [&names](const std::string* item) {
        std::uint32_t oid = 0;
        if (item != nullptr) std::from_chars(item->data(), item->data() + item->size(), oid);
        names += (names.empty() ? "" : ", ") + protocol::format_type(oid);
    });
    return names;
}

constexpr auto kFunctions = std::to_array<ScalarFunction>({
    {"array_to_string", "array any, separator text", "result text", Stability::Immutable, array_to_string},
    {"array_lower", "array any, dimension int", "result int", Stability::Immutable, array_lower},
    {"array_upper", "array any, dimension int", "result int", Stability::Immutable, array_upper},
    {"quote_ident", "name text", "result text", Stability::Immutable, quote_ident, Nulls::Strict, "r_QUOTE_IDENT"},
    {"quote_literal", "value text", "result text", Stability::Immutable, quote_literal, Nulls::Strict,
     "r_QUOTE_LITERAL"},
    {"oidvectortypes", "types any", "result text", Stability::Immutable, type_names},
    {"pg_size_pretty", "bytes bigint", "result text", Stability::Immutable, size_pretty},
    {"textin", "value text", "result text", Stability::Immutable, same_text},
    {"byteaout", "value text", "result text", Stability::Immutable, same_text},
    {"format_encoding", "encoding int", "result text", Stability::Immutable, format_encoding},
    {"rs_encoding_number", "encoding text", "result int", Stability::Immutable, encoding_number},
});

} // namespace

std::span<const ScalarFunction> text_functions() { return kFunctions; }

} // namespace redstart::catalog
