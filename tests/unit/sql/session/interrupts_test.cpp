// Interrupts: a cancel and a deadline end the armed statement and never the next one.
#include "protocol/error.hpp"
#include "sql/session/interrupts.hpp"

#include <string>
#include <thread>

#include <catch2/catch.hpp>
#include <duckdb.hpp>

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

TEST_CASE("who made the engine fail is told of it, whoever is hurried meanwhile; who came upon it is not blamed") {
    using duckdb::ErrorData;
    using duckdb::ExceptionType;
    const ErrorData fault(ExceptionType::FATAL, "a page is gone");
    const ErrorData innocent(ExceptionType::FATAL, "Failed: database has been invalidated because of a previous fatal "
                                                   "error. The database must be restarted prior to being used again.");
    const ErrorData interrupted(ExceptionType::INTERRUPT, "Interrupted!");
    LockManager locks;
    Interrupts interrupts(locks);
    const ArmedStatement armed(interrupts);
    CHECK(interrupts.failure(fault).sqlstate() == "XX000");
    CHECK(interrupts.failure(innocent).sqlstate() == "58000");
    interrupts.lose_engine();
    CHECK(interrupts.failure(fault).sqlstate() == "XX000");
    CHECK_THROWS_AS(interrupts.failure(innocent), SqlError);
    CHECK_THROWS_AS(interrupts.failure(interrupted), SqlError);
    interrupts.terminate();
    try {
        interrupts.failure(fault);
        FAIL("the termination was forgotten");
    } catch (const SqlError& error) { CHECK(error.sqlstate() == "57P01"); }
}
