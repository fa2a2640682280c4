#include "sql/object/type_change.hpp"

#include "catalog/engine/entry_tags.hpp"
#include "catalog/object/declared_key.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <optional>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using protocol::SqlError;

// The size of a VARCHAR as it was resolved; nullopt for any other type.
std::optional<std::int32_t> wanted_size(const duckdb::LogicalType& type) {
    if (type.id() != duckdb::LogicalTypeId::USER || duckdb::UserType::GetTypeName(type) != "rs_varchar")
        return std::nullopt;
    const auto& modifiers = duckdb::UserType::GetTypeModifiers(type);
    return modifiers.empty() ? std::nullopt : std::optional(modifiers[0].GetValue<std::int32_t>());
}

// The same of a column that is there.
std::optional<std::int32_t> present_size(const duckdb::LogicalType& type) {
    constexpr std::int32_t kHeader = 4; // in PostgreSQL's modifiers
    const auto wire = catalog::wire_type(type);
    if (wire.oid != protocol::oid::kVarchar || wire.typmod < kHeader) return std::nullopt;
    return wire.typmod - kHeader;
}

bool has_key(const catalog::Tags& tags, const std::string& column) {
    return std::any_of(tags.begin(), tags.end(), [&](const auto& tag) {
        const auto key =
            tag.first.starts_with(catalog::kConstraintTag) ? catalog::parse_key_tag(tag.second) : std::nullopt;
        return key && std::find(key->columns.begin(), key->columns.end(), column) != key->columns.end();
    });
}

} // namespace

Owned<duckdb::ParsedExpression> check_type_change(const duckdb::TableCatalogEntry& table, const std::string& column,
                                                  const duckdb::LogicalType& wanted) {
    const auto about = fmt::format("cannot alter column \"{}\" of relation \"{}\"", column, table.name);
    const auto refuse = [&](const std::string& why) {
        throw SqlError(protocol::sqlstate::kFeatureNotSupported, fmt::format("{}, {}", about, why));
    };
    const auto& definition = table.GetColumn(column);
    const auto size = wanted_size(wanted);
    const auto present = present_size(definition.Type());
    if (!size || !present) refuse("only the size of a VARCHAR column can be altered");
    const auto tags = catalog::tags_of(table);
    const auto encoding = tags.find("encoding." + column);
    for (const char* fixed : {"bytedict", "runlength", "text255", "text32k"})
        if (encoding != tags.end() && encoding->second == fixed)
            refuse(std::string("it has the compression encoding ") + duckdb::StringUtil::Upper(fixed));
    if (definition.HasDefaultValue()) refuse("it has a default value");
    if (has_key(tags, column)) refuse("it is part of a key");
    if (size == present) refuse("target column size should be different");
    duckdb::vector<Owned<duckdb::ParsedExpression>> arguments;
    arguments.push_back(duckdb::make_uniq<duckdb::CastExpression>(
        duckdb::LogicalType::VARCHAR, duckdb::make_uniq<duckdb::ColumnRefExpression>(column)));
    arguments.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::INTEGER(*size)));
    arguments.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(
        duckdb::Value(about + ", target column size should be greater or equal to current maximum column size")));
    return duckdb::make_uniq<duckdb::CastExpression>(
        wanted, duckdb::make_uniq<duckdb::FunctionExpression>("system", "pg_catalog", "rs_fitting_varchar",
                                                              std::move(arguments)));
}

} // namespace redstart::sql
