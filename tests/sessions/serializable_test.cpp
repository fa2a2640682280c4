// SERIALIZABLE and SNAPSHOT databases (c_serial_isolation, r_CREATE_DATABASE, c_write_readwrite): the guide's
// scenarios.
#include "tests/sessions/fixture.hpp"

#include <regex>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

// Two sessions and an observer in a database of that level, made once.
struct Pair {
    explicit Pair(const std::string& level) : database("iso_" + level) {
        auto admin = session();
        if (admin.must("select 1 from pg_database where datname = '" + database + "'").rows.empty())
            admin.must("create database " + database + " isolation level " + level);
        for (auto* client : {&first, &second, &observer}) client->emplace(session("admin", database));
    }
    Client& one() { return *first; }
    Client& two() { return *second; }
    Client& other() { return *observer; }

    std::string database;
    std::optional<Client> first, second, observer;
};

void require_violation(const Answer& answer, const Client& failed) {
    INFO(answer.message << " " << answer.detail);
    REQUIRE(answer.sqlstate == "XX000");
    CHECK(answer.message == "1023");
    CHECK(std::regex_match(answer.detail,
                           std::regex("Serializable isolation violation on table - [0-9]+, transactions forming the "
                                      "cycle are: [0-9]+(, [0-9]+)* \\(pid:" +
                                      failed.pid_text() + "\\)")));
}

std::string digits(Client& client) {
    return client.must("select listagg(digits::varchar) within group (order by digits) from numbers").value();
}

} // namespace

TEST_CASE("write skew over two tables fails under SERIALIZABLE and passes under SNAPSHOT") {
    for (const std::string level : {"serializable", "snapshot"}) {
        INFO(level);
        Pair with(level);
        with.other().must("create table tab1 (i int)");
        with.other().must("create table tab2 (i int)");
        with.one().must("begin");
        with.two().must("begin");
        with.one().must("select * from tab1");
        with.one().must("insert into tab2 values (1)");
        with.two().must("insert into tab1 values (1)");
        const auto last = with.two().run("select * from tab2");
        if (level == "serializable") {
            require_violation(last, with.two());
            CHECK(with.two().status() == 'E');
            CHECK(granted(with.other(), with.two()) == 0); // rolled back, its locks released
            const auto logged = with.other().must(
                "select c.process_id, c.xact_start_ts <= c.abort_time, t.relname from stl_tr_conflict c "
                "join pg_class t on t.oid = c.table_id where process_id = " +
                with.two().pid_text());
            REQUIRE(logged.rows.size() == 1);
            CHECK(logged.value(0, 1) == "t");
            CHECK(logged.value(0, 2) == "tab2");
        } else {
            CHECK_FALSE(last.failed());
        }
        CHECK(with.two().must("commit").tag == (level == "serializable" ? "ROLLBACK" : "COMMIT"));
        CHECK(with.one().must("commit").tag == "COMMIT");
        CHECK(with.other().must("select count(*) from tab1").value() == (level == "serializable" ? "0" : "1"));
        with.other().must("drop table tab1");
        with.other().must("drop table tab2");
    }
}

// r_CREATE_DATABASE: two users flip the two halves of one table.
TEST_CASE("the Numbers table: different rows of one table from overlapping snapshots") {
    for (const std::string level : {"serializable", "snapshot"}) {
        INFO(level);
        Pair with(level);
        with.other().must("create table numbers (digits int)");
        with.other().must("insert into numbers values (0), (1)");
        with.one().must("begin");
        with.two().must("begin");
        CHECK(digits(with.one()) == "01");
        CHECK(digits(with.two()) == "01");
        with.one().must("update numbers set digits = 0 where digits = 1");
        with.two().send("update numbers set digits = 1 where digits = 0");
        require_waiting(with.other(), with.two());
        with.one().must("commit");
        const auto second = with.two().wait();
        if (level == "serializable") {
            require_violation(second, with.two());
            with.two().must("rollback");
            CHECK(digits(with.other()) == "00");
        } else {
            CHECK(second.tag == "UPDATE 1");
            with.two().must("commit");
            CHECK(digits(with.other()) == "01"); // swapped: no serial order gives that
        }
        with.other().must("drop table numbers");
    }
}

