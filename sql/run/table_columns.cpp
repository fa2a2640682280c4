#include "sql/run/table_columns.hpp"

#include "catalog/object/identity.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/table_entry.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/session/session_context.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/parser/constraints/not_null_constraint.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

bool is_required(const duckdb::TableCatalogEntry& table, duckdb::LogicalIndex column) {
    for (const auto& constraint : table.GetConstraints())
        if (constraint->type == duckdb::ConstraintType::NOT_NULL &&
            constraint->Cast<duckdb::NotNullConstraint>().index == column)
            return true;
    return false;
}

std::vector<std::string> all_names(const duckdb::TableCatalogEntry& table) {
    std::vector<std::string> names;
    for (const auto& column : table.GetColumns().Logical()) names.push_back(column.Name());
    return names;
}

void check_names(const duckdb::TableCatalogEntry& table, const std::vector<std::string>& names) {
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (!table.ColumnExists(*name))
            throw SqlError(state::kUndefinedColumn,
                           fmt::format("column \"{}\" of relation \"{}\" does not exist", *name, table.name));
        if (std::find(names.begin(), name, *name) != name)
            throw SqlError(state::kDuplicateColumn, fmt::format("column \"{}\" specified more than once", *name));
    }
}

} // namespace

CopyTable::CopyTable() : types(std::make_unique<std::vector<duckdb::LogicalType>>()) {}
CopyTable::~CopyTable() = default;
CopyTable::CopyTable(CopyTable&&) noexcept = default;
CopyTable& CopyTable::operator=(CopyTable&&) noexcept = default;

CopyTable describe_copy_table(EngineRunner& runner, const Relation& relation, const std::vector<std::string>& names) {
    CopyTable result;
    result.relation = relation;
    runner.look_up([&](duckdb::ClientContext& context) {
        const auto& table = table_entry(context, relation);
        check_names(table, names);
        result.columns = names.empty() ? all_names(table) : names;
        result.generated = catalog::generated_columns(table);
        for (const auto& name : result.columns) {
            const auto& column = table.GetColumn(name);
            result.types->push_back(column.Type());
            result.required.push_back(is_required(table, column.Logical()));
        }
        for (const auto& column : table.GetColumns().Logical()) {
            const auto& filled = result.columns;
            if (std::find(filled.begin(), filled.end(), column.Name()) != filled.end()) continue;
            if (!column.HasDefaultValue() && is_required(table, column.Logical()))
                result.missing.push_back(column.Name());
        }
    });
    return result;
}

} // namespace redstart::sql
