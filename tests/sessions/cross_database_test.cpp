// db.schema.table: other databases can be read, and only read (cross-database-overview).
#include "tests/sessions/fixture.hpp"

#include <array>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

// A database with t (i) holding 1, 2 and a view of it. Made once.
void make(const std::string& name, const std::string& level = "snapshot") {
    auto admin = session();
    if (!admin.must("select 1 from pg_database where datname = '" + name + "'").rows.empty()) return;
    admin.must("create database " + name + " isolation level " + level);
    auto inside = session("admin", name);
    inside.must("create table t (i int)");
    inside.must("insert into t values (1), (2)");
    inside.must("create view v as select i + 10 as i from t");
}

} // namespace

TEST_CASE("tables and views of another database are read, joined and copied from") {
    make("cross_one");
    auto client = session();
    CHECK(client.must("select sum(i) from cross_one.public.t").value() == "3");
    CHECK(client.must("select max(i) from cross_one.public.v").value() == "12");
    CHECK(client.must("select count(*) from numbers n join cross_one.public.t c on n.i = c.i").value() == "2");
    client.must("create table cross_copy as select * from cross_one.public.t");
    client.must("insert into cross_copy select i from cross_one.public.v");
    CHECK(client.must("select count(*) from cross_copy").value() == "4");
    client.must("begin");
    CHECK(client.must("select count(*) from numbers where i < 3").value() == "2");
    CHECK(client.must("select count(*) from cross_one.public.t").value() == "2"); // joins the block later
    client.must("commit");
    auto* result = PQexecParams(client.native(), "select count(*) from cross_one.public.t where i = $1", 1, nullptr,
                                std::array<const char*, 1>{"2"}.data(), nullptr, nullptr, 0);
    CHECK(std::string(PQgetvalue(result, 0, 0)) == "1");
    PQclear(result);
    CHECK(client.run("select * from nodb.public.t").sqlstate == "3D000");
    CHECK(client.run("select * from cross_one.public.nowhere").sqlstate == "42P01");
    CHECK(client.run("select * from cross_one.nowhere.t").sqlstate == "3F000");
    CHECK(client.run("select * from redstart_system.main.users").sqlstate == "3D000");
    CHECK(client.run("select * from system.main.duckdb_tables").sqlstate == "3D000");
    CHECK(client.run("select * from cross_one.pg_catalog.pg_class").sqlstate == "0A000");
}

TEST_CASE("another database is never written") {
    make("cross_one");
    auto client = session();
    for (const char* statement :
         {"insert into cross_one.public.t values (3)", "update cross_one.public.t set i = 1",
          "delete from cross_one.public.t", "truncate cross_one.public.t", "drop table cross_one.public.t",
          "alter table cross_one.public.t add column j int", "create table cross_one.public.n (i int)",
          "create table cross_one.public.n as select 1 as i",
          "create view cross_view as select * from cross_one.public.t", "lock cross_one.public.t",
          "copy cross_one.public.t from stdin"}) {
        INFO(statement);
        CHECK(client.run(statement).sqlstate == "0A000");
    }
    CHECK(client.must("select count(*) from cross_one.public.t").value() == "2");
}

TEST_CASE("databases of one statement are seen as of one instant, and hold off who drops them") {
    make("cross_two");
    auto client = session();
    auto writer = session("admin", "cross_two");
    client.must("begin");
    CHECK(client.must("select count(*) from numbers, cross_two.public.t where numbers.i = 1").value() == "2");
    writer.must("insert into t values (3)");
    CHECK(client.must("select count(*) from cross_two.public.t").value() == "2");
    writer.send("drop table t cascade");
    auto observer = session();
    require_waiting(observer, writer);
    client.must("commit");
    CHECK_FALSE(writer.wait().failed());
    writer.must("create table t (i int)");
    client.must("begin");
    CHECK(client.must("select count(*) from cross_two.public.t").value() == "0");
    writer = session();
    Answer answer;
    eventually([&] { // the session that was in it has just ended
        writer.send("drop database cross_two");
        eventually([&] { return writer.answered() || waiting(observer, writer) > 0; });
        return !writer.answered() || !(answer = writer.wait()).failed();
    });
    require_waiting(observer, writer);
    client.must("commit");
    CHECK(writer.wait().tag == "DROP DATABASE");
    CHECK(client.run("select count(*) from cross_two.public.t").sqlstate == "3D000");
}

TEST_CASE("a block of a SERIALIZABLE database either writes or reads another database") {
    make("cross_one");
    make("cross_serial", "serializable");
    auto client = session("admin", "cross_serial");
    for (const bool write_first : {true, false}) {
        client.must("begin");
        const std::string write = "insert into t values (5)";
        const std::string read = "select count(*) from cross_one.public.t";
        client.must(write_first ? write : read);
        CHECK(client.run(write_first ? read : write).sqlstate == "0A000");
        client.must("rollback");
    }
    client.must("begin");
    client.must("select count(*) from t");
    CHECK(client.must("select count(*) from cross_one.public.t").value() == "2");
    client.must("commit");
    CHECK(client.must("insert into t select i from cross_one.public.t").tag == "INSERT 0 2");
    auto elsewhere = session();
    elsewhere.must("begin"); // the level of the database one is connected to counts
    elsewhere.must("create table cross_mixed as select * from cross_serial.public.t");
    elsewhere.must("rollback");
}

} // namespace redstart::test
