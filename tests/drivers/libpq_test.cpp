// libpq beyond what psql uses: pipelines, rows one by one, binary values, parameters of no type, COPY in pieces.
#include "tests/support/client.hpp"

#include <array>
#include <functional>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

using ResultHandle = std::unique_ptr<PGresult, decltype(&PQclear)>;

ServerProcess& server() {
    static ServerProcess process({"--data-dir", ":memory:", "--auth", "trust"});
    return process;
}

ResultHandle held(PGresult* result) { return {result, &PQclear}; }

ResultHandle next(Client& client) { return held(PQgetResult(client.native())); }

std::string state(const ResultHandle& result) {
    const char* field = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    return field == nullptr ? "" : field;
}

std::string first(const ResultHandle& result) {
    INFO(PQresultErrorMessage(result.get()));
    REQUIRE(PQresultStatus(result.get()) == PGRES_TUPLES_OK);
    return PQntuples(result.get()) == 0 ? "no row" : PQgetvalue(result.get(), 0, 0);
}

ResultHandle with_parameter(Client& client, const std::string& sql, const char* value) {
    return held(PQexecParams(client.native(), sql.c_str(), 1, nullptr, &value, nullptr, nullptr, 0));
}

void send(Client& client, const std::string& sql, const char* value) {
    REQUIRE(PQsendQueryParams(client.native(), sql.c_str(), 1, nullptr, &value, nullptr, nullptr, 0) == 1);
}

// The columns' names and type OIDs as the server describes the statement: "name:oid ...".
std::string described(Client& client, const std::string& sql) {
    INFO(sql);
    const auto prepared = held(PQprepare(client.native(), "described", sql.c_str(), 0, nullptr));
    INFO(PQresultErrorMessage(prepared.get()));
    REQUIRE(PQresultStatus(prepared.get()) == PGRES_COMMAND_OK);
    const auto shape = held(PQdescribePrepared(client.native(), "described"));
    std::string text;
    for (int i = 0; i < PQnfields(shape.get()); ++i)
        text +=
            (i > 0 ? " " : "") + std::string(PQfname(shape.get(), i)) + ":" + std::to_string(PQftype(shape.get(), i));
    client.must("deallocate described");
    return text;
}

} // namespace

TEST_CASE("a pipeline: an error skips to the next Sync") {
    Client client(server());
    client.must("create table piped (i int not null)");
    REQUIRE(PQenterPipelineMode(client.native()) == 1);
    send(client, "insert into piped values ($1)", "1");
    send(client, "select i from piped where i = $1", "1");
    REQUIRE(PQpipelineSync(client.native()) == 1);
    send(client, "insert into piped values ($1)", "2");
    send(client, "insert into piped values ($1)", nullptr);
    send(client, "insert into piped values ($1)", "3");
    REQUIRE(PQpipelineSync(client.native()) == 1);
    send(client, "select count(*) + $1::int from piped", "0");
    REQUIRE(PQpipelineSync(client.native()) == 1);
    const std::array<std::pair<ExecStatusType, const char*>, 9> expected = {{{PGRES_COMMAND_OK, ""},
                                                                             {PGRES_TUPLES_OK, ""},
                                                                             {PGRES_PIPELINE_SYNC, ""},
                                                                             {PGRES_COMMAND_OK, ""},
                                                                             {PGRES_FATAL_ERROR, "23502"},
                                                                             {PGRES_PIPELINE_ABORTED, ""},
                                                                             {PGRES_PIPELINE_SYNC, ""},
                                                                             {PGRES_TUPLES_OK, ""},
                                                                             {PGRES_PIPELINE_SYNC, ""}}};
    std::string last;
    for (const auto& [status, sqlstate] : expected) {
        const auto result = next(client);
        INFO(PQresultErrorMessage(result.get()));
        REQUIRE(PQresultStatus(result.get()) == status);
        CHECK(state(result) == sqlstate);
        if (status == PGRES_TUPLES_OK) last = PQgetvalue(result.get(), 0, 0);
        if (status != PGRES_PIPELINE_SYNC) REQUIRE(next(client) == nullptr);
    }
    CHECK(last == "1"); // the second Sync rolled back what came before the error
    REQUIRE(PQexitPipelineMode(client.native()) == 1);
    client.must("drop table piped");
}

TEST_CASE("rows one by one, and giving up in the middle") {
    Client client(server());
    REQUIRE(PQsendQuery(client.native(), "select i from generate_series(1, 5000) s(i)") == 1);
    REQUIRE(PQsetSingleRowMode(client.native()) == 1);
    long sum = 0;
    auto row = next(client);
    for (; PQresultStatus(row.get()) == PGRES_SINGLE_TUPLE; row = next(client))
        sum += std::stol(PQgetvalue(row.get(), 0, 0));
    CHECK(sum == 5000L * 5001 / 2);
    CHECK(PQresultStatus(row.get()) == PGRES_TUPLES_OK);
    CHECK(PQntuples(row.get()) == 0);
    REQUIRE(next(client) == nullptr);
    REQUIRE(PQsendQuery(client.native(), "select repeat('x', 1000) from generate_series(1, 100000000) s(i)") == 1);
    REQUIRE(PQsetSingleRowMode(client.native()) == 1);
    REQUIRE(PQresultStatus(next(client).get()) == PGRES_SINGLE_TUPLE);
    client.request_cancel();
    CHECK(client.drain().sqlstate == "57014");
    CHECK(client.must("select 1").value() == "1");
}

