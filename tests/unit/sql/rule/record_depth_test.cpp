#include "catalog/engine/engine_error.hpp"
#include "sql/rule/plan_rules.hpp"
#include "sql/rule/record_depth.hpp"

#include <catch2/catch.hpp>
#include <duckdb.hpp>

namespace {

// A record of one field, `levels` deep.
std::string record(int levels) {
    std::string written = "1";
    for (int i = 0; i < levels; ++i) written = "{'a': " + written + "}";
    return written;
}

} // namespace

TEST_CASE("records that take too long to compare are refused wherever they stand") {
    duckdb::DuckDB database(nullptr);
    redstart::sql::install_plan_rules(*database.instance);
    duckdb::Connection connection(database);
    const auto state_of = [&connection](const std::string& sql) -> std::string {
        const auto result = connection.Query(sql);
        if (!result->HasError()) return "";
        const auto& info = result->GetErrorObject().ExtraInfo();
        const auto state = info.find(redstart::catalog::kSqlStateKey);
        return state == info.end() ? result->GetError() : state->second;
    };
    const auto deepest = record(redstart::sql::kMaxRecordDepth);
    const auto deeper = record(redstart::sql::kMaxRecordDepth + 1);
    for (const auto* question : {"SELECT h = h FROM (SELECT ? AS h) q", "SELECT 1 FROM (SELECT ? AS h) q WHERE h < h",
                                 "SELECT [?]", "SELECT count(*) FROM (SELECT MAP {1: ?} AS m) q GROUP BY m",
                                 "CREATE TABLE t AS SELECT ? AS h", "SELECT max(1) OVER (ORDER BY ?)"}) {
        std::string sql(question);
        const auto place = sql.find('?');
        CAPTURE(sql);
        CHECK(state_of(sql.replace(place, 1, deeper)) == "54001");
        CHECK(state_of(sql.replace(place, deeper.size(), deepest)).empty());
    }
}
