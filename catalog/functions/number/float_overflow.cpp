#include "catalog/functions/number/float_overflow.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/kit/families.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/aggregate_function_catalog_entry.hpp>
#include <duckdb/parser/parsed_data/create_aggregate_function_info.hpp>

namespace redstart::catalog {

namespace {

using duckdb::DataChunk;
using duckdb::ExpressionState;
using duckdb::idx_t;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::UnifiedVectorFormat;
using duckdb::Vector;
namespace state = protocol::sqlstate;

[[noreturn]] void overflow() { throw_through_engine({state::kNumericValueOutOfRange, "value out of range: overflow"}); }

template <typename T> bool is_finite(T value) { return std::abs(value) <= std::numeric_limits<T>::max(); }

// One pass without branches over the results; nearly always it is all that is done.
template <typename T> bool all_finite(const T* values, idx_t count) {
    unsigned others = 0;
    for (idx_t i = 0; i < count; ++i) others += is_finite(values[i]) ? 0U : 1U;
    return others == 0;
}

// The operands tell an overflow from arithmetic with infinities.
template <typename T> void judge(DataChunk& operands, Vector& result, idx_t count, bool constant) {
    const auto formats = operands.ToUnifiedFormat();
    const auto* values = duckdb::FlatVector::GetData<T>(result);
    for (idx_t row = 0; row < count; ++row) {
        if (!std::isinf(values[row]) || (!constant && !duckdb::FlatVector::Validity(result).RowIsValid(row))) continue;
        bool finite = true;
        for (idx_t i = 0; i < operands.ColumnCount(); ++i)
            finite &= is_finite(UnifiedVectorFormat::GetData<T>(formats[i])[formats[i].sel->get_index(row)]);
        if (finite) overflow();
    }
}

template <typename T> void check(DataChunk& operands, Vector& result) {
    const bool constant = result.GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR;
    if (constant && duckdb::ConstantVector::IsNull(result)) return;
    if (!constant) result.Flatten(operands.size());
    const idx_t count = constant ? 1 : operands.size();
    if (!all_finite(duckdb::FlatVector::GetData<T>(result), count)) judge<T>(operands, result, count, constant);
}

template <typename T> duckdb::scalar_function_t checked(duckdb::scalar_function_t compute) {
    return [compute = std::move(compute)](DataChunk& operands, ExpressionState& expression, Vector& result) {
        compute(operands, expression, result);
        check<T>(operands, result);
    };
}

double power(double base, double exponent) {
    const auto refuse = [](const char* message) {
        throw_through_engine({state::kInvalidArgumentForPowerFunction, message});
    };
    if (base == 0 && exponent < 0) refuse("zero raised to a negative power is undefined");
    const bool whole = std::floor(exponent) == exponent; // an infinite one as well
    if (base < 0 && !whole && !std::isnan(exponent))
        refuse("a negative number raised to a non-integer power yields a complex result");
    return std::pow(base, exponent);
}

void raise(DataChunk& operands, ExpressionState&, Vector& result) {
    duckdb::BinaryExecutor::Execute<double, double, double>(operands.data[0], operands.data[1], result, operands.size(),
                                                            power);
}

// The engine's sum of DOUBLEs, which also remembers whether it was given an infinity.
struct SumState {
    double sum;
    bool any;
    bool infinite;
};

struct Sum {
    static void Initialize(SumState& state) { state = {}; }
    template <typename, typename, typename>
    static void Operation(SumState& state, const double& value, duckdb::AggregateUnaryInput&) {
        state.sum += value;
        state.any = true;
        state.infinite |= !is_finite(value);
    }
    template <typename Input, typename State, typename Operator>
    static void ConstantOperation(SumState& state, const double& value, duckdb::AggregateUnaryInput&, idx_t count) {
        state.sum += value * static_cast<double>(count);
        state.any = true;
        state.infinite |= !is_finite(value);
    }
    template <typename, typename>
    static void Combine(const SumState& from, SumState& into, duckdb::AggregateInputData&) {
        into.sum += from.sum;
        into.any |= from.any;
        into.infinite |= from.infinite;
    }
    template <typename, typename>
    static void Finalize(SumState& state, double& result, duckdb::AggregateFinalizeData& data) {
        if (!state.any) return data.ReturnNull();
        if (!state.infinite && !is_finite(state.sum)) overflow();
        result = state.sum;
    }
    static bool IgnoreNull() { return true; }
};

void install_sum(duckdb::DatabaseInstance& instance) {
    auto& catalog = duckdb::Catalog::GetSystemCatalog(instance);
    const auto transaction = duckdb::CatalogTransaction::GetSystemTransaction(instance);
    auto& schema = catalog.GetSchema(transaction, DEFAULT_SCHEMA);
    const auto entry = schema.GetEntry(transaction, duckdb::CatalogType::AGGREGATE_FUNCTION_ENTRY, "sum");
    if (!entry) throw duckdb::InternalException("the engine has no sum");
    auto set = entry->Cast<duckdb::AggregateFunctionCatalogEntry>().functions;
    std::erase_if(set.functions, [](const auto& function) { // it would count what is true
        return function.arguments[0] == LogicalType::BOOLEAN;
    });
    for (auto& function : set.functions) {
        if (function.arguments[0] != LogicalType::DOUBLE) continue;
        auto ours = duckdb::AggregateFunction::UnaryAggregate<SumState, double, double, Sum>(LogicalType::DOUBLE,
                                                                                             LogicalType::DOUBLE);
        ours.name = function.name;
        ours.order_dependent = function.order_dependent;
        duckdb::BaseScalarFunction::SetReturnsError(ours);
        function = std::move(ours);
    }
    for (const char* name : {"sum", "rs_avg"}) { // the sum that AVG divides: the engine names it in errors
        set.name = name;
        duckdb::CreateAggregateFunctionInfo info(set);
        for (auto& function : info.functions.functions) function.name = "sum"; // by which the engine simplifies it
        info.schema = "pg_catalog";
        info.internal = true;
        info.on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
        catalog.CreateFunction(transaction, info);
    }
}

} // namespace

void refuse_float_overflow(duckdb::ScalarFunctionSet& set) {
    for (auto& function : set.functions) {
        const auto is = [&](LogicalTypeId type) {
            return function.return_type.id() == type &&
                   std::all_of(function.arguments.begin(), function.arguments.end(),
                               [type](const LogicalType& argument) { return argument.id() == type; });
        };
        if (is(LogicalTypeId::DOUBLE)) function.function = checked<double>(std::move(function.function));
        if (is(LogicalTypeId::FLOAT)) function.function = checked<float>(std::move(function.function));
    }
}

void install_float_overflow(duckdb::DatabaseInstance& instance) {
    for (const auto* name : {"^", "**", "pow", "power", "exp"}) {
        auto set = engine_set(instance, name);
        for (auto& function : set.functions)
            if (function.arguments.size() == 2 && function.arguments[0] == LogicalType::DOUBLE)
                function.function = raise;
        refuse_float_overflow(set);
        install_set(instance, std::move(set));
    }
    install_sum(instance);
}

} // namespace redstart::catalog
