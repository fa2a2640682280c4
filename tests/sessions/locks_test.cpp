// Table locks by real statements.
#include "tests/sessions/fixture.hpp"

#include <regex>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

// In a block each: what it takes on the table `name`, from the weakest to the strongest.
std::vector<std::string> takers(const std::string& name) {
    return {"select * from " + name, "insert into " + name + " values (1)", "lock " + name};
}

// True when `second` has to wait while `first` holds its lock. Leaves no transaction.
bool conflict(Client& observer, const std::string& first, const std::string& second) {
    auto holder = session();
    auto other = session();
    holder.must("begin");
    holder.must(first);
    other.must("begin");
    other.send(second);
    bool waits = false;
    REQUIRE(eventually([&] { return (waits = waiting(observer, other) > 0) || other.answered(); }));
    holder.must("commit");
    REQUIRE_FALSE(other.wait().failed());
    other.must("rollback");
    return waits;
}

// Sends `sql` and makes sure that it waits.
void send_and_wait(Client& observer, Client& client, const std::string& sql) {
    client.send(sql);
    require_waiting(observer, client);
    REQUIRE_FALSE(client.answered());
}

} // namespace

TEST_CASE("the conflict matrix, by statements") {
    auto observer = session();
    observer.must("create table lock_matrix (i int)");
    const auto statements = takers("lock_matrix");
    constexpr bool kWaits[3][3] = {{false, false, true}, {false, true, true}, {true, true, true}};
    for (std::size_t held = 0; held < statements.size(); ++held)
        for (std::size_t wanted = 0; wanted < statements.size(); ++wanted) {
            INFO(statements[held] << " then " << statements[wanted]);
            CHECK(conflict(observer, statements[held], statements[wanted]) == kWaits[held][wanted]);
        }
}

TEST_CASE("every writer takes ShareRowExclusiveLock") {
    auto observer = session();
    observer.must("create table lock_writers (i int)");
    for (const std::string writer : {"insert into lock_writers select i from numbers where i = 1",
                                     "update lock_writers set i = 2", "delete from lock_writers"}) {
        INFO(writer);
        CHECK(conflict(observer, "insert into lock_writers values (1)", writer));
        CHECK_FALSE(conflict(observer, writer, "select * from lock_writers"));
    }
}

TEST_CASE("INSERT ... SELECT from its own table shows both locks") {
    auto client = session();
    auto observer = session();
    client.must("create table lock_both (i int)");
    client.must("begin");
    client.must("insert into lock_both select i from lock_both");
    const auto rows = observer.must(
        "select mode from pg_locks where relation is not null and pid = " + client.pid_text() + " order by mode");
    REQUIRE(rows.rows.size() == 2);
    CHECK(rows.value(0) == "AccessShareLock");
    CHECK(rows.value(1) == "ShareRowExclusiveLock");
}

TEST_CASE("DROP, ALTER and TRUNCATE wait for readers") {
    auto observer = session();
    for (const std::string statement :
         {"alter table lock_ddl add column j int", "truncate lock_ddl", "drop table lock_ddl"}) {
        INFO(statement);
        observer.must("create table if not exists lock_ddl (i int)");
        auto reader = session();
        auto other = session();
        reader.must("begin");
        reader.must("select * from lock_ddl");
        send_and_wait(observer, other, statement);
        reader.must("commit");
        CHECK_FALSE(other.wait().failed());
    }
}

// INF: waiters queue, so that a waiting AccessExclusive blocks the readers behind it (as users report).
TEST_CASE("waiters queue in the order in which they came") {
    auto observer = session();
    observer.must("create table lock_fifo (i int)");
    auto reader = session();
    auto exclusive = session();
    auto late = session();
    reader.must("begin");
    reader.must("select * from lock_fifo");
    exclusive.must("begin");
    send_and_wait(observer, exclusive, "lock lock_fifo");
    send_and_wait(observer, late, "select * from lock_fifo");
    reader.must("commit");
    CHECK(exclusive.wait().tag == "LOCK TABLE");
    CHECK_FALSE(late.answered());
    exclusive.must("commit");
    CHECK_FALSE(late.wait().failed());
}

TEST_CASE("a view counts as its base tables, also through another view") {
    auto observer = session();
    observer.must("create table lock_base (i int)");
    observer.must("create view lock_view as select * from lock_base");
    observer.must("create view lock_view2 as select * from lock_view");
    for (const std::string view : {"lock_view", "lock_view2"}) {
        CHECK(conflict(observer, "select * from " + view, "lock lock_base"));
        CHECK(conflict(observer, "lock lock_base", "select * from " + view));
        CHECK_FALSE(conflict(observer, "insert into lock_base values (1)", "select * from " + view));
    }
    CHECK(observer.run("lock lock_view").sqlstate == "42809"); // r_LOCK: not on views; the state is INF
}