TEST_CASE("the same row from overlapping snapshots fails at both levels") {
    for (const std::string level : {"serializable", "snapshot"}) {
        INFO(level);
        Pair with(level);
        with.other().must("create table same_row (i int)");
        with.other().must("insert into same_row values (1)");
        with.one().must("begin");
        with.two().must("begin");
        with.one().must("select * from same_row");
        with.two().must("select * from same_row");
        with.one().must("update same_row set i = 2");
        with.one().must("commit");
        require_violation(with.two().run("update same_row set i = 3"), with.two());
        with.two().must("rollback");
        CHECK(with.other().must("select i from same_row").value() == "2");
        with.other().must("drop table same_row");
    }
}

// c_write_readwrite: COPY into one table, in blocks and without.
TEST_CASE("concurrent loads of one table queue and all succeed, whatever their snapshots") {
    Pair with("serializable");
    with.other().must("create table loaded (i int)");
    with.other().must("create table looked_at (i int)");
    with.one().must("begin");
    with.two().must("begin");
    with.two().must("select * from looked_at"); // its snapshot is older than what the other one loads
    with.one().must("insert into loaded values (1)");
    with.two().send("insert into loaded values (2)");
    require_waiting(with.other(), with.two());
    with.one().must("commit");
    CHECK_FALSE(with.two().wait().failed());
    CHECK(with.two().must("commit").tag == "COMMIT");
    CHECK(with.other().must("select count(*) from loaded").value() == "2");
    with.other().must("drop table loaded");
    with.other().must("drop table looked_at");
}

TEST_CASE("a DELETE that waited fails when its snapshot is older, and sees the rows when it is not") {
    Pair with("serializable");
    for (const bool older : {true, false}) {
        INFO(older);
        with.other().must("create table deleted (i int)");
        with.other().must("create table looked_at (i int)");
        with.one().must("begin");
        with.two().must("begin");
        if (older) with.two().must("select * from looked_at");
        with.one().must("insert into deleted values (1), (2)");
        with.two().send("delete from deleted");
        require_waiting(with.other(), with.two());
        with.one().must("commit");
        const auto answer = with.two().wait();
        if (older)
            require_violation(answer, with.two());
        else
            CHECK(answer.tag == "DELETE 2");
        with.two().must("rollback");
        with.other().must("drop table deleted");
        with.other().must("drop table looked_at");
    }
}

// c_write_readwrite, mixed: one transaction reads a table, another one writes it, and nothing else connects them.
TEST_CASE("a reader and a writer, and single statements beside them, never fail") {
    Pair with("serializable");
    with.other().must("create table mixed (i int)");
    with.one().must("begin");
    CHECK(with.one().must("select count(*) from mixed").value() == "0");
    with.two().must("begin");
    with.two().must("insert into mixed values (1)");
    with.two().must("update mixed set i = 2");
    with.two().must("commit");
    with.other().must("delete from mixed where i = 3");
    CHECK(with.one().must("select count(*) from mixed").value() == "0");
    CHECK(with.other().must("select count(*) from mixed").value() == "1");
    CHECK(with.one().must("commit").tag == "COMMIT");
    with.other().must("drop table mixed");
}

// c_serial_isolation: locking every table first avoids the error.
TEST_CASE("LOCK at the start of both transactions avoids 1023") {
    Pair with("serializable");
    with.other().must("create table lock1 (i int)");
    with.other().must("create table lock2 (i int)");
    with.one().must("begin");
    with.one().must("lock lock1, lock2");
    with.two().must("begin");
    with.two().send("lock lock1, lock2");
    require_waiting(with.other(), with.two());
    with.one().must("select * from lock1");
    with.one().must("insert into lock2 values (1)");
    with.one().must("commit");
    CHECK_FALSE(with.two().wait().failed());
    with.two().must("insert into lock1 values (1)");
    CHECK(with.two().must("select count(*) from lock2").value() == "1");
    CHECK(with.two().must("commit").tag == "COMMIT");
    with.other().must("drop table lock1");
    with.other().must("drop table lock2");
}

