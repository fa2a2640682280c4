// How many columns a table and a result may have; one more is refused wherever it could come from.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

// `count` times `item` with its number in place of #, with commas between.
std::string list(int count, const std::string& item) {
    std::string text;
    for (int number = 1; number <= count; ++number) {
        auto one = item;
        if (const auto at = one.find('#'); at != std::string::npos) one.replace(at, 1, std::to_string(number));
        text += (number > 1 ? ", " : "") + one;
    }
    return text;
}

void refused(const Answer& answer, const std::string& message) {
    CHECK(answer.sqlstate == "54011");
    CHECK(answer.message == message);
}

const std::string kTargets = "target lists can have at most 1664 entries";
const std::string kTables = "tables can have at most 1600 columns";

} // namespace

TEST_CASE("a result has at most 1664 columns") {
    Client client = session();
    CHECK(client.must("select " + list(1664, "#")).rows[0].size() == 1664);
    refused(client.run("select " + list(1665, "#")), kTargets);
    refused(client.run("select " + list(65537, "1")), kTargets);
    client.must("create temp table t (" + list(900, "c# int") + ")");
    client.must("insert into t (c1) values (1)");
    refused(client.run("select a.*, b.* from t a, t b"), kTargets);
    refused(client.run("copy (select a.*, b.* from t a, t b) to stdout"), kTargets);
    refused(client.run("prepare p as select a.*, b.* from t a, t b"), kTargets);
    client.must("begin");
    refused(client.run("declare c cursor for select a.*, b.* from t a, t b"), kTargets);
    client.must("rollback");
    CHECK(client.must("select count(*) from (select a.*, b.* from t a, t b) as wide").value() == "1");
}

TEST_CASE("a table has at most 1600 columns") {
    Client client = session();
    refused(client.run("create table t (" + list(1601, "c# int") + ")"), kTables);
    client.must("create table t (" + list(1599, "c# int") + ")");
    client.must("alter table t add column last int");
    refused(client.run("alter table t add column one_more int"), kTables);
    refused(client.run("create table u as select *, 1 as one_more from t"), kTables);
    refused(client.run("select *, 1 as one_more into u from t"), kTables);
    refused(client.run("create table u as select a.*, b.* from t a, t b"), kTargets);
    refused(client.run("create view v as select *, 1 as one_more from t"), kTables);
    client.must("create table u as select * from t");
    client.must("create view v as select * from t");
    CHECK(client.must("insert into t (c1, last) values (1, 2)").tag == "INSERT 0 1");
    CHECK(client.must("select * from v").rows[0].size() == 1600);
    client.must("drop table t cascade");
}

} // namespace redstart::test
