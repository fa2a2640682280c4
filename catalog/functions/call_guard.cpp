#include "catalog/functions/call_guard.hpp"

#include "catalog/engine/bounded_text.hpp"
#include "catalog/engine/call_interrupt.hpp"
#include "catalog/engine/engine_error.hpp"
#include "catalog/functions/call_cost.hpp"
#include "catalog/functions/text/regex_states.hpp"
#include "catalog/information/engine_functions.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/duck_schema_entry.hpp>
#include <duckdb/catalog/catalog_entry/scalar_function_catalog_entry.hpp>
#include <duckdb/common/vector_operations/vector_operations.hpp>
#include <duckdb/execution/expression_executor.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/expression/bound_function_expression.hpp>

namespace redstart::catalog {

namespace {

using duckdb::DataChunk;
using duckdb::ExpressionState;
using duckdb::idx_t;
using duckdb::LogicalTypeId;
using duckdb::PhysicalType;
using duckdb::ScalarFunction;
using duckdb::Vector;
using protocol::SqlError;
namespace state = protocol::sqlstate;

using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;
using BindData = duckdb::unique_ptr<duckdb::FunctionData>;

constexpr std::size_t kStepsAtOnce = 4U << 20; // of arguments, and hence not much more of results

void check_text(std::string_view text, const CallLimits& limits) {
    if (text.size() > kMaxTextBytes) refuse_long_text();
    if (limits.nul && std::memchr(text.data(), 0, text.size()) != nullptr)
        throw SqlError(state::kCharacterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\": 0x00");
}

void check_result(Vector& result, idx_t rows, const CallLimits& limits) {
    const auto type = result.GetType().InternalType();
    if (type == PhysicalType::LIST && duckdb::ListVector::GetListSize(result) > kMostElements)
        throw SqlError(state::kProgramLimitExceeded, "array size exceeds the maximum allowed");
    if (type != PhysicalType::VARCHAR) return;
    if (result.GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR) rows = std::min<idx_t>(rows, 1);
    duckdb::UnifiedVectorFormat format;
    result.ToUnifiedFormat(rows, format);
    const auto* texts = duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(format);
    for (idx_t row = 0; row < rows; ++row) {
        const auto index = format.sel->get_index(row);
        if (format.validity.RowIsValid(index)) check_text({texts[index].GetData(), texts[index].GetSize()}, limits);
    }
}

// Rows of long values a few at a time: what one piece makes is bounded, and the statement can be cancelled behind it.
void compute_pieces(const duckdb::scalar_function_t& compute, const CallLimits& limits, const CallCost& cost,
                    DataChunk& arguments, ExpressionState& expression, Vector& result) {
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    const auto rows = arguments.size();
    for (idx_t first = 0; first < rows;) {
        idx_t last = first;
        for (std::size_t steps = 0; last < rows; ++last) {
            steps += cost.of_row(last);
            if (last > first && steps > kStepsAtOnce) break;
        }
        const auto count = last - first;
        duckdb::SelectionVector selection(count);
        for (idx_t i = 0; i < count; ++i) selection.set_index(i, first + i);
        DataChunk piece;
        piece.InitializeEmpty(arguments.GetTypes());
        piece.Slice(arguments, selection, count);
        Vector part(result.GetType(), std::max<idx_t>(count, STANDARD_VECTOR_SIZE));
        compute(piece, expression, part);
        check_result(part, count, limits);
        duckdb::VectorOperations::Copy(part, result, count, 0, first);
        CallInterrupt::check();
        first = last;
    }
}

void compute_guarded(const duckdb::scalar_function_t& compute, const CallLimits& limits, DataChunk& arguments,
                     ExpressionState& expression, Vector& result) {
    const CallInterrupt interrupt(expression);
    try {
        const CallCost cost(arguments, limits);
        count_work(cost.total());
        if (cost.total() > kStepsAtOnce && arguments.size() > 1 && !arguments.AllConstant())
            return compute_pieces(compute, limits, cost, arguments, expression, result);
        compute(arguments, expression, result);
        check_result(result, arguments.size(), limits);
    } catch (const SqlError& error) { throw_through_engine(error); } catch (const duckdb::InternalException&) {
        // Of one value, with nothing changed: the engine calls so what it has not thought of.
        const auto& name = expression.expr.Cast<duckdb::BoundFunctionExpression>().function.name;
        throw_through_engine(SqlError(state::kInvalidParameterValue, "invalid argument for function " + name));
    }
}

// What an overload was before it was guarded.
struct Guarded final : duckdb::ScalarFunctionInfo {
    CallLimits limits;
    duckdb::bind_scalar_function_t bind = nullptr;
    duckdb::bind_scalar_function_extended_t bind_extended = nullptr;
    duckdb::shared_ptr<duckdb::ScalarFunctionInfo> info;
};

void guard_execution(ScalarFunction& function, const CallLimits& limits) {
    if (!function.function) return;
    function.function = [compute = std::move(function.function), limits](DataChunk& arguments,
                                                                         ExpressionState& expression, Vector& result) {
        compute_guarded(compute, limits, arguments, expression, result);
    };
}

// The engine compiles a constant pattern when it binds a call, before the guard of the execution looks at it.
void check_constant_pattern(duckdb::ClientContext& context, const CallLimits& limits, const Arguments& arguments) {
    if (limits.work != Work::Pattern && limits.work != Work::Matches) return;
    if (arguments.size() < 2 || arguments[1]->HasParameter() || !arguments[1]->IsFoldable()) return;
    const auto pattern = duckdb::ExpressionExecutor::EvaluateScalar(context, *arguments[1]);
    if (pattern.IsNull() || pattern.type().InternalType() != PhysicalType::VARCHAR) return;
    try {
        check_pattern(duckdb::StringValue::Get(pattern));
    } catch (const SqlError& error) { throw_through_engine(error); }
}

// Binding chooses what is executed, so the guard is put around that.
BindData bind_guarded(duckdb::ClientContext& context, ScalarFunction& function, Arguments& arguments) {
    const auto keep = function.function_info; // assigning below drops the function's own reference
    const auto& guarded = keep->Cast<Guarded>();
    check_constant_pattern(context, guarded.limits, arguments);
    function.bind = guarded.bind;
    function.function_info = guarded.info;
    auto data = guarded.bind != nullptr ? guarded.bind(context, function, arguments) : nullptr;
    guard_execution(function, guarded.limits);
    return data;
}

BindData bind_extended_guarded(duckdb::ScalarFunctionBindInput& input, ScalarFunction& function, Arguments& arguments) {
    const auto keep = function.function_info;
    const auto& guarded = keep->Cast<Guarded>();
    check_constant_pattern(input.binder.context, guarded.limits, arguments);
    function.bind_extended = guarded.bind_extended;
    function.function_info = guarded.info;
    auto data = guarded.bind_extended(input, function, arguments);
    guard_execution(function, guarded.limits);
    return data;
}

bool may_be_long(const duckdb::LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::VARCHAR:
    case LogicalTypeId::BLOB:
    case LogicalTypeId::LIST:
    case LogicalTypeId::ARRAY:
    case LogicalTypeId::STRUCT:
    case LogicalTypeId::TEMPLATE:
    case LogicalTypeId::ANY: return true;
    default: return false;
    }
}

void guard(ScalarFunction& function, const CallLimits& limits) {
    const bool is_guarded = function.bind == bind_guarded || function.bind_extended == bind_extended_guarded;
    const bool is_long = may_be_long(function.return_type) || function.HasVarArgs() ||
                         std::any_of(function.arguments.begin(), function.arguments.end(), may_be_long);
    if (is_guarded || !is_long || function.bind_lambda != nullptr) return;
    auto info = duckdb::make_shared_ptr<Guarded>();
    info->limits = limits;
    info->bind = function.bind;
    info->bind_extended = function.bind_extended;
    info->info = function.function_info;
    function.function_info = std::move(info);
    if (function.bind_extended != nullptr)
        function.bind_extended = bind_extended_guarded;
    else
        function.bind = bind_guarded;
}

} // namespace

void install_call_guards(duckdb::DatabaseInstance& instance) {
    const auto transaction = duckdb::CatalogTransaction::GetSystemTransaction(instance);
    auto& catalog = duckdb::Catalog::GetSystemCatalog(instance);
    for (const auto* schema : {DEFAULT_SCHEMA, "pg_catalog"}) {
        auto& functions = catalog.GetSchema(transaction, schema)
                              .Cast<duckdb::DuckSchemaEntry>()
                              .GetCatalogSet(duckdb::CatalogType::SCALAR_FUNCTION_ENTRY);
        for (const auto& row : engine_functions())
            each_name(row.names, [&](std::string_view name) {
                auto entry = functions.GetEntry(transaction, std::string(name));
                if (!entry || entry->type != duckdb::CatalogType::SCALAR_FUNCTION_ENTRY) return;
                for (auto& function : entry->Cast<duckdb::ScalarFunctionCatalogEntry>().functions.functions)
                    guard(function, row.limits);
            });
    }
}

} // namespace redstart::catalog
