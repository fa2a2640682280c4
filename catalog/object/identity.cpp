#include "catalog/object/identity.hpp"

#include <limits>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/expression/function_expression.hpp>
#include <duckdb/parser/parsed_data/create_sequence_info.hpp>

namespace redstart::catalog {

namespace {

constexpr const char* kSequencePrefix = "rs_identity_";

std::string table_prefix(std::uint32_t table) { return kSequencePrefix + std::to_string(table) + "_"; }

const duckdb::Value& argument(const duckdb::FunctionExpression& call, std::size_t index) {
    return call.children[index]->Cast<duckdb::ConstantExpression>().value;
}

} // namespace

std::string identity_sequence(std::uint32_t table, std::size_t index) {
    return table_prefix(table) + std::to_string(index);
}

std::optional<Identity> identity_of(const duckdb::ColumnDefinition& column) {
    if (column.Generated() || !column.HasDefaultValue()) return std::nullopt;
    const auto& value = column.DefaultValue();
    if (value.GetExpressionClass() != duckdb::ExpressionClass::FUNCTION) return std::nullopt;
    const auto& call = value.Cast<duckdb::FunctionExpression>();
    if (call.function_name != kIdentityFunction) return std::nullopt;
    return Identity{duckdb::StringValue::Get(argument(call, 0)), argument(call, 1).GetValue<std::int64_t>(),
                    argument(call, 2).GetValue<std::int64_t>(), duckdb::BooleanValue::Get(argument(call, 3)),
                    duckdb::BooleanValue::Get(argument(call, 4))};
}

std::vector<std::string> generated_columns(const duckdb::TableCatalogEntry& table) {
    std::vector<std::string> names;
    for (const auto& column : table.GetColumns().Logical())
        if (const auto identity = identity_of(column); identity && !identity->by_default)
            names.push_back(column.Name());
    return names;
}

sql::Owned<duckdb::ParsedExpression> identity_default(const Identity& identity) {
    duckdb::vector<sql::Owned<duckdb::ParsedExpression>> arguments;
    for (const auto& value :
         {duckdb::Value(identity.sequence), duckdb::Value::BIGINT(identity.seed), duckdb::Value::BIGINT(identity.step),
          duckdb::Value::BOOLEAN(identity.by_default), duckdb::Value::BOOLEAN(identity.temporary)})
        arguments.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(value));
    return duckdb::make_uniq<duckdb::FunctionExpression>("system", "pg_catalog", kIdentityFunction,
                                                         std::move(arguments));
}

sql::Owned<duckdb::CreateSequenceInfo> identity_sequence_info(const Identity& identity, const std::string& database) {
    auto info = duckdb::make_uniq<duckdb::CreateSequenceInfo>();
    info->catalog = database;
    info->schema = "main";
    info->name = identity.sequence;
    info->start_value = identity.seed;
    info->increment = identity.step;
    info->min_value = std::numeric_limits<std::int64_t>::min();
    info->max_value = std::numeric_limits<std::int64_t>::max();
    info->cycle = false;
    info->temporary = identity.temporary;
    info->on_conflict = duckdb::OnCreateConflict::IGNORE_ON_CONFLICT; // IF NOT EXISTS of a table that is there
    return info;
}

std::string identity_text(const Identity& identity, std::uint32_t table, std::int16_t number) {
    return std::string(identity.by_default ? "default_identity(" : "\"identity\"(") + std::to_string(table) + ", " +
           std::to_string(number - 1) + ", '" + std::to_string(identity.seed) + "," + std::to_string(identity.step) +
           "'::text)";
}

std::vector<std::string> identity_sequences(duckdb::ClientContext& context, const std::string& database,
                                            std::uint32_t table) {
    std::vector<std::string> names;
    auto& schema = duckdb::Catalog::GetSchema(context, database, "main");
    schema.Scan(context, duckdb::CatalogType::SEQUENCE_ENTRY, [&](duckdb::CatalogEntry& entry) {
        if (entry.name.starts_with(table_prefix(table))) names.push_back(entry.name);
    });
    return names;
}

} // namespace redstart::catalog
