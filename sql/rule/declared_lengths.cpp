#include "sql/rule/declared_lengths.hpp"

#include "catalog/type/type_map.hpp"
#include "sql/rule/length_check.hpp"

#include <algorithm>
#include <map>

#include <duckdb.hpp>
#include <duckdb/planner/expression/list.hpp>
#include <duckdb/planner/operator/logical_aggregate.hpp>
#include <duckdb/planner/operator/logical_create_table.hpp>
#include <duckdb/planner/operator/logical_cteref.hpp>
#include <duckdb/planner/operator/logical_materialized_cte.hpp>
#include <duckdb/planner/operator/logical_projection.hpp>
#include <duckdb/planner/operator/logical_set_operation.hpp>
#include <duckdb/planner/parsed_data/bound_create_table_info.hpp>

namespace redstart::sql {
namespace {

using duckdb::ColumnBinding;
using duckdb::Expression;
using duckdb::ExpressionClass;
using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;
using duckdb::LogicalType;

using Bytes = std::optional<std::uint32_t>; // nullopt: any length

Bytes longer(Bytes a, Bytes b) { return a && b ? Bytes(std::max(*a, *b)) : std::nullopt; }

Bytes declared(const LogicalType& type) {
    const auto limit = length_limit(type);
    return limit ? Bytes(limit->bytes) : std::nullopt;
}

// How long the texts of an expression can be, from where its values come from.
class Lengths {
public:
    explicit Lengths(LogicalOperator& plan) { collect(plan); }

    Bytes of_column(const LogicalOperator& source, ColumnBinding column, Bytes own) const {
        switch (source.type) {
        case LogicalOperatorType::LOGICAL_PROJECTION:
            if (source.Cast<duckdb::LogicalProjection>().table_index != column.table_index) return own;
            return of(*source.expressions[column.column_index], *source.children[0]);
        case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY: return of_aggregate(source, column, own);
        case LogicalOperatorType::LOGICAL_UNION:
        case LogicalOperatorType::LOGICAL_EXCEPT:
        case LogicalOperatorType::LOGICAL_INTERSECT: {
            Bytes longest = 0;
            for (const auto& child : source.children)
                longest = longer(longest, of_column(*child, child->GetColumnBindings()[column.column_index], own));
            return longest;
        }
        case LogicalOperatorType::LOGICAL_CTE_REF: {
            const auto body = bodies_.find(source.Cast<duckdb::LogicalCTERef>().cte_index);
            if (body == bodies_.end()) return own;
            return of_column(*body->second, body->second->GetColumnBindings()[column.column_index], own);
        }
        default: return of_child(source, column, own);
        }
    }

private:
    void collect(LogicalOperator& plan) {
        if (plan.type == LogicalOperatorType::LOGICAL_MATERIALIZED_CTE)
            bodies_[plan.Cast<duckdb::LogicalMaterializedCTE>().table_index] = plan.children[0].get();
        for (const auto& child : plan.children) collect(*child);
    }

    Bytes of_child(const LogicalOperator& source, ColumnBinding column, Bytes own) const {
        for (const auto& child : source.children)
            for (const auto& binding : child->GetColumnBindings())
                if (binding == column) return of_column(*child, column, own);
        return own;
    }

    Bytes of_aggregate(const LogicalOperator& source, ColumnBinding column, Bytes own) const {
        const auto& aggregate = source.Cast<duckdb::LogicalAggregate>();
        if (column.table_index == aggregate.group_index)
            return of(*aggregate.groups[column.column_index], *source.children[0]);
        if (column.table_index == aggregate.aggregate_index)
            return of(*source.expressions[column.column_index], *source.children[0]);
        return own;
    }

