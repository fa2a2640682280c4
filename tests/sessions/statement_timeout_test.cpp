// statement_timeout: what it counts, what its victim sees, where its value comes from.
#include "tests/sessions/fixture.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

// The statement must end with a timeout's error, not sooner than `limit` after it was sent. Returns how much later.
double lateness(Client& client, const std::string& sql, std::chrono::milliseconds limit) {
    const auto begun = Clock::now();
    const auto error = client.run(sql);
    const Milliseconds took = Clock::now() - begun;
    require_cancelled(error);
    CHECK(took.count() >= static_cast<double>(limit.count()));
    return took.count() - static_cast<double>(limit.count());
}

// How late this machine wakes a sleeper at the moment, and how long a question and its answer take.
double machine_delay(Client& client) {
    const auto begun = Clock::now();
    std::this_thread::sleep_for(10ms);
    client.must("select 1");
    return Milliseconds(Clock::now() - begun).count() - 10.0;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

TEST_CASE("statement_timeout ends a running query like a cancel, and the session lives") {
    auto client = session();
    client.must("set statement_timeout to 150");
    const auto begun = Clock::now();
    const auto error = client.run(kEndless);
    require_cancelled(error);
    CHECK(Clock::now() - begun >= 150ms);
    CHECK(error.message ==
          "Query (" + client.must("select pg_last_query_id()").value() + ") cancelled on user's request");
    CHECK(client.status() == 'I');
    CHECK(client.must("select count(*) from numbers").value() == "10000");
    CHECK(client.must("show statement_timeout").value() == "150");
    client.must("reset statement_timeout");
    CHECK(client.must("show statement_timeout").value() == "0");
}

TEST_CASE("statement_timeout aborts the block, which then holds nothing") {
    auto observer = session();
    observer.must("create table timeout_block (i int)");
    auto client = session();
    client.must("begin");
    client.must("insert into timeout_block values (1)");
    client.must("set local statement_timeout to 100");
    require_cancelled(client.run(kEndless));
    CHECK(client.status() == 'E');
    require_no_locks(observer, client);
    CHECK(client.run("select 1").sqlstate == "25P02");
    client.must("rollback");
    CHECK(client.must("show statement_timeout").value() == "0"); // SET LOCAL ends with the transaction
    CHECK(client.must("select count(*) from timeout_block").value() == "0");
}

TEST_CASE("statement_timeout counts the wait for a lock, and strikes within 10 ms") {
    auto observer = session();
    auto holder = session();
    auto victim = session();
    observer.must("create table timeout_wait (i int)");
    holder.must("begin");
    holder.must("lock timeout_wait");
    victim.must("set statement_timeout to 30");
    std::vector<double> late;
    std::vector<double> delays;
    for (int round = 0; round < 15; ++round) {
        delays.push_back(machine_delay(observer));
        late.push_back(lateness(victim, "select * from timeout_wait", 30ms));
    }
    INFO("medians in ms: lateness " << median(late) << ", the machine's own delay " << median(delays));
    CHECK(median(late) <= 10.0 + 4 * median(delays)); // three threads take turns to end a statement
    CHECK(waiting(observer, victim) == 0);
    holder.must("rollback");
    CHECK(victim.must("select count(*) from timeout_wait").value() == "0");
}

TEST_CASE("statement_timeout counts a COPY that waits for its data; the connection goes on") {
    auto observer = session();
    observer.must("create table timeout_copy (i int)");
    auto client = session();
    client.must("set statement_timeout to 100");
    client.send("copy timeout_copy from stdin");
    REQUIRE(client.wait().tag == "COPY IN");
    PQputCopyData(client.native(), "1\n", 2);
    require_no_locks(observer, client, 5s); // although the client sends nothing more
    PQputCopyData(client.native(), "2\n", 2);
    PQputCopyEnd(client.native(), nullptr);
    require_cancelled(client.wait());
    CHECK(client.must("select count(*) from timeout_copy").value() == "0");
}

TEST_CASE("statement_timeout ends a result that its client does not read") {
    auto observer = session();
    auto client = session();
    client.must("set statement_timeout to 300");
    client.send(kFlood);
    PQsetSingleRowMode(client.native());
    require_no_locks(observer, client, 5s);
    require_cancelled(client.drain());
    CHECK(client.must("select 1").value() == "1");
}

TEST_CASE("statement_timeout gives each statement of a query its own time") {
    auto observer = session();
    auto first = session();
    auto second = session();
    auto victim = session();
    observer.must("create table timeout_first (i int)");
    observer.must("create table timeout_second (i int)");
    first.must("begin");
    first.must("lock timeout_first");
    second.must("begin");
    second.must("lock timeout_second");
    victim.must("set statement_timeout to 700");
    victim.send("select count(*) from timeout_first; select count(*) from timeout_second");
    std::this_thread::sleep_for(400ms);
    first.must("rollback");
    std::this_thread::sleep_for(400ms);
    second.must("rollback");
    const auto answers = victim.wait_all();
    REQUIRE(answers.size() == 2);
    CHECK(answers[1].value() == "0");
}

TEST_CASE("statement_timeout never ends the statement after the one it was for") {
    auto client = session();
    int struck = 0;
    for (int round = 0; round < 150; ++round) {
        client.must("set statement_timeout to " + std::to_string(1 + round % 3));
        const auto timed = client.run("select count(*) from numbers a, numbers b where a.i < " +
                                      std::to_string(1 + 7 * (round % 40)) + " and a.i + b.i = -1");
        if (timed.failed()) require_cancelled(timed), ++struck;
        const auto next = client.run("set statement_timeout to 0");
        if (next.failed()) require_cancelled(next); // a millisecond may be too short for it as well
        client.must("reset statement_timeout");
        CHECK(client.must("select count(*) from numbers").value() == "10000");
    }
    CHECK(struck > 0);
}

TEST_CASE("statement_timeout in the extended protocol") {
    auto client = session();
    client.must("set statement_timeout to 100");
    REQUIRE(PQsendQueryParams(client.native(), kEndless, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1);
    require_cancelled(client.wait());
    CHECK(client.must("select 1").value() == "1");
    const char* values[] = {"3"};
    REQUIRE(PQsendQueryParams(client.native(), "select $1::int", 1, nullptr, values, nullptr, nullptr, 0) == 1);
    CHECK(client.wait().value() == "3");
    std::this_thread::sleep_for(150ms); // the time of a statement that has ended
    CHECK(client.must("select 1").value() == "1");
}

TEST_CASE("ALTER USER ... SET gives the sessions opened afterwards their first value") {
    auto admin = session();
    admin.must("create user hasty password 'Hasty1234'");
    auto before = session("hasty");
    admin.must("alter user hasty set statement_timeout to 120");
    CHECK(before.must("show statement_timeout").value() == "0");
    auto after = session("hasty");
    CHECK(after.must("show statement_timeout").value() == "120");
    require_cancelled(after.run(kEndless));
    after.must("set statement_timeout to 5000");
    after.must("reset statement_timeout");
    CHECK(after.must("show statement_timeout").value() == "120");
    CHECK(after.must("alter user hasty set search_path to s, public").tag == "ALTER USER"); // one's own
    CHECK(after.run("alter user admin set statement_timeout to 1").sqlstate == "42501");
    CHECK(after.run("alter user hasty createuser set statement_timeout to 1").sqlstate == "42501");
    CHECK(session("hasty").must("show search_path").value() == "s, public");
    CHECK(admin.run("alter user hasty set statement_timeout to 'soon'").sqlstate == "22023");
    CHECK(admin.run("alter user hasty set no_such_parameter to 1").sqlstate == "42704");
    admin.must("alter user hasty reset statement_timeout");
    CHECK(session("hasty").must("show statement_timeout").value() == "0");
    admin.must("drop user hasty");
    admin.must("create user hasty password 'Hasty1234'");
    CHECK(session("hasty").must("show search_path").value() != "s, public"); // nothing of the former one is left
    admin.must("drop user hasty");
}

TEST_CASE("the server's --statement-timeout is what a session begins with") {
    const ServerProcess quick({"--data-dir", ":memory:", "--auth", "trust", "--statement-timeout", "200ms"});
    Client client(quick);
    CHECK(client.must("show statement_timeout").value() == "200");
    client.must("create table many (i int)");
    client.must("insert into many select * from generate_series(1, 5000)");
    require_cancelled(client.run("select count(*) from many a, many b, many c where a.i + b.i + c.i = -1"));
    client.must("set statement_timeout to 0");
    client.must("reset statement_timeout");
    CHECK(client.must("show statement_timeout").value() == "200");
}

} // namespace redstart::test
