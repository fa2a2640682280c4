// Results that are read in pieces: what they cost others, their limits, cancel in the middle, stv_active_cursors.
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

void declare(Client& client, const std::string& query, const std::string& hold = "") {
    if (hold.empty()) client.must("begin");
    client.must("declare c cursor " + hold + " for " + query);
}

} // namespace

// Measured on DuckDB 1.4.4 before results were spooled: six of these held all of the engine's memory.
TEST_CASE("idle readers of large sorted results do not starve another session") {
    const TemporaryDirectory directory;
    const ServerProcess crowded(
        {"--data-dir", directory.path() + "/data", "--auth", "trust", "--memory-limit", "300MB"});
    Client admin(crowded);
    admin.must("create table large (i int, t varchar(60))");
    admin.must("insert into large select n, 'row ' || n || ' of a table that is larger than it looks' "
               "from generate_series(1, 1000000) as g(n)");
    std::vector<Client> readers;
    for (int i = 0; i < 6; ++i) {
        readers.emplace_back(crowded);
        declare(readers.back(), "select * from large order by t desc, i");
        CHECK(readers.back().must("fetch 10 from c").rows.size() == 10);
    }
    CHECK(admin.must("select count(*) from (select t, max(i) from large group by t) x").value() == "1000000");
    CHECK(admin.must("select t from large order by t, i limit 1").rows.size() == 1);
    for (auto& reader : readers) {
        CHECK(reader.must("fetch 5 from c").rows.size() == 5);
        CHECK(reader.must("move all from c").tag == "MOVE 999985");
    }
}

TEST_CASE("a result that is larger than it may be is refused to who reads on") {
    auto client = session();
    client.must("set max_cursor_result_set_size to 1");
    declare(client, "select repeat('x', 1000), i from numbers order by i");
    CHECK(client.must("fetch 3 from c").rows.size() == 3);
    CHECK(client.must("select 1").value() == "1"); // it is that cursor's error
    std::size_t rows = 3;
    Answer answer;
    while (!(answer = client.run("fetch 1000 from c")).failed()) rows += answer.rows.size();
    CHECK(answer.sqlstate == "53400");
    CHECK(answer.message == "result set exceeds max_cursor_result_set_size");
    CHECK(rows < 10000);
    client.must("rollback");
    client.must("reset max_cursor_result_set_size");
    declare(client, "select repeat('x', 1000), i from numbers order by i");
    client.must("fetch 3 from c");
    CHECK(client.must("fetch all from c").rows.size() == 9997);
    client.must("commit");
}

TEST_CASE("a cancel ends the spooling of a result, and the session goes on") {
    auto admin = session();
    for (const auto& cancel : kCancels) {
        INFO(cancel.name);
        auto client = session();
        declare(client, kFlood);
        client.send("fetch 1 from c");
        require_running(admin, client);
        cancel.send(admin, client);
        require_cancelled(client.wait());
        CHECK(client.run("fetch 1 from c").sqlstate == "25P02");
        client.must("rollback");
        CHECK(client.must("select count(*) from numbers").value() == "10000");
    }
}

TEST_CASE("a terminated session's cursors are gone") {
    auto admin = session();
    auto client = session();
    declare(client, "select i from numbers order by i");
    client.must("fetch 1 from c");
    terminate(admin, client);
    require_gone(admin, client.pid_text());
    CHECK(admin.must("select count(*) from stv_active_cursors where pid = " + client.pid_text()).value() == "0");
}

TEST_CASE("stv_active_cursors shows the cursors of a session") {
    auto admin = session();
    auto client = session("plain");
    const auto seen = [&](Client& by) {
        return by.must("select trim(name), row_count, fetched_rows, xid, byte_count from stv_active_cursors "
                       "where pid = " +
                       client.pid_text() + " order by 1");
    };
    CHECK(seen(admin).rows.empty());
    declare(client, "select i from numbers order by i");
    CHECK(seen(client).value(0, 0) == "c");
    client.must("fetch 7 from c");
    const auto answer = seen(admin);
    REQUIRE(answer.rows.size() == 1);
    CHECK(answer.value(0, 1) == "10000");
    CHECK(answer.value(0, 2) == "7");
    CHECK(answer.value(0, 3) ==
          admin.must("select distinct xid from svv_transactions where pid = " + client.pid_text()).value());
    CHECK(std::stol(answer.value(0, 4)) > 10000);
    client.must("close c");
    CHECK(seen(admin).rows.empty());
    client.must("declare d cursor for select 1");
    client.must("commit");
    CHECK(seen(admin).rows.empty());
    declare(client, "select i from numbers", "with hold");
    CHECK(seen(admin).rows.size() == 1);
    auto other = session("plain");
    auto stranger = session();
    stranger.must("create user cursor_stranger password 'Abcd1234'");
    CHECK(seen(other).rows.size() == 1);
    auto third = session("cursor_stranger");
    CHECK(seen(third).rows.empty());
    client.must("close all");
    CHECK(seen(admin).rows.empty());
}

