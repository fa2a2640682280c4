#include "sql/rule/impossible_casts.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/query_location.hpp"
#include "catalog/functions/kit/call_errors.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <duckdb.hpp>
#include <duckdb/function/cast/default_casts.hpp>
#include <duckdb/planner/expression/list.hpp>
#include <duckdb/planner/logical_operator_visitor.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::Expression;
using duckdb::ExpressionClass;
using Pointer = duckdb::unique_ptr<Expression>;

std::string type_text(const duckdb::LogicalType& type) { return protocol::format_type(catalog::wire_type(type).oid); }

bool is_impossible(const Expression& expression) {
    if (expression.GetExpressionClass() != ExpressionClass::BOUND_CAST) return false;
    const auto& cast = expression.Cast<duckdb::BoundCastExpression>();
    return !cast.try_cast && cast.bound_cast.function == duckdb::DefaultCasts::TryVectorNullCast &&
           cast.child->return_type.id() != duckdb::LogicalTypeId::UNKNOWN;
}

// NULL without a type, and a column that is that in every row, are INTEGERs to the engine, which may become anything.
bool may_be_untyped_null(const Expression& expression) {
    if (expression.return_type.id() != duckdb::LogicalTypeId::INTEGER) return false;
    switch (expression.GetExpressionClass()) {
    case ExpressionClass::BOUND_COLUMN_REF: return true;
    case ExpressionClass::BOUND_CONSTANT: return expression.Cast<duckdb::BoundConstantExpression>().value.IsNull();
    case ExpressionClass::BOUND_CAST:
        return expression.Cast<duckdb::BoundCastExpression>().child->return_type.id() == duckdb::LogicalTypeId::SQLNULL;
    default: return false;
    }
}

// One that the engine made for an operand; a written one has a place of its own in the text.
bool is_implicit(const Expression& expression) {
    if (expression.GetExpressionClass() != ExpressionClass::BOUND_CAST) return false;
    const auto& child = *expression.Cast<duckdb::BoundCastExpression>().child;
    const auto own = expression.GetQueryLocation();
    const auto inner = child.GetQueryLocation();
    if (!own.IsValid() || !inner.IsValid()) return own.IsValid() == inner.IsValid();
    return own.GetIndex() == inner.GetIndex();
}

// An operand of a comparison, of which the engine compares another form.
const Expression& compared(const Expression& operand) {
    if (operand.GetExpressionClass() != ExpressionClass::BOUND_FUNCTION) return operand;
    const auto& call = operand.Cast<duckdb::BoundFunctionExpression>();
    const bool form = call.function.name == "normalized_interval" || call.function.name == "timetz_byte_comparable";
    return form && call.children.size() == 1 ? *call.children[0] : operand;
}

std::string operand_type(const Expression& operand) {
    const auto* plain = &operand;
    while (is_implicit(*plain)) {
        const auto& child = *plain->Cast<duckdb::BoundCastExpression>().child;
        if (catalog::is_unknown(child)) break; // a literal of the type
        plain = &child;
    }
    return type_text(plain->return_type);
}

class Visitor : public duckdb::LogicalOperatorVisitor {
protected:
    Pointer VisitReplace(duckdb::BoundComparisonExpression& comparison, Pointer*) override {
        const auto& left = compared(*comparison.left);
        const auto& right = compared(*comparison.right);
        if (needs_impossible(left) || needs_impossible(right))
            catalog::refuse_operands(name(comparison.GetExpressionType()), operand_type(left), operand_type(right),
                                     catalog::position_at(comparison.GetQueryLocation()));
        return nullptr;
    }

    Pointer VisitReplace(duckdb::BoundFunctionExpression& call, Pointer*) override {
        for (const auto& child : call.children) {
            if (!needs_impossible(*child)) continue;
            if (call.is_operator && call.children.size() == 2)
                catalog::refuse_operands(call.function.name, operand_type(*call.children[0]),
                                         operand_type(*call.children[1]),
                                         catalog::position_at(call.GetQueryLocation()));
            break;
        }
        return nullptr;
    }

    Pointer VisitReplace(duckdb::BoundCastExpression& cast, Pointer*) override {
        if (is_impossible(cast) && !may_be_untyped_null(*cast.child))
            catalog::throw_through_engine(
                protocol::SqlError(state::kCannotCoerce, "cannot cast type " + type_text(cast.child->return_type) +
                                                             " to " + type_text(cast.return_type))
                    .position(catalog::position_at(cast.GetQueryLocation())));
        return nullptr;
    }

private:
    static std::string name(duckdb::ExpressionType comparison) {
        if (comparison == duckdb::ExpressionType::COMPARE_NOTEQUAL) return "<>";
        return duckdb::ExpressionTypeToOperator(comparison);
    }
    static bool needs_impossible(const Expression& operand) {
        const auto* plain = &operand;
        for (; is_implicit(*plain); plain = plain->Cast<duckdb::BoundCastExpression>().child.get())
            if (is_impossible(*plain)) return true;
        return false;
    }
};

} // namespace

void refuse_impossible_casts(duckdb::LogicalOperator& plan) { Visitor().VisitOperator(plan); }

} // namespace redstart::sql
