#include "sql/rule/assignment.hpp"

#include "catalog/object/session_state.hpp"
#include "sql/rule/column_checks.hpp"
#include "sql/rule/single_changes.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/expression/bound_case_expression.hpp>
#include <duckdb/planner/expression/bound_columnref_expression.hpp>
#include <duckdb/planner/expression/bound_conjunction_expression.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>
#include <duckdb/planner/expression/bound_operator_expression.hpp>
#include <duckdb/planner/expression_iterator.hpp>
#include <duckdb/planner/operator/logical_filter.hpp>
#include <duckdb/planner/operator/logical_insert.hpp>
#include <duckdb/planner/operator/logical_merge_into.hpp>
#include <duckdb/planner/operator/logical_projection.hpp>
#include <duckdb/planner/operator/logical_update.hpp>

namespace redstart::sql {
namespace {

using duckdb::BoundColumnRefExpression;
using duckdb::ColumnBinding;
using duckdb::Expression;
using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;

using Pointer = duckdb::unique_ptr<Expression>;

// A projection to be put on top of a writing operator's child: every column of the child, some of them checked.
class CheckingProjection {
public:
    CheckingProjection(LogicalOperator& writer, duckdb::Binder& binder)
        : child_(writer.children[0]), index_(binder.GenerateTableIndex()) {
        child_->ResolveOperatorTypes();
        bindings_ = child_->GetColumnBindings();
        for (std::size_t i = 0; i < bindings_.size(); ++i) columns_.push_back(reference(i));
    }

    // The child's column as an expression below the projection.
    Pointer reference(std::size_t column) const {
        return duckdb::make_uniq<BoundColumnRefExpression>(child_->types[column], bindings_[column]);
    }

    // Where the child has the column that `expression` refers to; the column count when it refers to none of it.
    std::size_t position(const Expression& expression) const {
        if (expression.GetExpressionClass() != duckdb::ExpressionClass::BOUND_COLUMN_REF) return bindings_.size();
        const auto& binding = expression.Cast<BoundColumnRefExpression>().binding;
        return static_cast<std::size_t>(std::find(bindings_.begin(), bindings_.end(), binding) - bindings_.begin());
    }

    std::size_t size() const { return columns_.size(); }
    void replace(std::size_t column, Pointer expression) {
        columns_[column] = std::move(expression);
        used_ = true;
    }
    // Rows for which it is false go no further.
    void keep_where(Pointer condition) {
        condition_ = std::move(condition);
        used_ = true;
    }
    bool used() const { return used_; }

    // Makes an expression of the writing operator refer to the projection.
    void rewrite(Pointer& expression) const {
        duckdb::ExpressionIterator::VisitExpressionMutable<BoundColumnRefExpression>(
            expression, [this](BoundColumnRefExpression& reference, Pointer&) {
                const auto column = position(reference);
                if (column < bindings_.size()) reference.binding = ColumnBinding(index_, column);
            });
    }

    void put_on_child() {
        auto projection = duckdb::make_uniq<duckdb::LogicalProjection>(index_, std::move(columns_));
        if (child_->has_estimated_cardinality) projection->SetEstimatedCardinality(child_->estimated_cardinality);
        projection->children.push_back(std::move(child_));
        child_ = std::move(projection);
        if (condition_) filter();
        child_->ResolveOperatorTypes();
    }

private:
    // The condition is one more column of the projection, which the filter does not pass on: in the filter itself the
    // optimizer would move it below the join.
    void filter() {
        auto& columns = child_->expressions;
        auto filter = duckdb::make_uniq<duckdb::LogicalFilter>(duckdb::make_uniq<BoundColumnRefExpression>(
            duckdb::LogicalType::BOOLEAN, ColumnBinding(index_, columns.size())));
        for (std::size_t i = 0; i < columns.size(); ++i) filter->projection_map.push_back(i);
        columns.push_back(std::move(condition_));
        filter->children.push_back(std::move(child_));
        child_ = std::move(filter);
    }

