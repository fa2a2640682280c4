#include "sql/rule/single_changes.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/mutex/mutex.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <bitset>
#include <memory>
#include <unordered_map>

#include <duckdb.hpp>
#include <duckdb/planner/expression/bound_function_expression.hpp>
#include <duckdb/planner/operator/logical_aggregate.hpp>

namespace redstart::sql {
namespace {

using duckdb::LogicalOperator;
using duckdb::LogicalOperatorType;

// An aggregate of all rows: what a subquery without references to the outside is joined as.
bool is_single_row(const LogicalOperator& plan) {
    if (plan.type == LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY)
        return plan.Cast<duckdb::LogicalAggregate>().groups.empty();
    const bool keeps_rows = plan.type == LogicalOperatorType::LOGICAL_PROJECTION;
    return keeps_rows && is_single_row(*plan.children[0]);
}

// The rows of one table that a statement has changed; ids are dense, so that blocks of bits hold them.
struct ChangedRows {
    // False when the row is there already.
    bool add(duckdb::row_t row) REQUIRES_LOCK(mutex) {
        constexpr auto block = static_cast<duckdb::row_t>(Block().size());
        auto bit = blocks[row / block][static_cast<std::size_t>(row % block)];
        const bool added = !bit;
        bit = true;
        return added;
    }

    using Block = std::bitset<65536>;
    Mutex mutex;
    std::unordered_map<duckdb::row_t, Block> blocks GUARDED_BY(mutex);
};

[[noreturn]] void found_twice() {
    catalog::throw_through_engine(protocol::SqlError(protocol::sqlstate::kCardinalityViolation,
                                                     "Found multiple matches to update the same tuple."));
}

// The two answers to a second change of a row.
void refuse_second(duckdb::DataChunk& arguments, duckdb::Vector& result, ChangedRows& changed) {
    duckdb::UnifiedVectorFormat rows, changes;
    arguments.data[0].ToUnifiedFormat(arguments.size(), rows);
    arguments.data[1].ToUnifiedFormat(arguments.size(), changes);
    const auto* ids = duckdb::UnifiedVectorFormat::GetData<duckdb::row_t>(rows);
    const auto* wanted = duckdb::UnifiedVectorFormat::GetData<bool>(changes);
    const MutexLock lock(changed.mutex);
    for (duckdb::idx_t i = 0; i < arguments.size(); ++i) {
        const auto row = rows.sel->get_index(i), change = changes.sel->get_index(i);
        const bool known = rows.validity.RowIsValid(row) && changes.validity.RowIsValid(change);
        if (known && wanted[change] && !changed.add(ids[row])) found_twice();
    }
    result.Reference(arguments.data[0]);
}

void tell_first(duckdb::DataChunk& arguments, duckdb::Vector& result, ChangedRows& changed) {
    duckdb::UnifiedVectorFormat rows;
    arguments.data[0].ToUnifiedFormat(arguments.size(), rows);
    const auto* ids = duckdb::UnifiedVectorFormat::GetData<duckdb::row_t>(rows);
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    auto* first = duckdb::FlatVector::GetData<bool>(result);
    const MutexLock lock(changed.mutex);
    for (duckdb::idx_t i = 0; i < arguments.size(); ++i) first[i] = changed.add(ids[rows.sel->get_index(i)]);
}

// A call that remembers the rows it has seen. Every execution of a statement is planned anew, with a memory of its own.
Owned<duckdb::Expression> remembering(const char* name, const duckdb::LogicalType& result,
                                      duckdb::vector<Owned<duckdb::Expression>> arguments,
                                      void (*run)(duckdb::DataChunk&, duckdb::Vector&, ChangedRows&)) {
    duckdb::vector<duckdb::LogicalType> types;
    for (const auto& argument : arguments) types.push_back(argument->return_type);
    auto execute = [run, changed = std::make_shared<ChangedRows>()](duckdb::DataChunk& chunk, duckdb::ExpressionState&,
                                                                    duckdb::Vector& answer) {
        run(chunk, answer, *changed);
    };
    duckdb::ScalarFunction function(name, std::move(types), result, std::move(execute));
    function.stability = duckdb::FunctionStability::VOLATILE; // neither moved nor left out
    function.null_handling = duckdb::FunctionNullHandling::SPECIAL_HANDLING;
    duckdb::BaseScalarFunction::SetReturnsError(function);
    return duckdb::make_uniq<duckdb::BoundFunctionExpression>(result, std::move(function), std::move(arguments),
                                                              nullptr);
}

} // namespace

bool may_repeat_rows(const LogicalOperator& rows) {
    if (rows.children.empty()) return false;
    if (rows.type == LogicalOperatorType::LOGICAL_MATERIALIZED_CTE) return may_repeat_rows(*rows.children[1]);
    const bool product = rows.type == LogicalOperatorType::LOGICAL_CROSS_PRODUCT;
    if (product && rows.children[0]->type == LogicalOperatorType::LOGICAL_GET && !is_single_row(*rows.children[1]))
        return true;
    return may_repeat_rows(*rows.children[0]);
}

Owned<duckdb::Expression> first_change(Owned<duckdb::Expression> row_id) {
    duckdb::vector<Owned<duckdb::Expression>> arguments;
    arguments.push_back(std::move(row_id));
    return remembering("rs_first_change", duckdb::LogicalType::BOOLEAN, std::move(arguments), tell_first);
}

Owned<duckdb::Expression> changed_once(Owned<duckdb::Expression> row_id, Owned<duckdb::Expression> changes) {
    const auto type = row_id->return_type;
    duckdb::vector<Owned<duckdb::Expression>> arguments;
    arguments.push_back(std::move(row_id));
    arguments.push_back(std::move(changes));
    return remembering("rs_changed_once", type, std::move(arguments), refuse_second);
}

} // namespace redstart::sql
