#include "catalog/engine/call_interrupt.hpp"
#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/functions/kit/overload.hpp"
#include "catalog/functions/number/operand_types.hpp"

#include <cmath>
#include <map>

#include <duckdb.hpp>

namespace redstart::catalog {

namespace {

using duckdb::LogicalType;

LogicalType engine_type(Kind kind) {
    switch (kind) {
    case Kind::Boolean: return LogicalType::BOOLEAN;
    case Kind::Int2: return LogicalType::SMALLINT;
    case Kind::Int4: return LogicalType::INTEGER;
    case Kind::Int8: return LogicalType::BIGINT;
    case Kind::Float4: return LogicalType::FLOAT;
    case Kind::Float8: return LogicalType::DOUBLE;
    case Kind::Numeric: return LogicalType(duckdb::LogicalTypeId::DECIMAL);
    case Kind::Bytes: return LogicalType::BLOB;
    case Kind::Date: return LogicalType::DATE;
    case Kind::Time: return LogicalType::TIME;
    case Kind::TimeTz: return LogicalType::TIME_TZ;
    case Kind::Timestamp: return LogicalType::TIMESTAMP;
    case Kind::TimestampTz: return LogicalType::TIMESTAMP_TZ;
    case Kind::Interval: return LogicalType::INTERVAL;
    default: return LogicalType::VARCHAR;
    }
}

void run(const Overload& overload, duckdb::DataChunk& arguments, duckdb::ExpressionState& expression,
         duckdb::Vector& result) {
    const CallInterrupt interrupt(expression);
    const bool once = arguments.ColumnCount() > 0 && arguments.AllConstant();
    const auto rows = once ? 1 : arguments.size();
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    Row row(arguments, result, overload.longest);
    try {
        for (std::size_t i = 0; i < rows; ++i) {
            row.move_to(i);
            overload.body(row);
        }
    } catch (const protocol::SqlError& error) { throw_through_engine(error); }
    if (once) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

struct BodyTypes final : duckdb::ScalarFunctionInfo {
    duckdb::vector<LogicalType> types;
};

// Overload resolution has seen what a call may give; from here on the engine casts to what the body takes. The bound
// function gets a name of its own: the engine's optimizer knows some of its functions by name and rewrites them.
duckdb::unique_ptr<duckdb::FunctionData> take_body_types(duckdb::ClientContext&, duckdb::ScalarFunction& function,
                                                         duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>&) {
    function.arguments = function.function_info->Cast<BodyTypes>().types;
    if (!function.name.starts_with("rs_")) function.name = "rs_" + function.name;
    return nullptr;
}

duckdb::ScalarFunction engine_function(const Overload& overload) {
    duckdb::vector<LogicalType> accepts;
    auto body_types = duckdb::make_shared_ptr<BodyTypes>();
    for (std::size_t i = 0; i < overload.size; ++i) {
        accepts.push_back(engine_type(overload.accepts[i]));
        body_types->types.push_back(engine_type(overload.arguments[i]));
    }
    auto execute = [overload](duckdb::DataChunk& chunk, duckdb::ExpressionState& expression, duckdb::Vector& result) {
        run(overload, chunk, expression, result);
    };
    duckdb::ScalarFunction function(std::move(accepts), engine_type(overload.result), std::move(execute));
    function.function_info = std::move(body_types);
    function.bind = take_body_types;
    function.null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING; // the adapters handle NULL
    return function;
}

// Names that the engine gives a meaning for other types, which is kept.
bool extends_engine(const std::string& name) {
    return name == "trunc" || name == "&" || name == "|" || name == "xor" || name == "~";
}

constexpr auto kTimes = {Kind::Text, Kind::Date, Kind::Timestamp, Kind::TimestampTz};

} // namespace

void add_for_times(Overloads& overloads, const Overload& overload, std::size_t argument) {
    for (const auto kind : kTimes) overloads.push_back(accepting(overload, argument, kind));
}

void add_for_pairs(Overloads& overloads, const Overload& overload, std::size_t argument) {
    for (const auto kind : kTimes) add_for_times(overloads, accepting(overload, argument, kind), argument + 1);
}

void install_value_functions(duckdb::DatabaseInstance& instance) {
    std::map<std::string, duckdb::ScalarFunctionSet> sets; // a name's overloads become one entry
    for (const auto& family :
         {length_functions(), padding_functions(), text_search_functions(), text_form_functions(), byte_functions(),
          hash_functions(), regex_text_functions(), json_functions(), math_functions(), date_arithmetic_functions(),
          date_part_functions(), date_comparison_functions(), format_functions()})
        for (const auto& overload : family) {
            const std::string name(overload.name);
            if (!sets.contains(name))
                sets.emplace(name, extends_engine(name) ? engine_set(instance, name) : duckdb::ScalarFunctionSet(name));
            sets.at(name).AddFunction(engine_function(overload));
        }
    for (auto& [name, set] : sets) {
        if (name == "&" || name == "|" || name == "xor") keep_literal_types(set);
        install_set(instance, std::move(set));
    }
}

// A float halfway between two integers becomes the even one (PostgreSQL); the engine's goes away from zero.
template <typename Number> void round_to_even(duckdb::ScalarFunctionSet& set, const duckdb::LogicalType& type) {
    for (auto& function : set.functions)
        if (function.arguments.size() == 1 && function.arguments[0] == type)
            function.function = [](duckdb::DataChunk& arguments, duckdb::ExpressionState&, duckdb::Vector& result) {
                duckdb::UnaryExecutor::Execute<Number, Number>(arguments.data[0], result, arguments.size(),
                                                               [](Number value) { return std::nearbyint(value); });
            };
}

void install_rounding(duckdb::DatabaseInstance& instance) {
    for (const auto* name : {"abs", "ceil", "ceiling", "floor", "round", "trunc"}) {
        auto set = extends_engine(name) ? installed_set(instance, name) : engine_set(instance, name);
        if (set.name == "round" || set.name == "trunc") adopt_varying_digits(set, set.name == "round");
        if (set.name == "round") {
            round_to_even<float>(set, duckdb::LogicalType::FLOAT);
            round_to_even<double>(set, duckdb::LogicalType::DOUBLE);
        }
        adopt_unknown_argument(set);
        install_set(instance, std::move(set));
    }
}

} // namespace redstart::catalog