    Bytes of(const Expression& value, const LogicalOperator& source) const {
        const auto own = declared(value.return_type);
        switch (value.GetExpressionClass()) {
        case ExpressionClass::BOUND_COLUMN_REF:
            return of_column(source, value.Cast<duckdb::BoundColumnRefExpression>().binding, own);
        case ExpressionClass::BOUND_CONSTANT: {
            const auto& constant = value.Cast<duckdb::BoundConstantExpression>().value;
            return constant.IsNull() ? 0 : static_cast<std::uint32_t>(constant.ToString().size());
        }
        case ExpressionClass::BOUND_CAST: return of_cast(value.Cast<duckdb::BoundCastExpression>(), source);
        case ExpressionClass::BOUND_CASE: {
            const auto& choice = value.Cast<duckdb::BoundCaseExpression>();
            auto longest = of(*choice.else_expr, source);
            for (const auto& check : choice.case_checks) longest = longer(longest, of(*check.then_expr, source));
            return longest;
        }
        case ExpressionClass::BOUND_OPERATOR:
            return own ? of_all(value.Cast<duckdb::BoundOperatorExpression>().children, source) : own;
        case ExpressionClass::BOUND_FUNCTION:
            return own ? of_all(value.Cast<duckdb::BoundFunctionExpression>().children, source) : own;
        case ExpressionClass::BOUND_AGGREGATE:
            return own ? of_all(value.Cast<duckdb::BoundAggregateExpression>().children, source) : own;
        default: return own;
        }
    }

    // A cast that was written cuts the text (rs_truncate_*); the others only bring branches to one type.
    Bytes of_cast(const duckdb::BoundCastExpression& cast, const LogicalOperator& source) const {
        const auto& child = *cast.child;
        const bool cuts = child.GetExpressionClass() == ExpressionClass::BOUND_FUNCTION &&
                          child.Cast<duckdb::BoundFunctionExpression>().function.name.starts_with("rs_truncate_");
        if (cuts || child.return_type.id() != duckdb::LogicalTypeId::VARCHAR) return declared(cast.return_type);
        return of(child, source);
    }

    Bytes of_all(const duckdb::vector<Owned<Expression>>& values, const LogicalOperator& source) const {
        Bytes longest = 0;
        for (const auto& value : values)
            if (value->return_type.id() == duckdb::LogicalTypeId::VARCHAR)
                longest = longer(longest, of(*value, source));
        return longest;
    }

    std::map<duckdb::idx_t, LogicalOperator*> bodies_; // of WITH queries
};

LogicalType type_of(Bytes bytes, bool blank_padded) {
    const auto most = static_cast<std::uint32_t>(blank_padded ? catalog::kMaxCharLength : catalog::kMaxVarcharLength);
    if (!bytes || *bytes > most) return LogicalType::VARCHAR;
    const auto length = static_cast<std::int32_t>(*bytes);
    return blank_padded ? catalog::bpchar_type(length) : catalog::varchar_type(length);
}

} // namespace

void widen_declared_lengths(LogicalOperator& plan) {
    if (plan.type != LogicalOperatorType::LOGICAL_CREATE_TABLE || plan.children.empty()) return;
    auto& query = *plan.children[0];
    const Lengths lengths(query);
    const auto values = query.GetColumnBindings();
    auto& columns = plan.Cast<duckdb::LogicalCreateTable>().info->Base().columns;
    for (std::size_t i = 0; i < std::min(values.size(), columns.LogicalColumnCount()); ++i) {
        auto& column = columns.GetColumnMutable(duckdb::LogicalIndex(i));
        const auto limit = length_limit(column.Type());
        if (!limit && column.Type() == LogicalType::VARCHAR) { // a literal's column is as long as it is
            const auto longest = lengths.of_column(query, values[i], std::nullopt);
            if (longest.value_or(0) > 0) column.SetType(type_of(longest, false));
        }
        if (!limit) continue;
        const auto longest = lengths.of_column(query, values[i], limit->bytes);
        if (!longest || *longest > limit->bytes) column.SetType(type_of(longest, limit->blank_padded));
    }
}

} // namespace redstart::sql
