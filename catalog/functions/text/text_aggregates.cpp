// string_agg and listagg: the engine's, with a result that is no longer than a text may be. LISTAGG leaves empty texts
// out (r_LISTAGG).
#include "catalog/engine/bounded_text.hpp"
#include "catalog/engine/engine_error.hpp"
#include "catalog/functions/kit/families.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include <duckdb.hpp>
#include <duckdb/execution/expression_executor.hpp>
#include <duckdb/parser/parsed_data/create_aggregate_function_info.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>

namespace redstart::catalog {

namespace {

using duckdb::AggregateFunction;
using duckdb::LogicalType;
using duckdb::string_t;
using protocol::SqlError;
namespace state = protocol::sqlstate;

using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;

struct Separator final : duckdb::FunctionData {
    explicit Separator(std::string text) : text(std::move(text)) {}
    duckdb::unique_ptr<FunctionData> Copy() const override { return duckdb::make_uniq<Separator>(text); }
    bool Equals(const FunctionData& other) const override { return other.Cast<Separator>().text == text; }
    const std::string text;
};

struct Joined {
    std::uint32_t size;
    std::uint32_t capacity; // 0: no value yet
    char* data;
};

template <bool LeavesOutEmpty> struct Join {
    static void Initialize(Joined& joined) { joined = {}; }

    static void reserve(Joined& joined, std::size_t size, duckdb::ArenaAllocator& allocator) {
        if (size > kMaxTextBytes)
            throw_through_engine(SqlError(state::kProgramLimitExceeded, "Result size exceeds LISTAGG limit"));
        if (size <= joined.capacity) return;
        constexpr std::size_t kFirst = 8;
        const auto capacity = std::max({size, kFirst, std::size_t{joined.capacity} * 2});
        auto* data = reinterpret_cast<char*>(allocator.Allocate(capacity));
        if (joined.size > 0) std::memcpy(data, joined.data, joined.size);
        joined.data = data;
        joined.capacity = static_cast<std::uint32_t>(capacity);
    }

    static void add(Joined& joined, std::string_view text, duckdb::AggregateInputData& input) {
        const bool first = joined.capacity == 0;
        const std::string_view separator = first ? std::string_view() : input.bind_data->Cast<Separator>().text;
        reserve(joined, joined.size + separator.size() + text.size(), input.allocator);
        if (joined.capacity == 0) reserve(joined, 1, input.allocator); // an empty text is a value
        for (const auto piece : {separator, text}) {
            if (!piece.empty()) std::memcpy(joined.data + joined.size, piece.data(), piece.size());
            joined.size += static_cast<std::uint32_t>(piece.size());
        }
    }

    template <typename, typename, typename>
    static void Operation(Joined& joined, const string_t& text, duckdb::AggregateUnaryInput& input) {
        if (!LeavesOutEmpty || text.GetSize() > 0) add(joined, {text.GetData(), text.GetSize()}, input.input);
    }
    template <typename Input, typename State, typename Operator>
    static void ConstantOperation(Joined& joined, const string_t& text, duckdb::AggregateUnaryInput& input,
                                  duckdb::idx_t count) {
        for (duckdb::idx_t i = 0; i < count; ++i) Operation<Input, State, Operator>(joined, text, input);
    }
    template <typename, typename>
    static void Combine(const Joined& from, Joined& into, duckdb::AggregateInputData& input) {
        if (from.capacity > 0) add(into, {from.data, from.size}, input);
    }
    template <typename, typename>
    static void Finalize(Joined& joined, string_t& result, duckdb::AggregateFinalizeData& data) {
        if (joined.capacity == 0) return data.ReturnNull();
        result = string_t(joined.data, joined.size);
    }
    static bool IgnoreNull() { return true; }
};

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext& context, AggregateFunction& function,
                                              Arguments& arguments) {
    if (arguments.size() == 1) return duckdb::make_uniq<Separator>(",");
    if (arguments[1]->HasParameter()) throw duckdb::ParameterNotResolvedException();
    if (!arguments[1]->IsFoldable())
        throw_through_engine(SqlError(state::kFeatureNotSupported, "the delimiter must be a constant"));
    const auto separator = duckdb::ExpressionExecutor::EvaluateScalar(context, *arguments[1]);
    if (separator.IsNull()) // no value then
        arguments[0] = duckdb::make_uniq<duckdb::BoundConstantExpression>(duckdb::Value(LogicalType::VARCHAR));
    duckdb::Function::EraseArgument(function, arguments, 1);
    return duckdb::make_uniq<Separator>(separator.IsNull() ? "," : separator.ToString());
}

template <bool LeavesOutEmpty> AggregateFunction joining(duckdb::vector<LogicalType> arguments) {
    auto function = AggregateFunction::UnaryAggregate<Joined, string_t, string_t, Join<LeavesOutEmpty>>(
        arguments[0], LogicalType::VARCHAR);
    function.arguments = std::move(arguments);
    function.bind = bind;
    duckdb::BaseScalarFunction::SetReturnsError(function);
    return function;
}

} // namespace

void install_text_aggregates(duckdb::DatabaseInstance& instance) {
    const auto any = LogicalType::ANY_PARAMS(LogicalType::VARCHAR);
    duckdb::AggregateFunctionSet strings("string_agg");
    strings.AddFunction(joining<false>({any}));
    strings.AddFunction(joining<false>({any, LogicalType::VARCHAR}));
    duckdb::AggregateFunctionSet lists("listagg");
    lists.AddFunction(joining<true>({any}));
    lists.AddFunction(joining<true>({any, LogicalType::VARCHAR}));
    for (auto* set : {&strings, &lists}) {
        duckdb::CreateAggregateFunctionInfo info(std::move(*set));
        info.schema = "pg_catalog";
        info.internal = true;
        info.on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
        duckdb::Catalog::GetSystemCatalog(instance).CreateFunction(
            duckdb::CatalogTransaction::GetSystemTransaction(instance), info);
    }
}

} // namespace redstart::catalog
