#include "sql/engine/fault_functions.hpp"

#include "catalog/engine/engine_sets.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog.hpp>

namespace redstart::sql {
namespace {

constexpr std::string_view kUntil = "until ";
constexpr std::string_view kFor = "for ";

// Whatever is asked of the statement meanwhile.
void wait_for_file(const std::string& path) {
    std::ofstream(path + ".awaited").put('!');
    const auto latest = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!std::filesystem::exists(path) && std::chrono::steady_clock::now() < latest)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

void fault(duckdb::DataChunk& arguments, duckdb::ExpressionState&, duckdb::Vector& result) {
    for (duckdb::idx_t row = 0; row < arguments.size(); ++row) {
        const auto kind = arguments.data[0].GetValue(row);
        if (kind.ToString() == "fatal") throw duckdb::FatalException("a fault that a test asked for");
        if (kind.ToString().starts_with(kUntil)) wait_for_file(kind.ToString().substr(kUntil.size()));
        if (kind.ToString().starts_with(kFor))
            std::this_thread::sleep_for(std::chrono::seconds(std::stoi(kind.ToString().substr(kFor.size()))));
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

void fault_point(const char* step) noexcept {
    const char* wanted = std::getenv("REDSTART_TEST_FAULTS");
    constexpr std::string_view kill = "kill at ";
    if (wanted == nullptr || !std::string_view(wanted).starts_with(kill)) return;
    if (std::string_view(wanted).substr(kill.size()) == step) std::raise(SIGKILL);
}

} // namespace redstart::sql
