#include "sql/rule/window_interrupts.hpp"

#include "catalog/functions/array_frames.hpp"

#include <array>
#include <atomic>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/execution/execution_context.hpp>
#include <duckdb/planner/expression/bound_window_expression.hpp>
#include <duckdb/planner/logical_operator_visitor.hpp>

namespace redstart::sql {
namespace {

using Compute = duckdb::aggregate_window_t;

// The engine's function is a bare pointer, and so is ours: there is one of ours for each of the engine's that was met.
// The engine has one for each of these aggregates and type; those that find no place stay as they are.
constexpr std::size_t kPlaces = 512;
std::array<std::atomic<Compute>, kPlaces> engine_functions{};

template <std::size_t Place>
void compute(duckdb::AggregateInputData& input, const duckdb::WindowPartitionInput& partition,
             duckdb::const_data_ptr_t global, duckdb::data_ptr_t local, const duckdb::SubFrames& frames,
             duckdb::Vector& result, duckdb::idx_t row) {
    if (partition.context.client.interrupted) throw duckdb::InterruptException();
    engine_functions[Place].load(std::memory_order_relaxed)(input, partition, global, local, frames, result, row);
}

template <std::size_t... Places> constexpr std::array<Compute, kPlaces> ours(std::index_sequence<Places...>) {
    return {compute<Places>...};
}

constexpr auto kOurs = ours(std::make_index_sequence<kPlaces>());

Compute interruptible(Compute function) {
    for (std::size_t place = 0; place < kPlaces; ++place) {
        if (function == kOurs[place]) return function;
        Compute there = nullptr;
        if (engine_functions[place].compare_exchange_strong(there, function) || there == function) return kOurs[place];
    }
    return function;
}

class WindowVisitor : public duckdb::LogicalOperatorVisitor {
public:
    void VisitExpression(duckdb::unique_ptr<duckdb::Expression>* expression) override {
        if ((*expression)->GetExpressionClass() == duckdb::ExpressionClass::BOUND_WINDOW) {
            auto& window = (*expression)->Cast<duckdb::BoundWindowExpression>();
            if (window.aggregate) catalog::copy_frames(*window.aggregate);
            if (window.aggregate && window.aggregate->window != nullptr)
                window.aggregate->window = interruptible(window.aggregate->window);
        }
        VisitExpressionChildren(**expression);
    }
};

} // namespace

void interrupt_windows(duckdb::LogicalOperator& plan) { WindowVisitor().VisitOperator(plan); }

} // namespace redstart::sql
