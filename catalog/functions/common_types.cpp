// Operands in the type that two of them have together, which sql/tree/choice_types.cpp calls in place of the operands;
// and PG_TYPEOF.
#include "catalog/engine/engine_sets.hpp"
#include "catalog/engine/replaced.hpp"
#include "catalog/functions/kit/call_errors.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"

#include <duckdb.hpp>
#include <duckdb/planner/expression/bound_cast_expression.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>

namespace redstart::catalog {

namespace {

using duckdb::ClientContext;
using duckdb::Expression;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::ScalarFunction;

// The value beside it may be longer.
LogicalType without_length(const LogicalType& type) {
    return type.id() == LogicalTypeId::VARCHAR ? logical_type(wire_type(type).oid) : type;
}

// What all can be cast to (PostgreSQL, anycompatible). What has nothing in common keeps the first one's type.
LogicalType common_type(ClientContext& context, const Expression& first, const Expression& second) {
    if (is_unknown(first)) return is_unknown(second) ? LogicalType::VARCHAR : without_length(second.return_type);
    if (is_unknown(second)) return without_length(first.return_type);
    const auto& left = first.return_type;
    const auto& right = second.return_type;
    if (left == right) return left;
    const bool texts = left.id() == LogicalTypeId::VARCHAR && right.id() == LogicalTypeId::VARCHAR;
    if (texts) return wire_type(left).oid == wire_type(right).oid ? without_length(left) : LogicalType::VARCHAR;
    LogicalType common;
    if (!LogicalType::TryGetMaxLogicalType(context, left, right, common)) return left;
    const bool text = left.id() == LogicalTypeId::VARCHAR || right.id() == LogicalTypeId::VARCHAR;
    return common.id() == LogicalTypeId::VARCHAR && !text ? left : common;
}

enum class NumberKind : unsigned char { Integer, Decimal, Float };

NumberKind number_kind(const LogicalType& type) {
    if (type.IsIntegral()) return NumberKind::Integer;
    return type.id() == LogicalTypeId::DECIMAL ? NumberKind::Decimal : NumberKind::Float;
}

// That of the left operand of the = that NULLIF implies: there is one for two integers of any size and for two floats,
// any other number takes the wider kind (PostgreSQL, "NULLIF").
LogicalType nullif_type(ClientContext& context, const Expression& first, const Expression& second) {
    if (is_unknown(first)) return is_unknown(second) ? LogicalType::VARCHAR : second.return_type;
    const auto& left = first.return_type;
    const auto& right = second.return_type;
    if (is_unknown(second) || !left.IsNumeric() || !right.IsNumeric()) return left;
    if (number_kind(left) >= number_kind(right)) return left;
    if (number_kind(right) == NumberKind::Float) return LogicalType::DOUBLE;
    return LogicalType::MaxLogicalType(context, left, right);
}

// The first operand in that type; the second one only tells it.
template <LogicalType (*kType)(ClientContext&, const Expression&, const Expression&)>
duckdb::unique_ptr<Expression> take_type(duckdb::FunctionBindExpressionInput& input) {
    const auto type = kType(input.context, *input.children[0], *input.children[1]);
    return duckdb::BoundCastExpression::AddCastToType(input.context, std::move(input.children[0]), type);
}

// PG_TYPEOF: the name that a client knows the type by.
duckdb::unique_ptr<Expression> name_type(duckdb::FunctionBindExpressionInput& input) {
    const auto& argument = *input.children[0];
    const auto name = is_unknown(argument) ? "unknown" : protocol::format_type(wire_type(argument.return_type).oid);
    return duckdb::make_uniq<duckdb::BoundConstantExpression>(duckdb::Value(name));
}

void install(duckdb::DatabaseInstance& instance, const char* name, duckdb::function_bind_expression_t bind) {
    ScalarFunction function(name, {LogicalType::ANY, LogicalType::ANY}, LogicalType::ANY, replaced);
    function.bind_expression = bind;
    function.null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING;
    install_set(instance, duckdb::ScalarFunctionSet(std::move(function)));
}

} // namespace

void install_common_types(duckdb::DatabaseInstance& instance) {
    install(instance, "rs_common_type", take_type<common_type>);
    install(instance, "rs_nullif_type", take_type<nullif_type>);
    ScalarFunction type_of("pg_typeof", {LogicalType::ANY}, LogicalType::VARCHAR, replaced);
    type_of.bind_expression = name_type;
    type_of.null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING;
    install_set(instance, duckdb::ScalarFunctionSet(std::move(type_of)));
}

} // namespace redstart::catalog
