#include "catalog/engine/errors.hpp"
#include "sql/engine/planning_guard.hpp"
#include "sql/engine/planning_meter.hpp"
#include "sql/engine/shared_code.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <dlfcn.h>
#include <duckdb.hpp>
#include <duckdb/execution/expression_executor.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/transaction/transaction_manager.hpp>

using namespace redstart::sql;

namespace {

// The sanitizers bring an operator new of their own, which counts nothing.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define REDSTART_OWN_NEW_IS_REPLACED
#endif
#endif
#ifdef REDSTART_OWN_NEW_IS_REPLACED
constexpr bool kCounted = false;
#else
constexpr bool kCounted = true;
#endif

constexpr std::int64_t kMegabyte = std::int64_t{1} << 20;

// A budget of its own, and the one before it again.
struct Budget {
    explicit Budget(std::int64_t megabytes) { set_planning_budget(megabytes * kMegabyte); }
    ~Budget() { set_planning_budget(before); }
    std::int64_t before = planning_budget();
};

using Blocks = std::vector<std::unique_ptr<char[]>>;

void take(Blocks& blocks, std::int64_t megabytes) {
    for (std::int64_t i = 0; i < megabytes * 16; ++i) blocks.push_back(std::make_unique<char[]>(kMegabyte / 16));
}

template <typename Work> std::string sqlstate_of(Work work) {
    try {
        work();
    } catch (const std::exception& error) { return to_sql_error(error).sqlstate(); }
    return "";
}

struct AllocatesAtItsEnd {
    ~AllocatesAtItsEnd() {
        for (int i = 0; i < 1000; ++i) std::make_unique<std::string>(100, 'x');
    }
};

// Compiled so that an exception cannot leave it.
[[maybe_unused]] [[gnu::noinline]] void allocate_noexcept() noexcept {
    for (int i = 0; i < 1000; ++i) std::make_unique<std::string>(100, 'x');
}

void allocate() {
    for (int i = 0; i < 1000; ++i) std::make_unique<std::string>(100, 'x');
}

} // namespace

TEST_CASE("what is taken beyond the budget fails, and is given back", "[planning_guard]") {
    if (!kCounted) return;
    const Budget budget(8);
    std::atomic<bool> stop{false};
    PlanningAccount account(stop);
    {
        const PlanningGuard guard(account);
        Blocks blocks;
        CHECK(sqlstate_of([&] { take(blocks, 20); }) == "53200");
        CHECK(guard.exhausted());
        CHECK(sqlstate_of([&] { guard.require_budget(); }) == "53200");
        CHECK(blocks.size() < 10 * 16);
    }
    CHECK(planning_in_use() == account.held());
    CHECK(account.held() == 0);
    Blocks blocks;
    take(blocks, 20); // nothing is armed
}

TEST_CASE("what lives on stays charged until it is said to be gone", "[planning_guard]") {
    if (!kCounted) return;
    const Budget budget(64);
    std::atomic<bool> stop{false};
    PlanningAccount account(stop);
    Blocks tree;
    {
        const PlanningGuard guard(account);
        take(tree, 10);
    }
    CHECK(account.held() > 9 * kMegabyte);
    CHECK(planning_in_use() == account.held());
    {
        const PlanningGuard guard(account);
        tree.clear();
    }
    CHECK(account.held() < kMegabyte);
    account.keep(0);
    CHECK(planning_in_use() == 0);
}

TEST_CASE("the plan of a query that is being read stays charged over messages", "[planning_guard]") {
    if (!kCounted) return;
    const Budget budget(64);
    std::atomic<bool> stop{false};
    PlanningAccount account(stop);
    Blocks plan;
    {
        const PlanningGuard guard(account);
        take(plan, 10);
    }
    account.pin();
    {
        const PlanningGuard guard(account); // of another message
        Blocks gone;
        take(gone, 5);
    }
    account.keep(0);
    CHECK(account.held() > 9 * kMegabyte);
    CHECK(planning_in_use() == account.held());
    account.unpin();
    account.keep(0);
    CHECK(planning_in_use() == 0);
}

TEST_CASE("what others hold does not keep small statements from running", "[planning_guard]") {
    if (!kCounted) return;
    const Budget budget(8);
    std::atomic<bool> stop{false};
    PlanningAccount large(stop), small(stop);
    Blocks tree;
    {
        const PlanningGuard guard(large);
        CHECK(sqlstate_of([&] { take(tree, 20); }) == "53200");
    }
    const PlanningGuard guard(small);
    CHECK(sqlstate_of(allocate).empty());
    CHECK_FALSE(guard.exhausted());
}

