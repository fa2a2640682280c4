#include "sql/rule/memory_pressure.hpp"
#include "sql/rule/stream_memory.hpp"

#include <thread>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kMegabyte = 1 << 20;

// Puts the pressure back for the tests behind it.
struct UnderPressure {
    explicit UnderPressure(Pressure pressure) { set_memory_pressure(pressure); }
    ~UnderPressure() { set_memory_pressure(Pressure::None); }
};

} // namespace

TEST_CASE("memory is short beyond the engine's limit and what is counted besides", "[memory_pressure]") {
    const std::int64_t limit = 256 * kMegabyte;
    CHECK(pressure_at(limit + 200 * kMegabyte, limit, 0) == Pressure::None);
    CHECK(pressure_at(limit + 201 * kMegabyte, limit, 0) == Pressure::High);
    CHECK(pressure_at(limit + 201 * kMegabyte, limit, 100 * kMegabyte) == Pressure::None);
    CHECK(pressure_at(limit + 420 * kMegabyte, limit, 300 * kMegabyte) == Pressure::None);
    CHECK(pressure_at(limit + 421 * kMegabyte, limit, 900 * kMegabyte) == Pressure::High);
    CHECK(pressure_at(limit + 451 * kMegabyte, limit, 900 * kMegabyte) == Pressure::Severe);
}

TEST_CASE("under pressure the long call that began last ends, and each when it is severe", "[memory_pressure]") {
    StreamMemory older;
    StreamMemory newer;
    StreamMemory brief;
    StreamMemory idle;
    older.call_began();
    std::this_thread::sleep_for(20ms);
    newer.call_began();
    std::this_thread::sleep_for(kLongEnough + 10ms);
    brief.call_began();
    CHECK_FALSE(newer.must_go());
    {
        const UnderPressure high(Pressure::High);
        CHECK_FALSE(older.must_go());
        CHECK(newer.must_go() == Shortage::ProcessMemory);
        CHECK_FALSE(brief.must_go());
        CHECK_FALSE(idle.must_go());
        newer.call_ended();
        CHECK_FALSE(newer.must_go());
        CHECK(older.must_go() == Shortage::ProcessMemory);
    }
    const UnderPressure severe(Pressure::Severe);
    newer.call_began();
    std::this_thread::sleep_for(kLongEnough + 10ms);
    CHECK(older.must_go() == Shortage::ProcessMemory);
    CHECK(newer.must_go() == Shortage::ProcessMemory);
    CHECK_FALSE(idle.must_go());
}
