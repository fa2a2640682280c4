#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/engine/replaced.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/functions/number/decimal_rules.hpp"
#include "catalog/functions/number/number_format.hpp"
#include "catalog/functions/number/number_picture.hpp"
#include "catalog/functions/number/teradata_number.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

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

// A subquery cannot be copied: what takes the place of a call takes its arguments over, each once.

// CONVERT_TIMEZONE(source, target, timestamp): the same moment as the clocks of the target show it.
Pointer convert(duckdb::FunctionBindExpressionInput& input) {
    auto& given = input.children;
    auto moment = in_zone(input.context, std::move(given[0]), std::move(given[2]));
    return in_zone(input.context, std::move(given[1]), std::move(moment));
}

// CONVERT_TIMEZONE(target, timestamp): the source is UTC.
Pointer convert_from_utc(duckdb::FunctionBindExpressionInput& input) {
    auto utc = duckdb::make_uniq<duckdb::BoundConstantExpression>(duckdb::Value("UTC"));
    auto moment = in_zone(input.context, std::move(utc), std::move(input.children[1]));
    return in_zone(input.context, std::move(input.children[0]), std::move(moment));
}

// TO_TIMESTAMP(text, format): local time of the session's zone.
Pointer to_timestamp(duckdb::FunctionBindExpressionInput& input) {
    auto local = call(input.context, "pg_catalog", "rs_to_timestamp", std::move(input.children));
    return duckdb::BoundCastExpression::AddCastToType(input.context, std::move(local), LogicalType::TIMESTAMP_TZ);
}

Pointer cast_to(duckdb::ClientContext& context, Pointer value, const LogicalType& type) {
    return duckdb::BoundCastExpression::AddCastToType(context, std::move(value), type);
}

// The binder has to see, by the function that it gets, that the value is another one in each statement.
constexpr const char* kOfTransaction = "rs_of_transaction";

// CURRENT_DATE and its like: what the session's clocks show when the transaction begins.
Pointer now_as(duckdb::ClientContext& context, const LogicalType& type) {
    auto now = call(context, "pg_catalog", "now", {});
    if (type != LogicalType::TIME_TZ) now = cast_to(context, std::move(now), LogicalType::TIMESTAMP);
    Arguments arguments;
    arguments.push_back(cast_to(context, std::move(now), type));
    return call(context, "pg_catalog", kOfTransaction, std::move(arguments));
}
Pointer current_date(duckdb::FunctionBindExpressionInput& input) { return now_as(input.context, LogicalType::DATE); }
Pointer local_timestamp(duckdb::FunctionBindExpressionInput& input) {
    return now_as(input.context, LogicalType::TIMESTAMP);
}
Pointer local_time(duckdb::FunctionBindExpressionInput& input) { return now_as(input.context, LogicalType::TIME); }
Pointer current_time(duckdb::FunctionBindExpressionInput& input) { return now_as(input.context, LogicalType::TIME_TZ); }

duckdb::unique_ptr<duckdb::FunctionData> bind_same(duckdb::ClientContext&, ScalarFunction& function,
                                                   Arguments& arguments) {
    function.arguments[0] = function.return_type = arguments[0]->return_type;
    return nullptr;
}

Pointer constant_text(std::string value) {
    return duckdb::make_uniq<duckdb::BoundConstantExpression>(duckdb::Value(std::move(value)));
}

// Puts in place of a call that was given a moment one of `inner`, which is also given what the session's clocks show
// then. The engine's own cast tells it while the call runs: so the moment is worked out once.
duckdb::scalar_function_t with_local_time(const duckdb::scalar_function_t& inner, std::size_t moment, bool names_zone) {
    return [=](duckdb::DataChunk& given, duckdb::ExpressionState& call, duckdb::Vector& result) {
        const auto rows = given.size();
        duckdb::Vector local(LogicalType::TIMESTAMP, rows);
        duckdb::VectorOperations::Cast(call.GetContext(), given.data[moment], local, rows);
        duckdb::DataChunk taken;
        for (std::size_t i = 0; i < given.ColumnCount(); ++i) {
            taken.data.emplace_back(given.data[i]);
            if (i == moment) taken.data.emplace_back(local);
        }
        if (names_zone) {
            duckdb::Value zone;
            const bool known = call.GetContext().TryGetCurrentSetting("TimeZone", zone) && !zone.IsNull();
            taken.data.emplace_back(duckdb::Value(known ? zone.ToString() : "UTC"));
        }
        taken.SetCardinality(rows);
        inner(taken, call, result);
    };
}

// The clock while the call runs, also within a transaction (r_TIMEOFDAY_function).
Pointer timeofday(duckdb::FunctionBindExpressionInput& input) {
    Arguments arguments;
    arguments.push_back(call(input.context, "pg_catalog", "rs_clock", {}));
    arguments.push_back(constant_text("Dy Mon DD HH24:MI:SS.US YYYY TZ"));
    return call(input.context, "pg_catalog", "to_char", std::move(arguments));
}

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

// The engine's optimizer knows some of its functions by name and rewrites them.
duckdb::unique_ptr<duckdb::FunctionData> bind_by_own_name(duckdb::ClientContext&, ScalarFunction& function,
                                                          Arguments&) {
    if (!function.name.starts_with("rs_")) function.name = "rs_" + function.name;
    return nullptr;
}

