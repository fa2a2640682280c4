#include "sql/rule/blank/blank_origins.hpp"

#include "sql/rule/blank/blank_columns.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/execution/expression_executor.hpp>
#include <duckdb/planner/expression/list.hpp>
#include <duckdb/planner/expression_iterator.hpp>
#include <duckdb/planner/operator/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::ColumnBinding;
using duckdb::Expression;
using duckdb::ExpressionClass;
using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;

bool is_text(const duckdb::LogicalType& type) { return type.id() == duckdb::LogicalTypeId::VARCHAR; }

Blanks of_text(const duckdb::Value& value) {
    if (value.IsNull() || value.type().InternalType() != duckdb::PhysicalType::VARCHAR) return Blanks::None;
    const auto& text = duckdb::StringValue::Get(value);
    return !text.empty() && text.back() == ' ' ? Blanks::May : Blanks::None;
}

template <std::size_t N> bool is_one_of(const std::string& name, const std::array<std::string_view, N>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

BlankOrigins::BlankOrigins(duckdb::ClientContext& context, BlankColumns& columns, const Owned<LogicalOperator>& plan)
    : context_(context), columns_(columns), plan_(plan) {}

BlankOrigins::~BlankOrigins() = default;

// `carrier`: the join whose left rows the scans of carried values repeat, which stand on its right.
void BlankOrigins::collect(LogicalOperator& plan, LogicalOperator* carrier) {
    for (const auto table : plan.GetTableIndex()) tables_[table] = &plan;
    if (plan.type == LogicalOperatorType::LOGICAL_DELIM_GET)
        carriers_[plan.Cast<duckdb::LogicalDelimGet>().table_index] = carrier;
    const bool carries = plan.type == LogicalOperatorType::LOGICAL_DELIM_JOIN;
    for (std::size_t i = 0; i < plan.children.size(); ++i)
        collect(*plan.children[i], carries && i == 1 ? &plan : carrier);
}

LogicalOperator* BlankOrigins::source_of(std::uint64_t table) {
    if (!std::exchange(collected_, true)) collect(*plan_, nullptr);
    const auto found = tables_.find(table);
    return found == tables_.end() ? nullptr : found->second;
}

void BlankOrigins::replaced(duckdb::idx_t table, LogicalOperator& plan) {
    if (collected_) tables_[table] = &plan;
}

Blanks BlankOrigins::of(Expression& value) {
    if (!is_text(value.return_type)) return Blanks::None;
    if (value.return_type.HasAlias() && value.return_type.GetAlias() == "name") return Blanks::Listed;
    switch (value.GetExpressionClass()) {
    case ExpressionClass::BOUND_CONSTANT: return of_text(value.Cast<duckdb::BoundConstantExpression>().value);
    case ExpressionClass::BOUND_COLUMN_REF: return of_column(value.Cast<duckdb::BoundColumnRefExpression>().binding);
    case ExpressionClass::BOUND_CAST: {
        auto& child = *value.Cast<duckdb::BoundCastExpression>().child;
        if (child.return_type.id() == duckdb::LogicalTypeId::BLOB) return Blanks::May;
        return of(child); // numbers, times and records do not end in one
    }
    case ExpressionClass::BOUND_FUNCTION: return of_function(value);
    case ExpressionClass::BOUND_AGGREGATE: {
        constexpr std::array<std::string_view, 8> kChoices = {"min",  "max",     "first",   "any_value",
                                                              "last", "arg_min", "arg_max", "mode"};
        const auto& name = value.Cast<duckdb::BoundAggregateExpression>().function.name;
        return is_one_of(name, kChoices) ? of_children(value) : Blanks::May;
    }
    case ExpressionClass::BOUND_CASE:
    case ExpressionClass::BOUND_OPERATOR:
    case ExpressionClass::BOUND_WINDOW: return of_children(value);
    default: return Blanks::May;
    }
}

Blanks BlankOrigins::of_function(Expression& value) {
    constexpr std::array<std::string_view, 4> kSameEnd = {"upper", "lower", "ltrim", "initcap"};
    constexpr std::array<std::string_view, 7> kNoBlank = {"rtrim", "trim", "btrim", "md5", "sha1", "to_hex", "getdate"};
    const auto& function = value.Cast<duckdb::BoundFunctionExpression>();
    if (is_one_of(function.function.name, kNoBlank) && function.children.size() == 1) return Blanks::None;
    if (is_one_of(function.function.name, kSameEnd) && function.children.size() == 1) return of(*function.children[0]);
    duckdb::Value result;
    if (value.IsFoldable() && duckdb::ExpressionExecutor::TryEvaluateScalar(context_, value, result))
        return of_text(result);
    return Blanks::May;
}

// What is chosen among the texts below: branches, arguments.
Blanks BlankOrigins::of_children(Expression& value) {
    auto found = Blanks::None;
    duckdb::ExpressionIterator::EnumerateChildren(
        value, [&](duckdb::unique_ptr<Expression>& child) { found = std::max(found, of(*child)); });
    return found;
}

Blanks BlankOrigins::of_column(const ColumnBinding& column) {
    const Column key{column.table_index, column.column_index};
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    auto* source = source_of(column.table_index);
    const auto found = source == nullptr ? Blanks::May : of_output(*source, column);
    known_.emplace(key, found);
    return found;
}

Blanks BlankOrigins::of_output(LogicalOperator& plan, const ColumnBinding& column) {
    const auto index = column.column_index;
    switch (plan.type) {
    case LogicalOperatorType::LOGICAL_GET: return of_table(plan, index);
    case LogicalOperatorType::LOGICAL_PROJECTION:
    case LogicalOperatorType::LOGICAL_WINDOW: return of(*plan.expressions[index]);
    case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY: return of_aggregate(plan, column);
    case LogicalOperatorType::LOGICAL_UNION:
    case LogicalOperatorType::LOGICAL_EXCEPT:
    case LogicalOperatorType::LOGICAL_INTERSECT: return of_sides(plan, index);
    case LogicalOperatorType::LOGICAL_EXPRESSION_GET: {
        auto found = Blanks::None;
        for (const auto& row : plan.Cast<duckdb::LogicalExpressionGet>().expressions)
            found = std::max(found, of(*row[index]));
        return found;
    }
    case LogicalOperatorType::LOGICAL_CTE_REF: {
        const auto* query = source_of(plan.Cast<duckdb::LogicalCTERef>().cte_index);
        if (query == nullptr || query->type != LogicalOperatorType::LOGICAL_MATERIALIZED_CTE)
            return Blanks::May; // recursive
        return of_column(query->children[0]->GetColumnBindings()[index]);
    }
    case LogicalOperatorType::LOGICAL_DELIM_GET: {
        auto* carrier = carriers_[column.table_index];
        if (carrier == nullptr) return Blanks::May;
        return of(*carrier->Cast<duckdb::LogicalComparisonJoin>().duplicate_eliminated_columns[index]);
    }
    default: return Blanks::May;
    }
}

Blanks BlankOrigins::of_aggregate(LogicalOperator& plan, const ColumnBinding& column) {
    auto& aggregate = plan.Cast<duckdb::LogicalAggregate>();
    if (column.table_index == aggregate.group_index) return of(*aggregate.groups[column.column_index]);
    if (column.table_index == aggregate.aggregate_index) return of(*plan.expressions[column.column_index]);
    return Blanks::None; // a number of GROUPING
}

Blanks BlankOrigins::of_table(LogicalOperator& plan, std::size_t column) {
    auto& get = plan.Cast<duckdb::LogicalGet>();
    auto table = get.GetTable();
    if (!table) return Blanks::Listed;
    const auto& id = get.GetColumnIds()[column];
    if (id.IsVirtualColumn()) return Blanks::None;
    const auto& definition = table->GetColumns().GetColumn(duckdb::LogicalIndex(id.GetPrimaryIndex()));
    if (definition.Generated() || !is_text(definition.Type())) return Blanks::May;
    return columns_.may_have(context_, *table, definition.StorageOid()) ? Blanks::May : Blanks::None;
}

Blanks BlankOrigins::of_sides(LogicalOperator& plan, std::size_t column) {
    auto found = Blanks::None;
    for (const auto& side : plan.children) found = std::max(found, of_column(side->GetColumnBindings()[column]));
    return found;
}

bool BlankOrigins::is_carried(const Expression& value) {
    if (value.GetExpressionClass() != ExpressionClass::BOUND_COLUMN_REF) return false;
    const auto& column = value.Cast<duckdb::BoundColumnRefExpression>().binding;
    auto* source = source_of(column.table_index);
    if (source == nullptr) return false;
    auto& plan = *source;
    switch (plan.type) {
    case LogicalOperatorType::LOGICAL_DELIM_GET: return true;
    case LogicalOperatorType::LOGICAL_PROJECTION: return is_carried(*plan.expressions[column.column_index]);
    case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY: {
        const auto& aggregate = plan.Cast<duckdb::LogicalAggregate>();
        return column.table_index == aggregate.group_index && is_carried(*aggregate.groups[column.column_index]);
    }
    default: return false;
    }
}

} // namespace redstart::sql