TEST_CASE("LOCK takes several tables, and all of them end with the transaction") {
    auto observer = session();
    auto holder = session();
    for (const std::string name : {"lock_one", "lock_two", "lock_three"})
        observer.must("create table " + name + " (i int)");
    holder.must("begin");
    CHECK(holder.must("lock table lock_one, public.lock_two, lock_three").tag == "LOCK TABLE");
    CHECK(observer
              .must("select count(*) from pg_locks where mode = 'AccessExclusiveLock' and granted and pid = " +
                    holder.pid_text())
              .value() == "3");
    auto reader = session();
    send_and_wait(observer, reader, "select * from lock_three");
    holder.must("commit");
    CHECK_FALSE(reader.wait().failed());
    CHECK(observer.run("lock lock_one, nowhere").sqlstate == "42P01");
}

TEST_CASE("a second writer sees the first one's rows") {
    auto observer = session();
    auto first = session();
    auto second = session();
    observer.must("create table lock_second (i int)");
    first.must("begin");
    first.must("insert into lock_second values (1), (2), (3)");
    second.must("begin"); // its snapshot comes after its lock
    send_and_wait(observer, second, "delete from lock_second");
    first.must("commit");
    CHECK(second.wait().tag == "DELETE 3");
    second.must("commit");
    CHECK(observer.must("select count(*) from lock_second").value() == "0");
}

TEST_CASE("a writer that waited for one that rolled back sees nothing of it") {
    auto observer = session();
    auto first = session();
    auto second = session();
    observer.must("create table lock_undone (i int)");
    first.must("begin");
    first.must("insert into lock_undone values (1)");
    send_and_wait(observer, second, "update lock_undone set i = 2");
    first.must("rollback");
    CHECK(second.wait().tag == "UPDATE 0");
}

TEST_CASE("a deadlock is an error for the one whose request closes the circle") {
    auto observer = session();
    auto first = session();
    auto second = session();
    observer.must("create table lock_a (i int)");
    observer.must("create table lock_b (i int)");
    first.must("begin");
    first.must("insert into lock_a values (1)");
    second.must("begin");
    second.must("insert into lock_b values (1)");
    send_and_wait(observer, first, "insert into lock_b values (2)");
    const auto error = second.run("insert into lock_a values (2)");
    CHECK(error.sqlstate == "40P01");
    CHECK(error.message == "deadlock detected");
    const std::string waits = "Process ([0-9]+) waits for ShareRowExclusiveLock on relation [0-9]+ of database [0-9]+; "
                              "blocked by process ([0-9]+)\\.";
    std::smatch found;
    REQUIRE(std::regex_match(error.detail, found, std::regex(waits + "\n" + waits)));
    CHECK(found[1] == second.pid_text());
    CHECK(found[2] == first.pid_text());
    CHECK(found[3] == first.pid_text());
    CHECK(found[4] == second.pid_text());
    CHECK(second.status() == 'E');
    CHECK(first.wait().tag == "INSERT 0 1"); // the victim's locks went with its error
    first.must("commit");
    CHECK(observer.must("select count(*) from lock_b").value() == "1");
}

TEST_CASE("a waiter's wanted lock shows as not granted, beside the holder's") {
    auto observer = session();
    auto holder = session();
    auto waiter = session();
    observer.must("create table lock_shown (i int)");
    holder.must("begin");
    holder.must("insert into lock_shown values (1)");
    waiter.send("truncate lock_shown");
    require_waiting(observer, waiter);
    const auto pair =
        observer.must("select h.pid, w.pid, h.lock_mode, w.lock_mode from svv_transactions h join svv_transactions w "
                      "on h.relation = w.relation where h.granted and not w.granted and h.pid = " +
                      holder.pid_text());
    REQUIRE(pair.rows.size() == 1);
    CHECK(pair.value(0, 1) == waiter.pid_text());
    CHECK(pair.value(0, 2) == "ShareRowExclusiveLock");
    CHECK(pair.value(0, 3) == "AccessExclusiveLock");
    holder.must("rollback");
    CHECK_FALSE(waiter.wait().failed());
}

TEST_CASE("LOCK of a table that is dropped while it waits") {
    auto observer = session();
    auto dropper = session();
    auto waiter = session();
    observer.must("create table lock_dropped (i int)");
    dropper.must("begin");
    dropper.must("drop table lock_dropped");
    waiter.must("begin");
    send_and_wait(observer, waiter, "lock lock_dropped");
    dropper.must("commit");
    CHECK(waiter.wait().sqlstate == "42P01");
    CHECK(waiter.status() == 'E');
}

} // namespace redstart::test
