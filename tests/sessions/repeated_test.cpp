// A SELECT that a session sends again and again has its plan kept: it must answer as if it had never been sent before.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

// Often enough that the last one is answered from a kept plan.
std::string again(Client& client, const std::string& sql) {
    client.must(sql);
    client.must(sql);
    return client.must(sql).value();
}

} // namespace

TEST_CASE("a repeated SELECT sees what was changed in between") {
    auto client = session();
    auto other = session();
    client.must("create table repeated_rows (i int)");
    client.must("insert into repeated_rows select * from generate_series(1, 50)");
    const std::string count = "select count(*) from repeated_rows where i > 100"; // no row has, and the engine knows it
    CHECK(again(client, count) == "0");
    client.must("insert into repeated_rows values (200)");
    CHECK(client.must(count).value() == "1");
    other.must("insert into repeated_rows values (201)");
    CHECK(client.must(count).value() == "2");
    client.must("begin");
    CHECK(client.must(count).value() == "2");
    client.must("delete from repeated_rows");
    CHECK(client.must(count).value() == "0");
    client.must("rollback");
    CHECK(client.must(count).value() == "2");
    other.must("truncate repeated_rows");
    CHECK(client.must(count).value() == "0");
}

TEST_CASE("the same for a prepared statement") {
    auto client = session();
    client.must("create table repeated_prepared (i int)");
    client.must("insert into repeated_prepared select * from generate_series(1, 50)");
    client.must("prepare repeated as select count(*) from repeated_prepared where i > 100");
    CHECK(again(client, "execute repeated") == "0");
    client.must("insert into repeated_prepared values (200)");
    CHECK(client.must("execute repeated").value() == "1");
}

TEST_CASE("a repeated SELECT finds the table that has the name now") {
    auto client = session();
    auto other = session();
    client.must("create table repeated_names as select 1 as i");
    const std::string read = "select * from repeated_names";
    CHECK(again(client, read) == "1");
    other.must("drop table repeated_names");
    CHECK(client.run(read).sqlstate == "42P01");
    other.must("create table repeated_names as select 'x'::varchar(5) as t, 2 as i");
    const auto changed = client.must(read); // and has other columns: no error, as for any query
    CHECK(changed.columns == std::vector<std::string>{"t", "i"});
    CHECK(again(client, read) == "x");
    client.must("create temp table repeated_names (j int)");
    client.must("insert into repeated_names values (3)");
    CHECK(client.must(read).value() == "3");
    CHECK(again(client, read) == "3");
    client.must("drop table repeated_names");
    CHECK(client.must(read).value() == "x");
    CHECK(again(client, read) == "x");
    client.must("begin");
    client.must("drop table repeated_names");
    CHECK(client.run(read).sqlstate == "42P01");
    client.must("rollback");
    CHECK(again(client, read) == "x");
    client.must("begin");
    client.must("create temp table repeated_names as select 4 as j");
    CHECK(again(client, read) == "4");
    client.must("rollback");
    CHECK(client.must(read).value() == "x");
}

TEST_CASE("a repeated SELECT follows the settings") {
    auto client = session();
    client.must("create schema repeated_schema");
    client.must("create table repeated_schema.repeated_where as select 'there' as a");
    client.must("create table repeated_where as select 'here' as a");
    const std::string read = "select a from repeated_where";
    CHECK(again(client, read) == "here");
    client.must("set search_path to repeated_schema, public");
    CHECK(client.must(read).value() == "there");
    CHECK(again(client, read) == "there");
    client.must("begin");
    client.must("set local search_path to public");
    CHECK(again(client, read) == "here");
    client.must("commit");
    CHECK(client.must(read).value() == "there");
    client.must("begin");
    client.must("set search_path to public");
    CHECK(again(client, read) == "here");
    client.must("rollback");
    CHECK(client.must(read).value() == "there");
    client.must("begin");
    client.must("set search_path to public");
    CHECK(again(client, read) == "here");
    client.run("select 1/0");
    client.must("rollback");
    CHECK(client.must(read).value() == "there");
    client.must("reset search_path");
}

TEST_CASE("a repeated SELECT has the time of now") {
    auto client = session();
    const std::string time = "select getdate(), i from numbers where i = 1";
    const auto first = again(client, time);
    CHECK(eventually([&] { return client.must(time).value() > first; }));
}

TEST_CASE("what a user may not read stays so when the session's user changes") {
    auto client = session();
    const std::string read = "select count(*) from stv_locks";
    again(client, read);
    client.must("set session authorization plain");
    CHECK(client.run(read).sqlstate == "42501");
    client.must("reset session authorization");
    CHECK_FALSE(client.run(read).failed());
}

TEST_CASE("a repeated SELECT waits for its locks") {
    auto admin = session();
    auto client = session();
    auto holder = session();
    client.must("create table repeated_locked as select 1 as i");
    const std::string read = "select i from repeated_locked";
    again(client, read);
    holder.must("begin");
    holder.must("lock repeated_locked");
    client.send(read);
    require_waiting(admin, client);
    holder.must("drop table repeated_locked");
    holder.must("create table repeated_locked as select 2 as i");
    holder.must("commit");
    CHECK(client.wait().value() == "2");
    client.must("begin");
    CHECK(again(client, read) == "2");
    CHECK(granted(admin, client) == 1);
    client.must("commit");
    CHECK(granted(admin, client) == 0);
}

} // namespace redstart::test