    duckdb::unique_ptr<LogicalOperator>& child_;
    const duckdb::idx_t index_;
    duckdb::vector<ColumnBinding> bindings_;
    duckdb::vector<Pointer> columns_;
    Pointer condition_;
    bool used_ = false;
};

bool any_text(const duckdb::TableCatalogEntry& table) {
    for (const auto& column : table.GetColumns().Physical())
        if (column.Type().id() == duckdb::LogicalTypeId::VARCHAR) return true;
    return false;
}

// Defaults are evaluated where they are used: in a projection of the plan or by the writing operator.
void check_defaults(duckdb::TableCatalogEntry& table, duckdb::vector<Pointer>& defaults, ColumnChecks& columns) {
    for (const auto& column : table.GetColumns().Physical()) {
        const auto index = column.StorageOid();
        if (index >= defaults.size() || !defaults[index]) continue;
        if (const auto checks = columns.of(table, column, *defaults[index]))
            defaults[index] = checks.apply(std::move(defaults[index]));
    }
}

void check_insert(duckdb::LogicalInsert& insert, duckdb::Binder& binder, ColumnChecks& columns) {
    CheckingProjection projection(insert, binder);
    const auto& map = insert.column_index_map;
    for (const auto& column : insert.table.GetColumns().Physical()) {
        const auto position = map.empty() ? column.StorageOid() : map[column.Physical()];
        if (position >= projection.size()) continue; // takes its default
        auto value = projection.reference(position);
        if (const auto checks = columns.of(insert.table, column, *value))
            projection.replace(position, checks.apply(std::move(value)));
    }
    check_defaults(insert.table, insert.bound_defaults, columns);
    if (projection.used()) projection.put_on_child();
}

bool refuses_second_change(duckdb::ClientContext& context) {
    const auto* session = catalog::find_session(context);
    return session != nullptr && session->setting("error_on_nondeterministic_update") == "on";
}

void check_update(duckdb::LogicalUpdate& update, duckdb::Binder& binder, ColumnChecks& columns) {
    CheckingProjection projection(update, binder);
    if (may_repeat_rows(*update.children[0])) { // the row's id is its last column
        const auto row_id = projection.size() - 1;
        if (refuses_second_change(binder.context))
            projection.replace(
                row_id, changed_once(projection.reference(row_id),
                                     duckdb::make_uniq<duckdb::BoundConstantExpression>(duckdb::Value::BOOLEAN(true))));
        else
            projection.keep_where(first_change(projection.reference(row_id)));
    }
    for (std::size_t i = 0; i < update.columns.size(); ++i) {
        const auto position = projection.position(*update.expressions[i]);
        if (position >= projection.size()) continue;
        auto value = projection.reference(position);
        const auto& column = update.table.GetColumns().GetColumn(update.columns[i]);
        if (const auto checks = columns.of(update.table, column, *value))
            projection.replace(position, checks.apply(std::move(value)));
    }
    check_defaults(update.table, update.bound_defaults, columns);
    if (!projection.used()) return;
    for (auto& expression : update.expressions) projection.rewrite(expression);
    projection.put_on_child();
}

Pointer is_not_null(Pointer value) {
    auto test = duckdb::make_uniq<duckdb::BoundOperatorExpression>(duckdb::ExpressionType::OPERATOR_IS_NOT_NULL,
                                                                   duckdb::LogicalType::BOOLEAN);
    test->children.push_back(std::move(value));
    return test;
}

// Whether a row is one that an action may update: the target's row exists and the action's own condition holds.
Pointer updates_row(const CheckingProjection& projection, std::size_t row_id,
                    const duckdb::BoundMergeIntoAction& action) {
    auto exists = is_not_null(projection.reference(row_id));
    if (!action.condition) return exists;
    return duckdb::make_uniq<duckdb::BoundConjunctionExpression>(duckdb::ExpressionType::CONJUNCTION_AND,
                                                                 std::move(exists), action.condition->Copy());
}

// Values of an UPDATE are computed for every row of the join, also for rows that the action does not touch.
void check_merge_update(duckdb::LogicalMergeInto& merge, const duckdb::BoundMergeIntoAction& action,
                        CheckingProjection& projection, ColumnChecks& columns) {
    for (std::size_t i = 0; i < action.columns.size(); ++i) {
        const auto position = projection.position(*action.expressions[i]);
        if (position >= projection.size()) continue;
        auto value = projection.reference(position);
        const auto& column = merge.table.GetColumns().GetColumn(action.columns[i]);
        const auto checks = columns.of(merge.table, column, *value);
        if (!checks) continue;
        projection.replace(position, duckdb::make_uniq<duckdb::BoundCaseExpression>(
                                         updates_row(projection, merge.row_id_start, action),
                                         checks.apply(std::move(value)), projection.reference(position)));
    }
}

// Values of an INSERT are computed by the writing operator, for the rows it inserts.
void check_merge_insert(duckdb::LogicalMergeInto& merge, duckdb::BoundMergeIntoAction& action, ColumnChecks& columns) {
    const auto& map = action.column_index_map;
    for (const auto& column : merge.table.GetColumns().Physical()) {
        const auto position = map.empty() ? column.StorageOid() : map[column.Physical()];
        if (position >= action.expressions.size()) continue; // takes its default
        auto& value = action.expressions[position];
        if (const auto checks = columns.of(merge.table, column, *value)) value = checks.apply(std::move(value));
    }
}

// Whether a row of the join changes one of the target: the first WHEN MATCHED whose condition holds updates or deletes.
Pointer changes_target(const CheckingProjection& projection, const duckdb::LogicalMergeInto& merge) {
    Pointer changes = duckdb::make_uniq<duckdb::BoundConstantExpression>(duckdb::Value::BOOLEAN(false));
    const auto matched = merge.actions.find(duckdb::MergeActionCondition::WHEN_MATCHED);
    if (matched == merge.actions.end()) return changes;
    for (auto action = matched->second.rbegin(); action != matched->second.rend(); ++action) {
        const auto type = (*action)->action_type;
        const bool change =
            type == duckdb::MergeActionType::MERGE_UPDATE || type == duckdb::MergeActionType::MERGE_DELETE;
        Pointer answer = duckdb::make_uniq<duckdb::BoundConstantExpression>(duckdb::Value::BOOLEAN(change));
        if ((*action)->condition)
            answer = duckdb::make_uniq<duckdb::BoundCaseExpression>((*action)->condition->Copy(), std::move(answer),
                                                                    std::move(changes));
        changes = std::move(answer);
    }
    if (!merge.source_marker.IsValid()) return changes;
    return duckdb::make_uniq<duckdb::BoundConjunctionExpression>(
        duckdb::ExpressionType::CONJUNCTION_AND, is_not_null(projection.reference(merge.source_marker.GetIndex())),
        std::move(changes));
}

void check_merge(duckdb::LogicalMergeInto& merge, duckdb::Binder& binder, ColumnChecks& columns) {
    CheckingProjection projection(merge, binder);
    projection.replace(merge.row_id_start,
                       changed_once(projection.reference(merge.row_id_start), changes_target(projection, merge)));
    for (auto& [condition, actions] : merge.actions)
        for (auto& action : actions) {
            if (action->action_type == duckdb::MergeActionType::MERGE_UPDATE)
                check_merge_update(merge, *action, projection, columns);
            if (action->action_type == duckdb::MergeActionType::MERGE_INSERT)
                check_merge_insert(merge, *action, columns);
        }
    check_defaults(merge.table, merge.bound_defaults, columns);
    for (auto& [condition, actions] : merge.actions)
        for (auto& action : actions) {
            if (action->condition) projection.rewrite(action->condition);
            for (auto& expression : action->expressions) projection.rewrite(expression);
        }
    projection.put_on_child();
}

} // namespace

void check_assignments(LogicalOperator& plan, duckdb::Binder& binder, BlankColumns& blanks, BlankOrigins& origins) {
    switch (plan.type) {
    case LogicalOperatorType::LOGICAL_INSERT: {
        auto& insert = plan.Cast<duckdb::LogicalInsert>();
        if (!any_text(insert.table)) return;
        ColumnChecks columns(binder.context, blanks, origins);
        return check_insert(insert, binder, columns);
    }
    case LogicalOperatorType::LOGICAL_UPDATE: {
        auto& update = plan.Cast<duckdb::LogicalUpdate>();
        if (!any_text(update.table) && !may_repeat_rows(*update.children[0])) return;
        ColumnChecks columns(binder.context, blanks, origins);
        return check_update(update, binder, columns);
    }
    case LogicalOperatorType::LOGICAL_MERGE_INTO: {
        ColumnChecks columns(binder.context, blanks, origins);
        return check_merge(plan.Cast<duckdb::LogicalMergeInto>(), binder, columns);
    }
    case LogicalOperatorType::LOGICAL_EXPLAIN: return; // nothing is written, and a cluster shows no checks
    default:
        for (auto& child : plan.children) check_assignments(*child, binder, blanks, origins); // below WITH
    }
}

} // namespace redstart::sql