TEST_CASE("binary parameters and results") {
    Client client(server());
    const std::array<Oid, 3> types = {23, 20, 16};
    const std::array<const char*, 3> values = {"\x00\x00\x01\x02", "\x7f\xff\xff\xff\xff\xff\xff\xff", "\x01"};
    const std::array<int, 3> lengths = {4, 8, 1};
    const std::array<int, 3> binary = {1, 1, 1};
    const auto result = held(PQexecParams(client.native(), "select $1, $2, $3, 1.5::float8, date '2000-01-02'", 3,
                                          types.data(), values.data(), lengths.data(), binary.data(), 1));
    INFO(PQresultErrorMessage(result.get()));
    REQUIRE(PQresultStatus(result.get()) == PGRES_TUPLES_OK);
    for (int i = 0; i < 3; ++i) {
        CHECK(PQftype(result.get(), i) == types[i]);
        CHECK(PQfname(result.get(), i) == std::string("?column?"));
        CHECK(std::string(PQgetvalue(result.get(), 0, i), PQgetlength(result.get(), 0, i)) ==
              std::string(values[i], lengths[i]));
    }
    CHECK(std::string(PQgetvalue(result.get(), 0, 3), 8) == std::string("\x3f\xf8\0\0\0\0\0\0", 8));
    CHECK(std::string(PQgetvalue(result.get(), 0, 4), 4) == std::string("\0\0\0\x01", 4));
}

TEST_CASE("parameters whose type nobody gives are described as PostgreSQL would, as far as the engine infers") {
    Client client(server());
    client.must("create table untyped (i int, d date)");
    client.must("insert into untyped values (7, '2026-01-02')");
    CHECK(described(client, "select $1") == "?column?:1043");
    CHECK(described(client, "select 1, $1, $2 as b") == "?column?:23 ?column?:1043 b:1043");
    CHECK(described(client, "select i, $1 from untyped where i = $2") == "i:23 ?column?:1043");
    CHECK(described(client, "select i + $1 as sum from untyped") == "sum:23");
    CHECK(described(client, "select 'a' || $1, upper($1)") == "?column?:1043 upper:1043");
    CHECK(described(client, "select g::int as g from generate_series(1, $1::int) s(g)") == "g:23");
    CHECK(described(client, "update untyped set i = i + $1 where i = $2").empty());
    CHECK(first(with_parameter(client, "select 'a', $1", "b")) == "a");
    CHECK(first(with_parameter(client, "select i + $1 from untyped", "1")) == "8");
    CHECK(first(with_parameter(client, "select count(*) from generate_series(1, $1::int) s(g)", "9")) == "9");
    client.must("drop table untyped");
}

TEST_CASE("a prepared statement sees the rows that came after it") {
    Client client(server());
    Client other(server());
    client.must("create table grown (i int, v varchar(10))");
    client.must("insert into grown values (1, 'a')");
    client.must("prepare by_value (int) as select count(*) from grown where i = $1");
    client.must("prepare one as select count(*) from grown where i = 2");
    client.must("prepare below as select count(*) from grown where i < 5");
    client.must("prepare joined as select count(*) from grown a, grown b where a.i = b.i and a.v = b.v");
    CHECK(client.must("execute one").value() == "0");
    CHECK(client.must("execute below").value() == "1");
    const auto grow = [&](Client& writer) {
        writer.must("insert into grown values (2, 'b')");
        writer.must("insert into grown values (90, 'c')");
    };
    SECTION("written by the session") { grow(client); }
    SECTION("written by another session") { grow(other); }
    SECTION("written in the block that reads") {
        client.must("begin");
        grow(client);
    }
    CHECK(client.must("execute one").value() == "1");
    CHECK(client.must("execute below").value() == "2");
    CHECK(client.must("execute joined").value() == "3");
    CHECK(client.must("execute by_value(90)").value() == "1");
    client.run("rollback");
    client.must("truncate grown");
    CHECK(client.must("execute below").value() == "0");
    client.must("drop table grown");
}

TEST_CASE("COPY in pieces, COPY given up, COPY out") {
    Client client(server());
    client.must("create table copied (i int, v varchar(20))");
    REQUIRE(PQresultStatus(held(PQexec(client.native(), "copy copied from stdin")).get()) == PGRES_COPY_IN);
    for (const std::string piece : {"1\to", "ne\n2", "\t\\N\n3\tünï\n"})
        REQUIRE(PQputCopyData(client.native(), piece.data(), static_cast<int>(piece.size())) == 1);
    REQUIRE(PQputCopyEnd(client.native(), nullptr) == 1);
    CHECK(PQcmdTuples(next(client).get()) == std::string("3"));
    REQUIRE(next(client) == nullptr);
    REQUIRE(PQresultStatus(held(PQexec(client.native(), "copy copied from stdin")).get()) == PGRES_COPY_IN);
    REQUIRE(PQputCopyData(client.native(), "4\tfour\n", 7) == 1);
    REQUIRE(PQputCopyEnd(client.native(), "changed my mind") == 1);
    CHECK(state(next(client)) == "57014");
    REQUIRE(next(client) == nullptr);
    REQUIRE(PQresultStatus(held(PQexec(client.native(), "copy copied to stdout")).get()) == PGRES_COPY_OUT);
    std::string text;
    char* line = nullptr;
    for (int size = 0; (size = PQgetCopyData(client.native(), &line, 0)) > 0; PQfreemem(line))
        text.append(line, static_cast<std::size_t>(size));
    CHECK(text == "1\tone\n2\t\\N\n3\tünï\n");
    CHECK(PQresultStatus(next(client).get()) == PGRES_COMMAND_OK);
    REQUIRE(next(client) == nullptr);
    client.must("drop table copied");
}

} // namespace redstart::test
