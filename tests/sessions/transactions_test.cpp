// BEGIN to ROLLBACK: forms, warnings, the implicit transaction of a multi-statement query, the failed block.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

std::string count_of(Client& client, const std::string& table) {
    return client.must("select count(*) from " + table).value();
}

// A block with one row in `table`, failed by a division.
void fail_block(Client& client, const std::string& table) {
    client.must("begin");
    client.must("insert into " + table + " values (1)");
    REQUIRE(client.run("select 1/0").sqlstate == "22012");
    REQUIRE(client.status() == 'E');
}

} // namespace

TEST_CASE("every form of BEGIN opens a block and every form of COMMIT ends it") {
    auto client = session();
    const std::vector<std::string> modes = {"",
                                            " isolation level serializable",
                                            " isolation level read uncommitted",
                                            " isolation level read committed",
                                            " isolation level repeatable read",
                                            " read write",
                                            " isolation level serializable read write",
                                            " isolation level serializable, read write"};
    for (const std::string begin : {"begin", "begin work", "begin transaction", "start transaction"}) {
        for (const auto& mode : modes) {
            INFO(begin + mode);
            CHECK(client.must(begin + mode).tag == (begin[0] == 's' ? "START TRANSACTION" : "BEGIN"));
            CHECK(client.status() == 'T');
            CHECK(client.must("end").tag == "COMMIT");
        }
    }
    for (const std::string end :
         {"commit", "commit work", "commit transaction", "end", "end work", "end transaction"}) {
        client.must("begin");
        CHECK(client.must(end).tag == "COMMIT");
        CHECK(client.status() == 'I');
    }
    for (const std::string end : {"rollback", "rollback work", "rollback transaction", "abort", "abort work"}) {
        client.must("begin");
        CHECK(client.must(end).tag == "ROLLBACK");
        CHECK(client.status() == 'I');
    }
    CHECK(client.notices().empty());
    CHECK(client.run("begin nonsense").sqlstate == "42601");
    CHECK(client.run("savepoint s").sqlstate == "0A000");
}

// INF: PostgreSQL's warnings.
TEST_CASE("BEGIN in a block and COMMIT or ROLLBACK outside of one warn") {
    auto client = session();
    client.must("begin");
    CHECK(client.must("begin").tag == "BEGIN");
    CHECK(client.must("commit").tag == "COMMIT");
    CHECK(client.must("commit").tag == "COMMIT");
    CHECK(client.must("rollback").tag == "ROLLBACK");
    REQUIRE(client.notices().size() == 3);
    for (const auto& notice : client.notices()) CHECK(notice.severity == "WARNING");
    CHECK(client.notices()[0].sqlstate == "25001");
    CHECK(client.notices()[0].message == "there is already a transaction in progress");
    CHECK(client.notices()[1].sqlstate == "25P01");
    CHECK(client.notices()[1].message == "there is no transaction in progress");
    CHECK(client.notices()[2].sqlstate == "25P01");
}

TEST_CASE("a failed block lets nothing through but its end") {
    auto client = session();
    client.must("create table tx_failed (i int)");
    fail_block(client, "tx_failed");
    for (const char* statement : {"select 1", "select count(*) from tx_failed", "begin", "show search_path",
                                  "set query_group to 'x'", "lock tx_failed", "cancel 99", "truncate tx_failed",
                                  "select pg_terminate_backend(99)", "create user tx_user password 'Abcd1234'"}) {
        INFO(statement);
        const auto answer = client.run(statement);
        CHECK(answer.sqlstate == "25P02");
        CHECK(answer.message == "current transaction is aborted, commands ignored until end of transaction block");
        CHECK(client.status() == 'E');
    }
    client.must("rollback");
    CHECK(count_of(client, "tx_failed") == "0");
}

// INF: PostgreSQL's tag.
TEST_CASE("COMMIT of a failed block rolls back and says so") {
    auto client = session();
    client.must("create table tx_commit (i int)");
    for (const char* end : {"commit", "end", "commit work"}) {
        fail_block(client, "tx_commit");
        CHECK(client.must(end).tag == "ROLLBACK");
        CHECK(client.status() == 'I');
        CHECK(count_of(client, "tx_commit") == "0");
    }
}

TEST_CASE("errors of every stage fail the block") {
    auto client = session();
    client.must("create table tx_stages (i int)");
    for (const char* wrong :
         {"selec 1", "select nothing", "select * from nowhere", "select 1/0", "select 'a'::int",
          "insert into tx_stages values ('a')", "lock nowhere", "cancel 99", "drop table nowhere"}) {
        INFO(wrong);
        client.must("begin");
        client.must("insert into tx_stages values (1)");
        CHECK(client.run(wrong).failed());
        CHECK(client.status() == 'E');
        CHECK(client.must("commit").tag == "ROLLBACK");
    }
    CHECK(count_of(client, "tx_stages") == "0");
}

TEST_CASE("a failed block holds no locks") {
    auto client = session();
    auto observer = session();
    client.must("create table tx_unlocked (i int)");
    fail_block(client, "tx_unlocked");
    CHECK(granted(observer, client) == 0);
    CHECK(observer.must("lock tx_unlocked").tag == "LOCK TABLE");
}

TEST_CASE("a query of several statements is one transaction") {
    auto client = session();
    client.must("create table tx_multi (i int)");
    client.send("insert into tx_multi values (1); insert into tx_multi values (2); select 1/0; "
                "insert into tx_multi values (3)");
    const auto answers = client.wait_all();
    REQUIRE(answers.size() == 3); // nothing runs after the error
    CHECK(answers.back().sqlstate == "22012");
    CHECK(client.status() == 'I');
    CHECK(count_of(client, "tx_multi") == "0");
    client.must("insert into tx_multi values (1); insert into tx_multi values (2)");
    CHECK(count_of(client, "tx_multi") == "2");
}