TEST_CASE("an interrupt ends the work at its next allocation", "[planning_guard]") {
    if (!kCounted) return;
    std::atomic<bool> stop{false};
    PlanningAccount account(stop);
    const PlanningGuard guard(account);
    allocate();
    stop = true;
    CHECK(sqlstate_of(allocate) == "57014");
    // Who clears up behind it is not stopped again; who goes on for long is.
    CHECK(sqlstate_of(allocate).empty());
    CHECK(sqlstate_of([] {
              for (int i = 0; i < 1000; ++i) allocate();
          }) == "57014");
}

#ifndef __clang__ // whose noexcept functions look like those that catch everything; the engine is made by g++
TEST_CASE("an interrupt does not leave what may not throw", "[planning_guard]") {
    if (!kCounted) return;
    std::atomic<bool> stop{false};
    PlanningAccount account(stop);
    const PlanningGuard guard(account);
    CHECK(sqlstate_of([&] {
              stop = true;
              allocate_noexcept();
              stop = false;
          }).empty());
    CHECK(sqlstate_of([&] {
              const AllocatesAtItsEnd last;
              stop = true;
          }).empty());
    CHECK(sqlstate_of([&] {
              allocate_noexcept();
              allocate();
          }) == "57014");
}

#endif

TEST_CASE("a guard inside another one leaves the work to it", "[planning_guard]") {
    if (!kCounted) return;
    const Budget budget(8);
    std::atomic<bool> stop{false};
    PlanningAccount account(stop);
    const PlanningGuard guard(account);
    {
        const PlanningGuard inner(account);
        Blocks blocks;
        CHECK(sqlstate_of([&] { take(blocks, 20); }) == "53200");
        CHECK(inner.exhausted());
    }
    CHECK(guard.exhausted());
    CHECK(planning_meter.armed);
}

TEST_CASE("memory beside operator new is charged while the guard lives", "[planning_guard]") {
    if (!kCounted) return;
    const Budget budget(8);
    std::atomic<bool> stop{false};
    PlanningAccount account(stop);
    {
        const PlanningGuard guard(account);
        charge_planning(4 * kMegabyte);
        CHECK(planning_in_use() == 4 * kMegabyte);
        CHECK(sqlstate_of([] { charge_planning(5 * kMegabyte); }) == "53200");
    }
    CHECK(planning_in_use() == 0);
    charge_planning(100 * kMegabyte); // nothing is armed
}

TEST_CASE("the engine's allocations are counted", "[planning_guard]") {
    if (!kCounted) return;
    std::atomic<bool> stop{false};
    PlanningAccount account(stop);
    const PlanningGuard guard(account);
    const auto before = planning_meter.bytes;
    duckdb::vector<duckdb::Value> values;
    for (int i = 0; i < 100; ++i) values.emplace_back(std::string(1000, 'x'));
    const auto list = duckdb::Value::LIST(values);
    CHECK(planning_meter.bytes - before > 100'000);
}

TEST_CASE("code of the engine that all sessions share is known by its names", "[planning_guard]") {
    CHECK(shared_functions() > 2000);
    const auto address = [](auto* function) { return reinterpret_cast<std::uintptr_t>(function) + 4; };
    CHECK(is_shared_code(address(&duckdb::TransactionManager::Get)));
    CHECK_FALSE(is_shared_code(address(&duckdb::Binder::CreateBinder)));
    CHECK_FALSE(is_shared_code(address(&allocate)));
    CHECK(is_swallowing_code(address(&duckdb::ExpressionExecutor::TryEvaluateScalar)));
    CHECK_FALSE(is_swallowing_code(
        address(static_cast<duckdb::Value (*)(duckdb::ClientContext&, const duckdb::Expression&, bool)>(
            &duckdb::ExpressionExecutor::EvaluateScalar))));
}

// Behind an exception out of this one the plan was gone while other threads still worked on it: SIGSEGV, once in eight
// kill storms.
TEST_CASE("nothing is thrown out of the function that hands a plan to other threads", "[planning_guard]") {
    auto* const hands_out = ::dlsym(RTLD_DEFAULT, "_ZN6duckdb13ClientContext32PendingPreparedStatementInternalE"
                                                  "RNS_17ClientContextLockENS_10shared_ptrINS_21PreparedStatementData"
                                                  "ELb1EEERKNS_22PendingQueryParametersE");
    REQUIRE(hands_out != nullptr);
    CHECK(is_shared_code(reinterpret_cast<std::uintptr_t>(hands_out) + 4));
}
