// Functions that return sets, where a select list calls them: as lists, which the resolver puts into UNNEST.
#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <duckdb.hpp>
#include <duckdb/common/types/interval.hpp>

namespace redstart::catalog {

namespace {

using duckdb::DataChunk;
using duckdb::ExpressionState;
using duckdb::idx_t;
using duckdb::interval_t;
using duckdb::LogicalType;
using duckdb::ScalarFunction;
using duckdb::timestamp_t;
using duckdb::UnifiedVectorFormat;
using duckdb::Value;
using duckdb::Vector;
namespace state = protocol::sqlstate;

// A list is made at once, in memory; the series in FROM has no such limit.
constexpr idx_t kMostRows = 10'000'000;

[[noreturn]] void fail(std::string_view sqlstate, std::string message) {
    throw_through_engine({sqlstate, std::move(message)});
}

bool positive(std::int64_t step) { return step > 0; }
bool positive(const interval_t& step) { return step > interval_t{0, 0, 0}; }
bool is_zero(std::int64_t step) { return step == 0; }
bool is_zero(const interval_t& step) { return step == interval_t{0, 0, 0}; }

// False when there is no next value.
template <typename T> bool advance(T& value, T step) { return !__builtin_add_overflow(value, step, &value); }
bool advance(timestamp_t& value, const interval_t& step) {
    value = duckdb::Interval::Add(value, step);
    return true;
}

template <typename T, typename Step> idx_t append(Vector& list, idx_t used, T value, T last, Step step) {
    if (is_zero(step)) fail(state::kInvalidParameterValue, "step size cannot equal zero");
    const bool up = positive(step);
    auto& elements = duckdb::ListVector::GetEntry(list);
    do {
        if (up ? value > last : value < last) break;
        if (used == kMostRows)
            fail(state::kProgramLimitExceeded, "generate_series in a select list makes at most " +
                                                   std::to_string(kMostRows) + " rows; use it in FROM");
        if (used == duckdb::ListVector::GetListCapacity(list)) duckdb::ListVector::Reserve(list, used * 2);
        duckdb::FlatVector::GetData<T>(elements)[used++] = value;
    } while (advance(value, step));
    return used;
}

template <typename T, typename Step> void series(DataChunk& arguments, ExpressionState&, Vector& result) {
    const auto formats = arguments.ToUnifiedFormat();
    const auto at = [&](std::size_t argument, idx_t row) { return formats[argument].sel->get_index(row); };
    const bool once = arguments.AllConstant();
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    auto* lists = duckdb::FlatVector::GetData<duckdb::list_entry_t>(result);
    idx_t used = 0;
    for (idx_t row = 0; row < (once ? 1 : arguments.size()); ++row) {
        const auto first = used;
        bool null = false;
        for (std::size_t i = 0; i < arguments.ColumnCount(); ++i) null |= !formats[i].validity.RowIsValid(at(i, row));
        if (!null) {
            const auto from = UnifiedVectorFormat::GetData<T>(formats[0])[at(0, row)];
            const auto to = UnifiedVectorFormat::GetData<T>(formats[1])[at(1, row)];
            if constexpr (std::is_same_v<T, Step>) {
                const Step step =
                    arguments.ColumnCount() < 3 ? 1 : UnifiedVectorFormat::GetData<Step>(formats[2])[at(2, row)];
                used = append(result, used, from, to, step);
            } else {
                used = append(result, used, from, to, UnifiedVectorFormat::GetData<Step>(formats[2])[at(2, row)]);
            }
        }
        lists[row] = {first, used - first};
        duckdb::ListVector::SetListSize(result, used); // Reserve() keeps what the size counts
    }
    if (once) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

// information_schema._pg_expandarray: the elements, each with its place from 1.
void expand_array(DataChunk& arguments, ExpressionState&, Vector& result) {
    const auto& type = duckdb::ListType::GetChildType(result.GetType());
    for (idx_t row = 0; row < arguments.size(); ++row) {
        const auto vector = arguments.data[0].GetValue(row);
        duckdb::vector<Value> pairs;
        if (!vector.IsNull())
            for (const auto& element : duckdb::ListValue::GetChildren(vector))
                pairs.push_back(
                    Value::STRUCT(type, {element, Value::INTEGER(static_cast<std::int32_t>(pairs.size()) + 1)}));
        result.SetValue(row, Value::LIST(type, std::move(pairs)));
    }
}

ScalarFunction called_with_null(ScalarFunction function) {
    function.null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING; // no rows, not a NULL
    return function;
}

} // namespace

void install_set_functions(duckdb::DatabaseInstance& instance) {
    duckdb::ScalarFunctionSet lists("rs_series");
    const auto add = [&lists](duckdb::vector<LogicalType> types, duckdb::scalar_function_t function) {
        const auto list = LogicalType::LIST(types[0]);
        lists.AddFunction(called_with_null(ScalarFunction(std::move(types), list, std::move(function))));
    };
    for (const bool step : {false, true}) {
        duckdb::vector<LogicalType> int4(step ? 3 : 2, LogicalType::INTEGER);
        duckdb::vector<LogicalType> int8(step ? 3 : 2, LogicalType::BIGINT);
        add(std::move(int4), series<std::int32_t, std::int32_t>);
        add(std::move(int8), series<std::int64_t, std::int64_t>);
    }
    add({LogicalType::TIMESTAMP, LogicalType::TIMESTAMP, LogicalType::INTERVAL}, series<timestamp_t, interval_t>);
    install_set(instance, std::move(lists));

    const auto pair = LogicalType::STRUCT({{"x", LogicalType::SMALLINT}, {"n", LogicalType::INTEGER}});
    duckdb::ScalarFunctionSet expand("rs_expand_array");
    for (const auto& type :
         {logical_type(protocol::oid::kInt2Vector), LogicalType(LogicalType::LIST(LogicalType::SMALLINT))})
        expand.AddFunction(called_with_null(ScalarFunction({type}, LogicalType::LIST(pair), expand_array)));
    install_set(instance, std::move(expand));
}

} // namespace redstart::catalog
