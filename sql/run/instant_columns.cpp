#include "sql/run/instant_columns.hpp"

#include "protocol/pg_type.hpp"
#include "sql/run/instant_functions.hpp"
#include "sql/run/result.hpp"

#include <limits>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
using Kind = SimpleValue::Kind;

bool fits_int4(std::int64_t value) {
    return value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max();
}

bool can_make(std::uint32_t type) {
    return type == oid::kBool || type == oid::kInt4 || type == oid::kInt8 || type == oid::kVarchar ||
           type == oid::kText;
}

// 0: the engine's work.
std::uint32_t value_type(const SimpleValue& value) {
    if (value.kind == Kind::Decimal) return 0;
    if (value.cast != 0)
        return can_make(value.cast) && !(value.kind == Kind::Boolean && value.cast == oid::kInt8) ? value.cast : 0;
    switch (value.kind) {
    case Kind::Boolean: return oid::kBool;
    case Kind::Integer: return fits_int4(value.integer) ? oid::kInt4 : oid::kInt8;
    case Kind::Parameter: return 0; // its type is the client's choice: the engine knows them all
    default: return oid::kVarchar;
    }
}

// 0: what is given needs a cast that only the engine knows.
std::uint32_t call_type(const SimpleCall& call) {
    const auto& function = *call.function;
    if (!call.argument) return function.result;
    const auto& argument = *call.argument;
    if (function.argument == oid::kText)
        return argument.kind == Kind::String || argument.kind == Kind::Parameter ? function.result : 0;
    if (argument.kind == Kind::Decimal || argument.kind == Kind::Boolean) return 0;
    if (argument.kind == Kind::Integer && !fits_int4(argument.integer)) return 0;
    if (argument.cast != 0 && argument.cast != oid::kInt4) return 0;
    return function.result;
}

void infer(const SimpleValue& value, std::uint32_t type, std::vector<std::uint32_t>& types) {
    if (value.kind != Kind::Parameter) return;
    const auto index = static_cast<std::size_t>(value.integer - 1);
    if (index >= types.size() || (types[index] != 0 && types[index] != oid::kUnknown)) return;
    types[index] = value.cast != 0 ? value.cast : type;
}

} // namespace

std::uint32_t arithmetic_type(const SimpleArithmetic& arithmetic) {
    return fits_int4(arithmetic.left) && fits_int4(arithmetic.right) ? oid::kInt4 : oid::kInt8;
}

std::optional<std::vector<protocol::ColumnDescription>> simple_columns(const SimpleSelect& select) {
    std::vector<protocol::ColumnDescription> columns;
    for (const auto& item : select.items) {
        std::uint32_t type = 0;
        if (const auto* value = std::get_if<SimpleValue>(&item.expression))
            type = value_type(*value);
        else if (const auto* sum = std::get_if<SimpleArithmetic>(&item.expression))
            type = arithmetic_type(*sum);
        else
            type = call_type(std::get<SimpleCall>(item.expression));
        if (type == 0) return std::nullopt;
        columns.push_back(static_column(item.column_name, type));
    }
    return columns;
}

void infer_parameters(const SimpleSelect& select, std::vector<std::uint32_t>& types) {
    for (const auto& item : select.items) {
        if (const auto* value = std::get_if<SimpleValue>(&item.expression)) infer(*value, oid::kVarchar, types);
        const auto* call = std::get_if<SimpleCall>(&item.expression);
        if (call == nullptr || !call->argument) continue;
        infer(*call->argument, call->function->argument == oid::kText ? oid::kVarchar : oid::kInt4, types);
    }
    for (auto& type : types)
        if (type == 0) type = oid::kVarchar;
}

} // namespace redstart::sql
