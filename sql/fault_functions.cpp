#include "sql/fault_functions.hpp"

#include "catalog/functions/engine_sets.hpp"

#include <chrono>
#include <cstdlib>
#include <thread>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog.hpp>

namespace redstart::sql {
namespace {

void fault(duckdb::DataChunk& arguments, duckdb::ExpressionState&, duckdb::Vector& result) {
    for (duckdb::idx_t row = 0; row < arguments.size(); ++row) {
        const auto kind = arguments.data[0].GetValue(row);
        if (kind.ToString() == "fatal") throw duckdb::FatalException("a fault that a test asked for");
        if (kind.ToString() == "sleep") std::this_thread::sleep_for(std::chrono::seconds(5)); // whatever is asked of it
        if (kind.ToString() == "internal") throw duckdb::InternalException("a fault that a test asked for");
        result.SetValue(row, kind);
    }
}

} // namespace

void install_fault_functions(duckdb::DatabaseInstance& instance) {
    if (std::getenv("REDSTART_TEST_FAULTS") == nullptr) return;
    duckdb::ScalarFunction function("rs_test_fault", {duckdb::LogicalType::VARCHAR}, duckdb::LogicalType::VARCHAR,
                                    fault);
    function.stability = duckdb::FunctionStability::VOLATILE; // not while it is planned
    catalog::install_set(instance, duckdb::ScalarFunctionSet(std::move(function)));
}

} // namespace redstart::sql
