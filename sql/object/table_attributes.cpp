#include "sql/object/table_attributes.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <string_view>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using protocol::SqlError;

constexpr std::size_t kMaxSortColumns = 400;
constexpr std::size_t kMaxInterleavedColumns = 8;

std::string value_of(const catalog::Tags& tags, const std::string& tag) {
    const auto found = tags.find(tag);
    return found == tags.end() ? std::string() : found->second;
}

void require_key_column(const std::string& table, const duckdb::ColumnList& columns, const std::string& name) {
    if (!columns.ColumnExists(name))
        throw SqlError(
            state::kUndefinedColumn,
            fmt::format("column \"{}\" specified as distkey/sortkey is not in the table \"{}\"", name, table));
}

// A type of ours that the engine has not looked up yet has only its name.
std::string type_name(const LogicalType& type) {
    return type.id() == LogicalTypeId::USER ? duckdb::UserType::GetTypeName(type) : type.GetAlias();
}

bool is_char(const LogicalType& type) { return type_name(type).ends_with("bpchar"); }
bool is_text(const LogicalType& type) {
    return type.id() == LogicalTypeId::VARCHAR || is_char(type) || type_name(type).ends_with("varchar");
}

bool is_exact(const LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::SMALLINT:
    case LogicalTypeId::INTEGER:
    case LogicalTypeId::BIGINT:
    case LogicalTypeId::DECIMAL: return true;
    default: return false;
    }
}

bool is_time(const LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::DATE:
    case LogicalTypeId::TIME:
    case LogicalTypeId::TIME_TZ:
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_TZ: return true;
    default: return false;
    }
}

bool is_float(const LogicalType& type) {
    return type.id() == LogicalTypeId::FLOAT || type.id() == LogicalTypeId::DOUBLE;
}

// The table of c_Compression_encodings.
bool encodes(const std::string& encoding, const LogicalType& type) {
    if (type.id() == LogicalTypeId::USER && !is_text(type)) return true; // of no cluster's
    const bool boolean = type.id() == LogicalTypeId::BOOLEAN;
    if (encoding == "raw" || encoding == "none" || encoding == "runlength" || encoding == "zstd") return true;
    if (encoding == "az64") return is_exact(type) || is_time(type);
    if (encoding == "bytedict") return !boolean;
    if (encoding == "delta" || encoding == "delta32k")
        return (is_exact(type) && (type.id() != LogicalTypeId::SMALLINT || encoding == "delta")) ||
               type.id() == LogicalTypeId::DATE || type.id() == LogicalTypeId::TIMESTAMP;
    if (encoding == "lzo") return !boolean && !is_float(type);
    if (encoding == "mostly8") return is_exact(type);
    if (encoding == "mostly16") return is_exact(type) && type.id() != LogicalTypeId::SMALLINT;
    if (encoding == "mostly32") return type.id() == LogicalTypeId::BIGINT || type.id() == LogicalTypeId::DECIMAL;
    if (encoding == "text255" || encoding == "text32k") return is_text(type) && !is_char(type);
    return false;
}

void check_distribution(const std::string& table, const duckdb::ColumnList& columns, const catalog::Tags& tags) {
    const auto style = value_of(tags, "diststyle");
    const auto key = value_of(tags, "distkey");
    if (!key.empty()) require_key_column(table, columns, key);
    if (style == "key" && key.empty())
        throw SqlError(state::kInvalidTableDefinition, "DISTSTYLE KEY needs a DISTKEY column");
    if (!key.empty() && (style == "even" || style == "all"))
        throw SqlError(state::kInvalidTableDefinition,
                       "DISTKEY cannot be specified with DISTSTYLE " + duckdb::StringUtil::Upper(style));
}

void check_sort_key(const std::string& table, const duckdb::ColumnList& columns, const catalog::Tags& tags) {
    const auto key = value_of(tags, "sortkey");
    if (key.empty()) return;
    const auto names = duckdb::StringUtil::Split(key, ',');
    for (auto name = names.begin(); name != names.end(); ++name) {
        require_key_column(table, columns, *name);
        if (std::find(names.begin(), name, *name) != name)
            throw SqlError(state::kDuplicateColumn, fmt::format("column \"{}\" appears twice in the sort key", *name));
    }
    const bool interleaved = value_of(tags, "sortstyle") == "interleaved";
    const auto limit = interleaved ? kMaxInterleavedColumns : kMaxSortColumns;
    if (names.size() > limit)
        throw SqlError(state::kTooManyColumns, fmt::format("a sort key has at most {} columns", limit));
}

} // namespace

void check_attributes(const std::string& table, const duckdb::ColumnList& columns, const catalog::Tags& tags) {
    check_distribution(table, columns, tags);
    check_sort_key(table, columns, tags);
    constexpr std::string_view kEncoding = "encoding.";
    for (const auto& [tag, encoding] : tags) {
        if (!tag.starts_with(kEncoding) || encoding.empty()) continue;
        const auto column = tag.substr(kEncoding.size());
        if (!columns.ColumnExists(column))
            throw SqlError(state::kUndefinedColumn,
                           fmt::format("column \"{}\" of relation \"{}\" does not exist", column, table));
        if (!encodes(encoding, columns.GetColumn(column).Type()))
            throw SqlError(state::kInvalidTableDefinition,
                           fmt::format("invalid encoding type specified for column \"{}\"", column));
    }
}

} // namespace redstart::sql
