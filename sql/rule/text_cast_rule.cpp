#include "sql/rule/text_cast_rule.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/errors.hpp"
#include "sql/value/alias_casts.hpp"
#include "sql/value/decimal_casts.hpp"
#include "sql/value/real_casts.hpp"
#include "sql/value/text_casts.hpp"
#include "sql/value/text_forms.hpp"

#include <algorithm>
#include <array>

#include <duckdb.hpp>
#include <duckdb/planner/expression/bound_cast_expression.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>
#include <duckdb/planner/logical_operator_visitor.hpp>
#include <duckdb/planner/operator/logical_insert.hpp>
#include <duckdb/planner/operator/logical_merge_into.hpp>
#include <duckdb/planner/operator/logical_update.hpp>

namespace redstart::sql {
namespace {

using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;
constexpr std::string_view kNumericOverflow = "numeric field overflow";
using Pointer = duckdb::unique_ptr<duckdb::Expression>;

// Character types; regclass and its relatives are text to the engine as well, and have casts of their own.
bool is_text(const duckdb::LogicalType& type) {
    if (type.id() == duckdb::LogicalTypeId::STRING_LITERAL) return true;
    if (type.id() != duckdb::LogicalTypeId::VARCHAR) return false;
    constexpr std::array<std::string_view, 6> kTexts = {"varchar", "bpchar", "text", "name", "char", "unknown"};
    return !type.HasAlias() || std::find(kTexts.begin(), kTexts.end(), type.GetAlias()) != kTexts.end();
}

// A char becomes bytes by a cast that fills it up (catalog/type/byte_casts).
bool keeps_blanks(const duckdb::LogicalType& source, const duckdb::LogicalType& target) {
    return target.id() == duckdb::LogicalTypeId::BLOB && source.HasAlias() && source.GetAlias() == "bpchar";
}

class TextCastVisitor : public duckdb::LogicalOperatorVisitor {
public:
    explicit TextCastVisitor(duckdb::ClientContext& context) : context_(context) {}

    void VisitOperator(LogicalOperator& plan) override {
        visit_writes(plan);
        LogicalOperatorVisitor::VisitOperator(plan);
    }

protected:
    Pointer VisitReplace(duckdb::BoundCastExpression& cast, Pointer*) override {
        const auto& source = cast.child->return_type;
        const bool from_text = is_text(source);
        if (is_text(cast.return_type)) replace_cast_to_text(context_, cast.bound_cast, source);
        if (from_text || source.IsIntegral()) replace_alias_cast(cast.bound_cast, source, cast.return_type);
        replace_decimal_cast(cast.bound_cast, source, cast.return_type);
        replace_real_cast(cast.bound_cast, source, cast.return_type);
        if (!from_text || keeps_blanks(source, cast.return_type)) return nullptr;
        replace_text_cast(context_, cast.bound_cast, cast.return_type);
        if (cast.child->GetExpressionClass() == duckdb::ExpressionClass::BOUND_CONSTANT) check_literal(cast);
        return nullptr;
    }

private:
    // A literal that is no value of the type is an error whether a row needs it or not, and it has a place in the text.
    void check_literal(const duckdb::BoundCastExpression& cast) {
        const auto& value = cast.child->Cast<duckdb::BoundConstantExpression>().value;
        const auto location = cast.child->GetQueryLocation();
        if (value.IsNull() || cast.try_cast || cast.return_type.HasAlias() || !location.IsValid()) return;
        try {
            check_text(context_, duckdb::StringValue::Get(value), cast.return_type);
        } catch (const std::exception& error) {
            auto own = to_sql_error(error);
            if (own.message() == kNumericOverflow) return; // of the modifier, which comes later and has no place
            catalog::throw_through_engine(own.position(static_cast<int>(location.GetIndex()) + 1));
        }
    }

    void visit_all(duckdb::vector<Pointer>& expressions) {
        for (auto& expression : expressions)
            if (expression) VisitExpression(&expression);
    }

    // Expressions that writing operators keep beside their own.
    void visit_writes(LogicalOperator& plan) {
        if (plan.type == LogicalOperatorType::LOGICAL_INSERT)
            visit_all(plan.Cast<duckdb::LogicalInsert>().bound_defaults);
        if (plan.type == LogicalOperatorType::LOGICAL_UPDATE)
            visit_all(plan.Cast<duckdb::LogicalUpdate>().bound_defaults);
        if (plan.type != LogicalOperatorType::LOGICAL_MERGE_INTO) return;
        auto& merge = plan.Cast<duckdb::LogicalMergeInto>();
        visit_all(merge.bound_defaults);
        for (auto& [condition, actions] : merge.actions)
            for (auto& action : actions) {
                if (action->condition) VisitExpression(&action->condition);
                visit_all(action->expressions);
            }
    }

    duckdb::ClientContext& context_;
};

} // namespace

void replace_casts(duckdb::ClientContext& context, LogicalOperator& plan) {
    TextCastVisitor(context).VisitOperator(plan);
}

} // namespace redstart::sql
