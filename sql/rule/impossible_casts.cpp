#include "sql/rule/impossible_casts.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/query_location.hpp"
#include "catalog/functions/kit/call_errors.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <cstddef>
#include <optional>

#include <duckdb.hpp>
#include <duckdb/function/cast/bound_cast_data.hpp>
#include <duckdb/function/cast/default_casts.hpp>
#include <duckdb/planner/expression/list.hpp>
#include <duckdb/planner/logical_operator_visitor.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::Expression;
using duckdb::ExpressionClass;
using Pointer = duckdb::unique_ptr<Expression>;

std::string type_text(const duckdb::LogicalType& type) { return protocol::format_type(catalog::wire_type(type).oid); }

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

// Two types of which the engine makes NULL for every value.
struct Gap {
    duckdb::LogicalType from, to;
    std::size_t field = 0; // of a record, from 1
};

// Whether an INTEGER that may be a NULL without a type counts as an integer.
enum class Nulls : bool { Count, Pass };

// `value`, where it is known: what is cast, or the part of it that is.
std::optional<Gap> gap_in(const duckdb::BoundCastInfo& cast, const duckdb::LogicalType& from,
                          const duckdb::LogicalType& to, const Expression* value, Nulls nulls);

std::optional<Gap> gap_in_record(const duckdb::StructBoundCastData& fields, const duckdb::LogicalType& from,
                                 const Expression* record) {
    const auto* row = record != nullptr && record->GetExpressionClass() == ExpressionClass::BOUND_FUNCTION
                          ? &record->Cast<duckdb::BoundFunctionExpression>()
                          : nullptr;
    const auto& sources = duckdb::StructType::GetChildTypes(from);
    if (row != nullptr && row->children.size() != sources.size()) row = nullptr; // another function's record
    for (std::size_t i = 0; i < fields.child_cast_info.size(); ++i) {
        const auto source = fields.source_indexes[i];
        const auto& to = duckdb::StructType::GetChildType(fields.target, fields.target_indexes[i]);
        const auto* part = row != nullptr ? row->children[source].get() : nullptr;
        if (auto gap = gap_in(fields.child_cast_info[i], sources[source].second, to, part, Nulls::Pass)) {
            gap->field = source + 1;
            return gap;
        }
    }
    return std::nullopt;
}

std::optional<Gap> gap_in(const duckdb::BoundCastInfo& cast, const duckdb::LogicalType& from,
                          const duckdb::LogicalType& to, const Expression* value, Nulls nulls) {
    using duckdb::LogicalTypeId;
    if (cast.function == duckdb::DefaultCasts::TryVectorNullCast) {
        if (from.id() == LogicalTypeId::UNKNOWN || from.id() == LogicalTypeId::SQLNULL) return std::nullopt;
        const bool null = nulls == Nulls::Pass && from.id() == LogicalTypeId::INTEGER &&
                          (value == nullptr || may_be_untyped_null(*value));
        return null ? std::nullopt : std::optional(Gap{from, to});
    }
    if (const auto* fields = dynamic_cast<const duckdb::StructBoundCastData*>(cast.cast_data.get());
        fields != nullptr && from.id() == LogicalTypeId::STRUCT)
        return gap_in_record(*fields, from, value);
    if (const auto* elements = dynamic_cast<const duckdb::ListBoundCastData*>(cast.cast_data.get());
        elements != nullptr && from.id() == LogicalTypeId::LIST && to.id() == LogicalTypeId::LIST) {
        auto gap = gap_in(elements->child_cast_info, duckdb::ListType::GetChildType(from),
                          duckdb::ListType::GetChildType(to), nullptr, Nulls::Pass);
        return gap && gap->field == 0 ? std::optional(Gap{from, to}) : gap;
    }
    return std::nullopt;
}

std::optional<Gap> gap_of(const Expression& expression, Nulls nulls) {
    if (expression.GetExpressionClass() != ExpressionClass::BOUND_CAST) return std::nullopt;
    const auto& cast = expression.Cast<duckdb::BoundCastExpression>();
    if (cast.try_cast) return std::nullopt;
    return gap_in(cast.bound_cast, cast.child->return_type, cast.return_type, cast.child.get(), nulls);
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
        const auto on_left = gap_under(left);
        const auto on_right = gap_under(right);
        if (on_left && on_left->field != 0) refuse_fields(on_left->from, on_left->to, on_left->field);
        if (on_right && on_right->field != 0) refuse_fields(on_right->to, on_right->from, on_right->field);
        if (on_left || on_right)
            catalog::refuse_operands(name(comparison.GetExpressionType()), operand_type(left), operand_type(right),
                                     catalog::position_at(comparison.GetQueryLocation()));
        return nullptr;
    }

    Pointer VisitReplace(duckdb::BoundFunctionExpression& call, Pointer*) override {
        for (const auto& child : call.children) {
            if (!gap_under(*child)) continue;
            if (call.is_operator && call.children.size() == 2)
                catalog::refuse_operands(call.function.name, operand_type(*call.children[0]),
                                         operand_type(*call.children[1]),
                                         catalog::position_at(call.GetQueryLocation()));
            break;
        }
        return nullptr;
    }

    Pointer VisitReplace(duckdb::BoundCastExpression& cast, Pointer*) override {
        if (const auto gap = gap_of(cast, Nulls::Pass))
            catalog::throw_through_engine(
                protocol::SqlError(state::kCannotCoerce,
                                   fmt::format("cannot cast type {} to {}", type_text(gap->from), type_text(gap->to)))
                    .position(catalog::position_at(cast.GetQueryLocation())));
        return nullptr;
    }

private:
    static std::string name(duckdb::ExpressionType comparison) {
        if (comparison == duckdb::ExpressionType::COMPARE_NOTEQUAL) return "<>";
        return duckdb::ExpressionTypeToOperator(comparison);
    }
    static std::optional<Gap> gap_under(const Expression& operand) {
        const auto* plain = &operand;
        for (; is_implicit(*plain); plain = plain->Cast<duckdb::BoundCastExpression>().child.get())
            if (auto gap = gap_of(*plain, Nulls::Count)) return gap;
        return std::nullopt;
    }
    // As PostgreSQL does when it meets the first two records.
    [[noreturn]] static void refuse_fields(const duckdb::LogicalType& left, const duckdb::LogicalType& right,
                                           std::size_t field) {
        catalog::throw_through_engine(
            protocol::SqlError(state::kDatatypeMismatch,
                               fmt::format("cannot compare dissimilar column types {} and {} at record column {}",
                                           type_text(left), type_text(right), field)));
    }
};

} // namespace

void refuse_impossible_casts(duckdb::LogicalOperator& plan) { Visitor().VisitOperator(plan); }

} // namespace redstart::sql
