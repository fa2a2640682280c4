// Interrupts: a cancel and a deadline end the armed statement and never the next one.
#include "protocol/error.hpp"
#include "sql/interrupts.hpp"

#include <string>
#include <thread>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using namespace std::chrono_literals;
using redstart::protocol::SqlError;

namespace {

std::chrono::steady_clock::time_point past() { return std::chrono::steady_clock::now() - 1ms; }

// What check() throws: "SQLSTATE message", empty when it throws nothing.
std::string verdict(const Interrupts& interrupts) {
    try {
        interrupts.check();
        return {};
    } catch (const SqlError& error) { return std::string(error.sqlstate()) + " " + error.message(); }
}

} // namespace

TEST_CASE("a deadline ends the armed statement with the words of a cancel") {
    LockManager locks;
    Interrupts interrupts(locks);
    {
        const ArmedStatement armed(interrupts);
        interrupts.set_query_id(7);
        interrupts.set_deadline(std::chrono::steady_clock::now() + 1h);
        CHECK_FALSE(interrupts.expire()); // too early
        interrupts.set_deadline(past());
        CHECK(interrupts.expire());
        CHECK(verdict(interrupts) == "57014 Query (7) cancelled on user's request");
        CHECK_FALSE(interrupts.expire()); // once
    }
    CHECK_FALSE(interrupts.pending());
    const ArmedStatement next(interrupts);
    CHECK(verdict(interrupts).empty());
}

TEST_CASE("a deadline that strikes between messages, or as its statement ends, is forgotten") {
    LockManager locks;
    Interrupts interrupts(locks);
    interrupts.set_deadline(past());
    CHECK_FALSE(interrupts.expire());
    CHECK_FALSE(interrupts.has_deadline());
    const ArmedStatement armed(interrupts);
    interrupts.set_deadline(past());
    CHECK(interrupts.expire());
    interrupts.set_deadline(std::nullopt); // the statement had ended; the next one of the same query begins
    CHECK_FALSE(interrupts.pending());
    CHECK(verdict(interrupts).empty());
}

TEST_CASE("a cancel beside a deadline stays when the deadline goes, with its message") {
    LockManager locks;
    Interrupts interrupts(locks);
    const ArmedStatement armed(interrupts);
    interrupts.set_deadline(past());
    CHECK(interrupts.cancel("enough"));
    CHECK(interrupts.expire());
    interrupts.set_deadline(std::nullopt);
    CHECK(verdict(interrupts) == "57014 enough");
}

TEST_CASE("a terminate outlives the deadline of its statement") {
    LockManager locks;
    Interrupts interrupts(locks);
    const ArmedStatement armed(interrupts);
    interrupts.set_deadline(past());
    CHECK(interrupts.expire());
    interrupts.terminate();
    interrupts.set_deadline(std::nullopt);
    CHECK(verdict(interrupts) == "57P01 terminating connection due to administrator command");
}

TEST_CASE("a statement that waits for the engine has not lost it, and can be cancelled") {
    LockManager locks;
    Interrupts interrupts(locks);
    {
        const ArmedStatement armed(interrupts);
        interrupts.wait_for_engine(true);
        CHECK_FALSE(interrupts.lose_engine());
        CHECK(verdict(interrupts).empty());
        CHECK(interrupts.cancel({}));
        CHECK(verdict(interrupts) == "57014 Query cancelled on user's request");
    }
    const ArmedStatement next(interrupts); // which waits no more
    CHECK(interrupts.lose_engine());
    CHECK(verdict(interrupts).starts_with("58000 "));
}