TEST_CASE("strict_cursors allows what a cluster allows") {
    auto client = session();
    client.must("set strict_cursors to on");
    CHECK(client.run("declare c cursor with hold for select 1").sqlstate == "0A000");
    declare(client, "select i from numbers order by i");
    CHECK(client.must("fetch 1000 from c").rows.size() == 1000);
    CHECK(client.run("fetch 1001 from c").message ==
          "Fetch size 1001 exceeds the limit of 1000 for a single node configuration. Reduce the client fetch/cache "
          "size or upgrade to a multi node installation.");
    client.must("rollback");
    for (const auto* all : {"fetch all from c", "fetch forward all from c"}) {
        declare(client, "select 1");
        CHECK(client.run(all).message == "Fetch ALL is not supported on single-node clusters. Please specify the fetch "
                                         "size (maximum 1000 for single-node clusters) explicitly.");
        client.must("rollback");
    }
    declare(client, "select i from numbers");
    CHECK(client.run("declare d cursor for select 1").sqlstate == "0A000");
    client.must("rollback");
    declare(client, "select i from numbers");
    CHECK(client.run("move 1 from c").sqlstate == "0A000");
    client.must("rollback");
}

TEST_CASE("values that need the catalog are shown after the commit, too") {
    auto client = session();
    client.must("create table cursor_names (i int)");
    const auto query =
        "select 'cursor_names'::regclass as a, '2024-02-29 10:00:00+00'::timestamptz as b, i from numbers "
        "order by i";
    declare(client, query, "with hold");
    const auto first = client.must("fetch 1 from c");
    CHECK(first.value(0, 0) == "cursor_names");
    const auto later = client.must("fetch 1 from c");
    CHECK(later.value(0, 0) == first.value(0, 0));
    CHECK(later.value(0, 1) == first.value(0, 1));
    client.must("close c");
}

// libpq's pipeline mode: many statements before the first answer is read.
TEST_CASE("a pipeline of libpq") {
    auto client = session();
    auto* const connection = client.native();
    REQUIRE(PQsetnonblocking(connection, 0) == 0);
    REQUIRE(PQenterPipelineMode(connection) == 1);
    constexpr int kStatements = 500;
    for (int i = 0; i < kStatements; ++i) {
        const auto text = std::to_string(i);
        const char* values[] = {text.c_str()};
        const char* sql = i == 250 ? "selec" : "select i from numbers where i = $1";
        REQUIRE(PQsendQueryParams(connection, sql, i == 250 ? 0 : 1, nullptr, values, nullptr, nullptr, 0) == 1);
        if (i % 100 == 99) REQUIRE(PQpipelineSync(connection) == 1);
    }
    int rows = 0, errors = 0, aborted = 0, syncs = 0;
    while (syncs < kStatements / 100) {
        auto* const result = PQgetResult(connection);
        if (result == nullptr) continue;
        switch (PQresultStatus(result)) {
        case PGRES_TUPLES_OK: rows += PQntuples(result); break;
        case PGRES_PIPELINE_SYNC: ++syncs; break;
        case PGRES_PIPELINE_ABORTED: ++aborted; break;
        default: ++errors;
        }
        PQclear(result);
    }
    CHECK(rows == kStatements - 50 - 1); // no row has i = 0; 250 to 299 are the failed part
    CHECK(errors == 1);
    CHECK(aborted == 49);
    CHECK(PQexitPipelineMode(connection) == 1);
    CHECK(client.must("select 1").value() == "1");
}

} // namespace redstart::test
