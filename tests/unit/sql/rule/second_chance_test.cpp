#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/rule/second_chance.hpp"

#include <thread>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using namespace std::chrono_literals;
using redstart::protocol::SqlError;
namespace state = redstart::protocol::sqlstate;

namespace {

const SqlError kNoMemory(state::kOutOfMemory, "out of memory");

} // namespace

TEST_CASE("a query that failed soon for want of memory gets another chance", "[memory_pressure]") {
    int pauses = 0;
    const auto pause = [&](std::chrono::milliseconds) { ++pauses; };
    SecondChance chance;
    CHECK(chance.after(kNoMemory, pause));
    CHECK(chance.after(kNoMemory, pause));
    CHECK(pauses == 2);
    CHECK_FALSE(chance.after(SqlError(state::kDivisionByZero, "division by zero"), pause));
    CHECK(pauses == 2);
    std::this_thread::sleep_for(SecondChance::kSoon + 10ms); // the attempt ran long: it is the query's own need
    CHECK_FALSE(chance.after(kNoMemory, pause));
}

TEST_CASE("what ends the pause of a second chance reaches the caller", "[memory_pressure]") {
    SecondChance chance;
    CHECK_THROWS_AS(chance.after(kNoMemory, [](auto) { throw SqlError(state::kQueryCanceled, "cancelled"); }),
                    SqlError);
}