TEST_CASE("a relation that is newer than the snapshot is error 1018") {
    for (const std::string level : {"serializable", "snapshot"}) {
        INFO(level);
        Pair with(level);
        with.other().must("create table old_one (i int)");
        with.other().must("create table replaced (i int)");
        for (const std::string statement :
             {"select * from newer", "insert into newer values (1)", "lock newer", "drop table newer",
              "select * from replaced", "select * from nowhere", "select * from dropped"}) {
            INFO(statement);
            with.other().must("create table dropped (i int)");
            with.one().must("begin");
            with.one().must("select * from old_one"); // the snapshot
            with.one().must("create table own (i int)");
            CHECK_FALSE(with.one().must("select * from own").failed());
            with.two().must("create table newer (i int)");
            with.two().must("drop table replaced");
            with.two().must("create table replaced (j int)");
            with.two().must("drop table dropped");
            const auto answer = with.one().run(statement);
            if (statement.ends_with("nowhere") || statement.ends_with("dropped")) {
                CHECK(answer.sqlstate == "42P01");
                CHECK(answer.message == "relation \"" + statement.substr(14) + "\" does not exist");
            } else {
                CHECK(answer.sqlstate == "XX000");
                CHECK(answer.message == "1018");
                CHECK(answer.detail == "Relation does not exist.");
            }
            with.one().must("rollback");
            CHECK_FALSE(with.one().run("select * from newer").failed());
            with.two().must("drop table newer");
        }
        with.one().must("begin"); // what it dropped itself does not exist for it
        with.one().must("drop table old_one");
        CHECK(with.one().run("select * from old_one").sqlstate == "42P01");
        with.one().must("rollback");
        with.other().must("drop table old_one");
        with.other().must("drop table replaced");
    }
}

TEST_CASE("a statement that waited for a DROP says that its table is gone") {
    Pair with("snapshot");
    with.other().must("create table waited (i int)");
    with.one().must("begin");
    with.one().must("drop table waited");
    with.two().send("select * from waited");
    require_waiting(with.other(), with.two());
    with.one().must("commit");
    const auto answer = with.two().wait();
    CHECK(answer.sqlstate == "XX000");
    CHECK(std::regex_match(answer.message, std::regex("table [0-9]+ dropped by concurrent transaction")));
}

TEST_CASE("a statement that waited while its table was renamed says that the name is gone") {
    Pair with("snapshot");
    for (const std::string statement : {"select * from old_name", "insert into old_name values (1)", "lock old_name",
                                        "truncate old_name", "drop table old_name"}) {
        INFO(statement);
        with.other().must("create table old_name (i int)");
        with.one().must("begin");
        with.one().must("alter table old_name rename to new_name");
        with.two().send(statement == "lock old_name" ? "begin; lock old_name" : statement);
        require_waiting(with.other(), with.two());
        with.one().must("commit");
        const auto answer = with.two().wait_all().back();
        CHECK(answer.sqlstate == "42P01");
        CHECK(answer.message.find("old_name") != std::string::npos);
        if (statement == "lock old_name") with.two().must("rollback");
        with.other().must("drop table new_name");
    }
    // Renamed, and another table made under the name: that one is meant.
    with.other().must("create table old_name (i int)");
    with.one().must("begin");
    with.one().must("alter table old_name rename to new_name");
    with.one().must("create table old_name (j int)");
    with.one().must("insert into old_name values (5)");
    with.two().send("select j from old_name");
    require_waiting(with.other(), with.two());
    with.one().must("commit");
    CHECK(with.two().wait().value() == "5");
    with.other().must("drop table old_name");
    with.other().must("drop table new_name");
}

} // namespace redstart::test