// The form of `name` that takes a timestamptz as argument `moment` becomes one of `zoned`.
void see_locally(duckdb::DatabaseInstance& instance, const char* name, std::size_t moment, const char* zoned,
                 bool names_zone = false) {
    const auto inner = installed_set(instance, zoned).functions.front();
    auto set = installed_set(instance, name);
    for (auto& function : set.functions) {
        if (function.arguments.size() != 2 || function.arguments[moment] != LogicalType::TIMESTAMP_TZ) continue;
        function = ScalarFunction(function.arguments, inner.return_type,
                                  with_local_time(inner.function, moment, names_zone), bind_by_own_name);
        function.null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING;
    }
    install_set(instance, std::move(set));
}

void install_one(duckdb::DatabaseInstance& instance, const char* name, const LogicalType& result,
                 duckdb::function_bind_expression_t bind) {
    duckdb::ScalarFunctionSet set(name);
    set.AddFunction(composed({}, result, bind));
    install_set(instance, std::move(set));
}

// A number that is written as a literal; -1 for anything else.
std::int64_t literal_of(duckdb::ClientContext& context, const Pointer& argument) {
    if (!argument->IsFoldable()) return -1;
    const auto value = duckdb::ExpressionExecutor::EvaluateScalar(context, *argument);
    return value.IsNull() ? -1 : value.GetValue<std::int64_t>();
}

// TEXT_TO_NUMERIC_ALT(text [, format] [, precision, scale]): both are literals.
duckdb::unique_ptr<duckdb::FunctionData> bind_text_to_numeric(duckdb::ClientContext& context, ScalarFunction& function,
                                                              Arguments& arguments) {
    DecimalShape shape{kMaxPrecision, 0};
    if (arguments.size() > 2) {
        const auto precision = literal_of(context, arguments[arguments.size() - 2]);
        const auto scale = literal_of(context, arguments.back());
        if (precision < 1 || precision > kMaxPrecision || scale < 0 || scale > precision)
            throw_through_engine(protocol::SqlError(protocol::sqlstate::kInvalidParameterValue,
                                                    "precision and scale must be literals within those of numeric"));
        shape = {static_cast<int>(precision), static_cast<int>(scale)};
    }
    function.return_type = decimal_type(shape);
    return nullptr;
}

void text_to_numeric(duckdb::DataChunk& arguments, duckdb::ExpressionState&, duckdb::Vector& result) {
    const auto& type = result.GetType();
    const int precision = duckdb::DecimalType::GetWidth(type);
    const int scale = duckdb::DecimalType::GetScale(type);
    const bool has_format = arguments.ColumnCount() == 2 || arguments.ColumnCount() == 4;
    const bool once = arguments.AllConstant();
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    for (duckdb::idx_t row = 0; row < (once ? 1 : arguments.size()); ++row) {
        const auto source = arguments.GetValue(0, row);
        const auto format = has_format ? arguments.GetValue(1, row) : duckdb::Value("");
        if (source.IsNull() || format.IsNull()) {
            result.SetValue(row, duckdb::Value(type));
            continue;
        }
        try {
            const auto number = scan_teradata(source.ToString(), format.ToString());
            result.SetValue(row, duckdb::Value(number.rounded(precision, scale)).DefaultCastAs(type));
        } catch (const protocol::SqlError& error) { throw_through_engine(error); }
    }
    if (once) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

void install_text_to_numeric(duckdb::DatabaseInstance& instance) {
    using Types = duckdb::vector<LogicalType>;
    const LogicalType text(LogicalType::VARCHAR);
    const LogicalType number(LogicalType::INTEGER);
    duckdb::ScalarFunctionSet set("text_to_numeric_alt");
    for (const auto& arguments :
         {Types{text}, Types{text, text}, Types{text, number, number}, Types{text, text, number, number}}) {
        ScalarFunction function(arguments, LogicalType(duckdb::LogicalTypeId::DECIMAL), text_to_numeric,
                                bind_text_to_numeric);
        function.null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING;
        set.AddFunction(std::move(function));
    }
    install_set(instance, std::move(set));
}

void install_session_times(duckdb::DatabaseInstance& instance) {
    ScalarFunction same({LogicalType::ANY}, LogicalType::ANY, ScalarFunction::NopFunction, bind_same);
    same.stability = duckdb::FunctionStability::CONSISTENT_WITHIN_QUERY;
    duckdb::ScalarFunctionSet of_transaction(kOfTransaction);
    of_transaction.AddFunction(std::move(same));
    install_set(instance, std::move(of_transaction));
    install_one(instance, "current_date", LogicalType::DATE, current_date);
    install_one(instance, "localtimestamp", LogicalType::TIMESTAMP, local_timestamp);
    install_one(instance, "localtime", LogicalType::TIME, local_time);
    install_one(instance, "current_time", LogicalType::TIME_TZ, current_time);
    install_one(instance, "timeofday", LogicalType::VARCHAR, timeofday);
}

} // namespace

void install_composed_functions(duckdb::DatabaseInstance& instance) {
    const auto& text = LogicalType::VARCHAR;
    const auto& time = LogicalType::TIMESTAMP;
    duckdb::ScalarFunctionSet zones("convert_timezone");
    zones.AddFunction(composed({text, text, time}, time, convert));
    zones.AddFunction(composed({text, time}, time, convert_from_utc));
    install_set(instance, std::move(zones));

    for (const auto* name : {"date_part", "pgdate_part"}) see_locally(instance, name, 1, "rs_zoned_date_part");
    for (const auto* name : {"rs_extract", "rs_extract_epoch"}) see_locally(instance, name, 1, "rs_zoned_extract");
    see_locally(instance, "to_char", 0, "rs_zoned_to_char", true);
    install_session_times(instance);
    install_text_to_numeric(instance);

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
