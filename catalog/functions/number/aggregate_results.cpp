#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/kit/families.hpp"
#include "protocol/sqlstate.hpp"

#include <duckdb.hpp>

namespace redstart::catalog {

namespace {

using duckdb::DataChunk;
using duckdb::ExpressionState;
using duckdb::hugeint_t;
using duckdb::LogicalType;
using duckdb::ScalarFunction;
using duckdb::Vector;

using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;
using BindData = duckdb::unique_ptr<duckdb::FunctionData>;

std::int64_t narrow(hugeint_t value) {
    std::int64_t result = 0;
    if (!duckdb::Hugeint::TryCast(value, result))
        throw_through_engine(protocol::SqlError(protocol::sqlstate::kNumericValueOutOfRange, "bigint out of range"));
    return result;
}

void narrow_sum(DataChunk& arguments, ExpressionState&, Vector& result) {
    duckdb::UnaryExecutor::Execute<hugeint_t, std::int64_t>(arguments.data[0], result, arguments.size(), narrow,
                                                            duckdb::FunctionErrors::CAN_THROW_RUNTIME_ERROR);
}

// The declared DECIMAL has no width yet: take the argument's own, so that no cast is added.
BindData keep_decimal(duckdb::ClientContext&, ScalarFunction& function, Arguments& arguments) {
    if (arguments[0]->return_type.id() == duckdb::LogicalTypeId::DECIMAL)
        function.arguments[0] = function.return_type = arguments[0]->return_type;
    else
        function.arguments[0] = function.return_type = LogicalType::DECIMAL(38, 0);
    return nullptr;
}

template <typename Sum, typename Average, typename Divide>
void average(DataChunk& arguments, Vector& result, Divide divide) {
    duckdb::BinaryExecutor::ExecuteWithNulls<Sum, std::int64_t, Average>(
        arguments.data[0], arguments.data[1], result, arguments.size(),
        [&](Sum sum, std::int64_t count, duckdb::ValidityMask& mask, duckdb::idx_t row) {
            if (count != 0) return divide(sum, count);
            mask.SetInvalid(row);
            return Average();
        });
}

void average_integer(DataChunk& arguments, ExpressionState&, Vector& result) {
    average<hugeint_t, std::int64_t>(arguments, result, [](hugeint_t sum, std::int64_t count) {
        return narrow(sum / hugeint_t(count)); // truncates toward zero
    });
}

// Redshift keeps the argument's scale and, as its casts between numerics do while enable_numeric_rounding is off,
// cuts the digits behind it.
void average_decimal(DataChunk& arguments, ExpressionState&, Vector& result) {
    average<hugeint_t, hugeint_t>(arguments, result,
                                  [](hugeint_t sum, std::int64_t count) { return sum / hugeint_t(count); });
}

void average_double(DataChunk& arguments, ExpressionState&, Vector& result) {
    average<double, double>(arguments, result,
                            [](double sum, std::int64_t count) { return sum / static_cast<double>(count); });
}

// A sum of numerics comes with 38 digits from the aggregate; anything narrower is widened to be computed alike.
BindData widen_decimal(duckdb::ClientContext&, ScalarFunction& function, Arguments& arguments) {
    const auto& type = arguments[0]->return_type;
    const std::uint8_t scale =
        type.id() == duckdb::LogicalTypeId::DECIMAL ? duckdb::DecimalType::GetScale(type) : std::uint8_t{0};
    function.arguments[0] = function.return_type = LogicalType::DECIMAL(38, scale);
    return nullptr;
}

// What PERCENTILE_CONT and MEDIAN order, as a type in which the engine interpolates: integers as numerics with a digit
// behind the point (the guide's examples print 20.0), real as double precision.
LogicalType percentile_type(const LogicalType& type) {
    switch (type.id()) {
    case duckdb::LogicalTypeId::SMALLINT: return LogicalType::DECIMAL(6, 1);
    case duckdb::LogicalTypeId::INTEGER: return LogicalType::DECIMAL(11, 1);
    case duckdb::LogicalTypeId::BIGINT: return LogicalType::DECIMAL(20, 1);
    case duckdb::LogicalTypeId::FLOAT: return LogicalType::DOUBLE;
    default: return type;
    }
}

BindData bind_percentile_argument(duckdb::ClientContext&, ScalarFunction& function, Arguments& arguments) {
    if (arguments[0]->return_type.id() == duckdb::LogicalTypeId::UNKNOWN) throw duckdb::ParameterNotResolvedException();
    function.arguments[0] = function.return_type = percentile_type(arguments[0]->return_type);
    return nullptr;
}

// The engine makes timestamps of dates; the second argument only has the type.
BindData bind_percentile_result(duckdb::ClientContext&, ScalarFunction& function, Arguments& arguments) {
    const bool date = arguments[1]->return_type.id() == duckdb::LogicalTypeId::DATE;
    function.arguments[0] = function.return_type = date ? LogicalType::DATE : arguments[0]->return_type;
    duckdb::Function::EraseArgument(function, arguments, 1);
    return nullptr;
}

} // namespace

void install_aggregate_results(duckdb::DatabaseInstance& instance) {
    const LogicalType decimal(duckdb::LogicalTypeId::DECIMAL);
    duckdb::ScalarFunctionSet sum("rs_sum_result");
    sum.AddFunction(ScalarFunction({LogicalType::HUGEINT}, LogicalType::BIGINT, narrow_sum));
    sum.AddFunction(ScalarFunction({decimal}, decimal, ScalarFunction::NopFunction, keep_decimal));
    for (const auto& type : {LogicalType::BIGINT, LogicalType::DOUBLE})
        sum.AddFunction(ScalarFunction({type}, type, ScalarFunction::NopFunction));
    install_set(instance, std::move(sum));

    const auto& count = LogicalType::BIGINT;
    duckdb::ScalarFunctionSet average("rs_avg_result");
    average.AddFunction(ScalarFunction({LogicalType::HUGEINT, count}, LogicalType::BIGINT, average_integer));
    average.AddFunction(ScalarFunction({decimal, count}, decimal, average_decimal, widen_decimal));
    average.AddFunction(ScalarFunction({LogicalType::DOUBLE, count}, LogicalType::DOUBLE, average_double));
    install_set(instance, std::move(average));

    duckdb::ScalarFunctionSet argument("rs_percentile_argument");
    argument.AddFunction(
        ScalarFunction({LogicalType::ANY}, LogicalType::ANY, ScalarFunction::NopFunction, bind_percentile_argument));
    install_set(instance, std::move(argument));
    duckdb::ScalarFunctionSet result("rs_percentile_result");
    result.AddFunction(ScalarFunction({LogicalType::ANY, LogicalType::ANY}, LogicalType::ANY,
                                      ScalarFunction::NopFunction, bind_percentile_result));
    install_set(instance, std::move(result));
}

} // namespace redstart::catalog
