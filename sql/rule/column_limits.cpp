#include "sql/rule/column_limits.hpp"

#include "catalog/engine/engine_error.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <string>

#include <duckdb.hpp>
#include <duckdb/planner/operator/logical_create_table.hpp>
#include <duckdb/planner/parsed_data/bound_create_table_info.hpp>

namespace redstart::sql {
namespace {

using protocol::SqlError;

SqlError too_many(const char* what, std::size_t limit) {
    return {protocol::sqlstate::kTooManyColumns, std::string(what) + " can have at most " + std::to_string(limit) +
                                                     " " + (limit == kMaxResultColumns ? "entries" : "columns")};
}

} // namespace

void check_table_columns(std::size_t columns) {
    if (columns > kMaxTableColumns) throw too_many("tables", kMaxTableColumns);
}

void check_plan_columns(duckdb::LogicalOperator& plan) {
    auto* query = &plan;
    if (plan.type == duckdb::LogicalOperatorType::LOGICAL_CREATE_TABLE)
        query = plan.children.empty() ? nullptr : plan.children[0].get();
    if (query != nullptr && query->GetColumnBindings().size() > kMaxResultColumns)
        catalog::throw_through_engine(too_many("target lists", kMaxResultColumns));
    if (query == &plan) return;
    try {
        check_table_columns(plan.Cast<duckdb::LogicalCreateTable>().info->Base().columns.LogicalColumnCount());
    } catch (const SqlError& error) { catalog::throw_through_engine(error); }
}

} // namespace redstart::sql
