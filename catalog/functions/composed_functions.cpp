#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/engine/replaced.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/functions/number/decimal_rules.hpp"
#include "catalog/functions/number/number_format.hpp"
#include "catalog/functions/number/number_picture.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/scalar_function_catalog_entry.hpp>
#include <duckdb/execution/expression_executor.hpp>
#include <duckdb/function/function_binder.hpp>
#include <duckdb/planner/expression/bound_cast_expression.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>

namespace redstart::catalog {

namespace {

using duckdb::LogicalType;
using duckdb::ScalarFunction;

using Pointer = duckdb::unique_ptr<duckdb::Expression>;
using Arguments = duckdb::vector<Pointer>;

// A call of a function of the engine's system catalog.
Pointer call(duckdb::ClientContext& context, const char* schema, const char* name, Arguments arguments) {
    auto& function =
        duckdb::Catalog::GetSystemCatalog(context).GetEntry<duckdb::ScalarFunctionCatalogEntry>(context, schema, name);
    duckdb::ErrorData error;
    duckdb::FunctionBinder binder(context);
    auto result = binder.BindScalarFunction(function, std::move(arguments), error);
    if (!result) error.Throw();
    return result;
}

Pointer in_zone(duckdb::ClientContext& context, Pointer zone, Pointer time) {
    Arguments arguments;
    arguments.push_back(std::move(zone));
    arguments.push_back(std::move(time));
    return call(context, "pg_catalog", "timezone", std::move(arguments));
}

// CONVERT_TIMEZONE(source, target, timestamp): the same moment as the clocks of the target show it.
Pointer convert(duckdb::FunctionBindExpressionInput& input) {
    auto moment = in_zone(input.context, input.children[0]->Copy(), input.children[2]->Copy());
    return in_zone(input.context, input.children[1]->Copy(), std::move(moment));
}

// CONVERT_TIMEZONE(target, timestamp): the source is UTC.
Pointer convert_from_utc(duckdb::FunctionBindExpressionInput& input) {
    auto utc = duckdb::make_uniq<duckdb::BoundConstantExpression>(duckdb::Value("UTC"));
    auto moment = in_zone(input.context, std::move(utc), input.children[1]->Copy());
    return in_zone(input.context, input.children[0]->Copy(), std::move(moment));
}

// TO_TIMESTAMP(text, format): local time of the session's zone.
Pointer to_timestamp(duckdb::FunctionBindExpressionInput& input) {
    Arguments arguments;
    for (const auto& child : input.children) arguments.push_back(child->Copy());
    auto local = call(input.context, "pg_catalog", "rs_to_timestamp", std::move(arguments));
    return duckdb::BoundCastExpression::AddCastToType(input.context, std::move(local), LogicalType::TIMESTAMP_TZ);
}

// A part of a timestamptz, which needs the moment and what the session's clocks show then.
Pointer zoned_part(duckdb::FunctionBindExpressionInput& input, const char* name) {
    Arguments arguments;
    for (const auto& child : input.children) arguments.push_back(child->Copy());
    arguments.push_back(
        duckdb::BoundCastExpression::AddCastToType(input.context, input.children[1]->Copy(), LogicalType::TIMESTAMP));
    return call(input.context, "pg_catalog", name, std::move(arguments));
}
Pointer zoned_date_part(duckdb::FunctionBindExpressionInput& input) { return zoned_part(input, "rs_zoned_date_part"); }
Pointer zoned_extract(duckdb::FunctionBindExpressionInput& input) { return zoned_part(input, "rs_zoned_extract"); }

ScalarFunction composed(duckdb::vector<LogicalType> arguments, const LogicalType& result,
                        duckdb::function_bind_expression_t bind) {
    ScalarFunction function(std::move(arguments), result, replaced);
    function.bind_expression = bind;
    return function;
}

// TO_NUMBER's scale is that of its format, which is a literal.
duckdb::unique_ptr<duckdb::FunctionData> bind_to_number(duckdb::ClientContext& context, ScalarFunction& function,
                                                        Arguments& arguments) {
    constexpr int kScaleOfUnknownFormat = 10;
    DecimalShape shape{kMaxPrecision, kScaleOfUnknownFormat};
    if (arguments[1]->IsFoldable()) {
        const auto format = duckdb::ExpressionExecutor::EvaluateScalar(context, *arguments[1]);
        try {
            const auto picture = parse_number_format(format.IsNull() ? "" : format.ToString());
            shape.precision = std::clamp(picture.whole + picture.fraction, 1, kMaxPrecision);
            shape.scale = std::min(picture.fraction, shape.precision);
        } catch (const protocol::SqlError& error) { throw_through_engine(error); }
    }
    function.return_type = decimal_type(shape);
    return nullptr;
}

duckdb::Value number_of(const duckdb::Value& text, const duckdb::Value& format, const LogicalType& type) {
    if (text.IsNull() || format.IsNull()) return duckdb::Value(type);
    try {
        return duckdb::Value(scan_number(text.ToString(), format.ToString())).DefaultCastAs(type);
    } catch (const protocol::SqlError& error) { throw_through_engine(error); }
}

void to_number(duckdb::DataChunk& arguments, duckdb::ExpressionState&, duckdb::Vector& result) {
    const bool once = arguments.AllConstant();
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    for (duckdb::idx_t row = 0; row < (once ? 1 : arguments.size()); ++row)
        result.SetValue(row, number_of(arguments.GetValue(0, row), arguments.GetValue(1, row), result.GetType()));
    if (once) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

// Puts `bind` in place of the timestamptz form of a function that is installed.
void compose_zoned(duckdb::DatabaseInstance& instance, const char* name, duckdb::function_bind_expression_t bind) {
    auto set = installed_set(instance, name);
    for (auto& function : set.functions)
        if (function.arguments.size() == 2 && function.arguments[1] == LogicalType::TIMESTAMP_TZ)
            function = composed(function.arguments, LogicalType::DOUBLE, bind);
    install_set(instance, std::move(set));
}

} // namespace

void install_composed_functions(duckdb::DatabaseInstance& instance) {
    const auto& text = LogicalType::VARCHAR;
    const auto& time = LogicalType::TIMESTAMP;
    duckdb::ScalarFunctionSet zones("convert_timezone");
    zones.AddFunction(composed({text, text, time}, time, convert));
    zones.AddFunction(composed({text, time}, time, convert_from_utc));
    install_set(instance, std::move(zones));

    for (const auto* name : {"date_part", "pgdate_part"}) compose_zoned(instance, name, zoned_date_part);
    compose_zoned(instance, "rs_extract", zoned_extract);

    duckdb::ScalarFunctionSet timestamps("to_timestamp");
    timestamps.AddFunction(composed({text, text}, LogicalType::TIMESTAMP_TZ, to_timestamp));
    timestamps.AddFunction(composed({text, text, LogicalType::BOOLEAN}, LogicalType::TIMESTAMP_TZ, to_timestamp));
    install_set(instance, std::move(timestamps));

    duckdb::ScalarFunctionSet numbers("to_number");
    numbers.AddFunction(
        ScalarFunction({text, text}, LogicalType(duckdb::LogicalTypeId::DECIMAL), to_number, bind_to_number));
    numbers.functions[0].null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING;
    install_set(instance, std::move(numbers));
}

} // namespace redstart::catalog
