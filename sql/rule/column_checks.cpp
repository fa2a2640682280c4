#include "sql/rule/column_checks.hpp"

#include "sql/rule/blank/unpadded.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/planner/expression.hpp>

namespace redstart::sql {

ColumnChecks::Checks ColumnChecks::of(duckdb::TableCatalogEntry& table, const duckdb::ColumnDefinition& column,
                                      duckdb::Expression& value) {
    Checks checks;
    if (column.Type().id() != duckdb::LogicalTypeId::VARCHAR) return checks;
    checks.limit = length_limit(column.Type());
    checks.place = column.StorageOid();
    const bool stored_without = checks.limit && checks.limit->blank_padded;
    if (stored_without || !table.IsDuckTable() || origins_.of(value) == Blanks::None) return checks;
    auto known = blanks_.written(context_, table, checks.place);
    if (!known->present()) checks.blanks = std::move(known);
    return checks;
}

Owned<duckdb::Expression> ColumnChecks::Checks::apply(Owned<duckdb::Expression> value) const {
    if (limit) value = checked_length(std::move(value), *limit);
    return blanks ? noted(std::move(value), blanks, place) : std::move(value);
}

} // namespace redstart::sql
