// SIGN gives the type it is given, and DECIMAL(1,0) for a numeric (r_SIGN); the engine's gives one byte.
#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/functions/number/operand_types.hpp"

#include <cmath>

#include <duckdb.hpp>

namespace redstart::catalog {

namespace {

using duckdb::DataChunk;
using duckdb::ExpressionState;
using duckdb::LogicalType;
using duckdb::ScalarFunction;
using duckdb::Vector;

// Of NaN, which is neither above nor below zero, 0 (PostgreSQL).
template <typename Number, typename Result> Result sign_of(Number value) {
    return static_cast<Result>(value > Number(0) ? 1 : value < Number(0) ? -1 : 0);
}

template <typename Number, typename Result = Number> void run(DataChunk& arguments, ExpressionState&, Vector& result) {
    duckdb::UnaryExecutor::Execute<Number, Result>(arguments.data[0], result, arguments.size(),
                                                   sign_of<Number, Result>);
}

duckdb::unique_ptr<duckdb::FunctionData> bind_decimal(duckdb::ClientContext&, ScalarFunction& function,
                                                      duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& given) {
    function.arguments[0] = given[0]->return_type;
    switch (function.arguments[0].InternalType()) {
    case duckdb::PhysicalType::INT16: function.function = run<std::int16_t, std::int16_t>; break;
    case duckdb::PhysicalType::INT32: function.function = run<std::int32_t, std::int16_t>; break;
    case duckdb::PhysicalType::INT64: function.function = run<std::int64_t, std::int16_t>; break;
    default: function.function = run<duckdb::hugeint_t, std::int16_t>; break;
    }
    return nullptr;
}

} // namespace

void install_sign(duckdb::DatabaseInstance& instance) {
    duckdb::ScalarFunctionSet set("sign");
    set.AddFunction(ScalarFunction({LogicalType::SMALLINT}, LogicalType::SMALLINT, run<std::int16_t>));
    set.AddFunction(ScalarFunction({LogicalType::INTEGER}, LogicalType::INTEGER, run<std::int32_t>));
    set.AddFunction(ScalarFunction({LogicalType::BIGINT}, LogicalType::BIGINT, run<std::int64_t>));
    set.AddFunction(ScalarFunction({LogicalType::FLOAT}, LogicalType::FLOAT, run<float>));
    set.AddFunction(ScalarFunction({LogicalType::DOUBLE}, LogicalType::DOUBLE, run<double>));
    set.AddFunction(ScalarFunction({LogicalType(duckdb::LogicalTypeId::DECIMAL)}, LogicalType::DECIMAL(1, 0), nullptr,
                                   bind_decimal));
    adopt_unknown_argument(set);
    install_set(instance, std::move(set));
}

} // namespace redstart::catalog