TEST_CASE("BEGIN inside a query of several statements keeps what came before, as PostgreSQL does") {
    auto client = session();
    client.must("create table tx_begin (i int)");
    client.send("insert into tx_begin values (1); begin; insert into tx_begin values (2)");
    for (const auto& answer : client.wait_all()) CHECK_FALSE(answer.failed());
    CHECK(client.status() == 'T');
    client.must("rollback");
    CHECK(count_of(client, "tx_begin") == "0");
    client.must("insert into tx_begin values (1); commit; select 1");
    CHECK(count_of(client, "tx_begin") == "1");
}

TEST_CASE("an uncommitted row is seen by nobody else") {
    auto writer = session();
    auto reader = session();
    writer.must("create table tx_visible (i int)");
    writer.must("begin");
    writer.must("insert into tx_visible values (1)");
    CHECK(count_of(writer, "tx_visible") == "1");
    CHECK(count_of(reader, "tx_visible") == "0");
    writer.must("commit");
    CHECK(count_of(reader, "tx_visible") == "1");
}

// r_TRUNCATE: it commits what came before it, and itself.
TEST_CASE("TRUNCATE commits the transaction it is in") {
    auto client = session();
    auto observer = session();
    client.must("create table tx_truncate (i int)");
    client.must("create table tx_before (i int)");
    client.must("insert into tx_truncate values (1), (2)");
    client.must("begin");
    client.must("insert into tx_before values (1)");
    CHECK(client.must("truncate tx_truncate").tag == "TRUNCATE TABLE");
    CHECK(client.status() == 'T');
    CHECK(granted(observer, client) == 0);
    client.must("rollback");
    CHECK(count_of(client, "tx_truncate") == "0");
    CHECK(count_of(client, "tx_before") == "1");
}

TEST_CASE("the end of a connection rolls back") {
    auto observer = session();
    observer.must("create table tx_left (i int)");
    std::string pid;
    {
        auto client = session();
        pid = client.pid_text();
        client.must("begin");
        client.must("insert into tx_left values (1)");
    }
    require_gone(observer, pid);
    CHECK(count_of(observer, "tx_left") == "0");
}

TEST_CASE("set_config is SET as a function: it belongs to its transaction, and clients are told") {
    auto client = session();
    const auto group = [&] { return client.must("show query_group").value(); };
    CHECK(client.must("select set_config('query_group', 'a' || 'b', false)").value() == "ab");
    CHECK(group() == "ab");
    CHECK(client.must("select set_config('query_group', 'c', true)").value() == "c");
    CHECK(group() == "ab");
    client.must("begin");
    client.must("select set_config('query_group', 'local', true)");
    CHECK(group() == "local");
    client.must("select set_config('query_group', 'undone', false)");
    CHECK(group() == "undone");
    client.must("rollback");
    CHECK(group() == "ab");
    CHECK(client.run("select set_config('query_group', 'x', false), i / 0 from numbers").sqlstate == "22012");
    CHECK(group() == "ab");
    CHECK(client.run("select set_config('nowhere', 'x', false)").sqlstate == "42704");
    CHECK(client.run("select set_config('extra_float_digits', 'x', false)").sqlstate == "22023");
    client.must("select set_config('application_name', current_setting('application_name') || '/s1', false)");
    CHECK(std::string(PQparameterStatus(client.native(), "application_name")).ends_with("/s1"));
}

// As PostgreSQL: temporary tables may be written.
TEST_CASE("a READ ONLY transaction refuses what writes, and only that") {
    auto client = session();
    client.must("create table read_only_table (i int)");
    client.must("create temp table read_only_temp (i int)");
    const std::vector<std::pair<std::string, std::string>> refused = {
        {"insert into read_only_table values (1)", "INSERT"},
        {"update read_only_table set i = 2", "UPDATE"},
        {"delete from read_only_table", "DELETE"},
        {"copy read_only_table from stdin", "COPY FROM"},
        {"select 1 as i into read_only_other", "SELECT INTO"},
        {"create table read_only_other (i int)", "CREATE TABLE"},
        {"drop table read_only_table", "DROP TABLE"},
        {"truncate read_only_table", "TRUNCATE TABLE"},
        {"create user read_only_user password 'Secret1234'", "CREATE USER"},
    };
    const auto refuses = [&] {
        for (const auto& [statement, command] : refused) {
            const auto answer = client.run(statement);
            INFO(statement);
            CHECK(answer.sqlstate == "25006");
            CHECK(answer.message == "cannot execute " + command + " in a read-only transaction");
            client.must("rollback");
            client.must("begin read only");
        }
    };
    client.must("begin read only");
    refuses();
    client.must("select count(*) from read_only_table");
    client.must("insert into read_only_temp values (1)");
    client.must("set transaction read write");
    client.must("insert into read_only_table values (1)");
    client.must("commit");
    client.must("begin");
    client.must("insert into read_only_table values (2)");
    client.must("commit");

    client.must("set session characteristics as transaction read only");
    CHECK(client.run("insert into read_only_table values (3)").sqlstate == "25006");
    client.must("begin");
    CHECK(client.must("show transaction_read_only").value() == "on");
    CHECK(client.run("delete from read_only_table").sqlstate == "25006");
    client.must("rollback");
    client.must("begin read write");
    client.must("delete from read_only_table");
    client.must("rollback");
    client.must("set session characteristics as transaction read write");
    CHECK(client.must("select count(*) from read_only_table").value() == "2");
    client.must("drop table read_only_table");
}

} // namespace redstart::test
