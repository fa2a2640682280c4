#include "catalog/engine/engine_error.hpp"
#include "catalog/type/types.hpp"
#include "sql/rule/plan_rules.hpp"

#include <catch2/catch.hpp>
#include <duckdb.hpp>

namespace {

// A table of every kind of character column in an engine that enforces lengths.
class AssignmentDatabase {
public:
    AssignmentDatabase() : database_(nullptr), connection_(database_) {
        redstart::catalog::install_types(*database_.instance);
        redstart::catalog::install_plain_casts(*database_.instance);
        redstart::sql::install_plan_rules(*database_.instance);
        run("CREATE TABLE t(id int, v rs_varchar(5) DEFAULT 'dflt', c rs_bpchar(3), free varchar)");
    }

    std::string run(const std::string& sql) { return describe(connection_.Query(sql)); }

    std::string prepared(const std::string& sql, const std::string& value) {
        auto statement = connection_.Prepare(sql);
        if (statement->HasError()) return statement->GetError();
        duckdb::vector<duckdb::Value> values{duckdb::Value(value)};
        return describe(statement->Execute(values, false));
    }

    // Every row of t as "id|v|c|free", in brackets to show blanks.
    std::string rows() {
        return run("SELECT string_agg(concat_ws('|', id, '[' || v || ']', '[' || c || ']', '[' || free || ']'), ' ' "
                   "ORDER BY id) FROM t");
    }

private:
    static std::string describe(duckdb::unique_ptr<duckdb::QueryResult> result) {
        if (!result->HasError()) {
            auto chunk = result->Fetch();
            return chunk && chunk->size() > 0 ? chunk->GetValue(0, 0).ToString() : "";
        }
        const auto& error = result->GetErrorObject();
        const auto state = error.ExtraInfo().find(redstart::catalog::kSqlStateKey);
        return (state == error.ExtraInfo().end() ? "engine:" : state->second) + " " + error.RawMessage();
    }

    duckdb::DuckDB database_;
    duckdb::Connection connection_;
};

const std::string kTooLongVarchar = "22001 value too long for type character varying(5)";
const std::string kTooLongChar = "22001 value too long for type character(3)";

} // namespace

TEST_CASE("INSERT VALUES enforces lengths in bytes") {
    AssignmentDatabase db;
    CHECK(db.run("INSERT INTO t VALUES (1, 'abcde', 'abc', 'anything is fine here')") == "1");
    CHECK(db.run("INSERT INTO t VALUES (2, 'abcdef', 'abc', '')") == kTooLongVarchar);
    CHECK(db.run("INSERT INTO t VALUES (2, 'abcd', 'abcd', '')") == kTooLongChar);
    CHECK(db.run("INSERT INTO t VALUES (2, 'éééa', NULL, '')") == kTooLongVarchar);
    CHECK(db.run("INSERT INTO t VALUES (2, 'abcde  ', 'ab     ', 'x  ')") == "1");
    CHECK(db.run("INSERT INTO t VALUES (3, 'a  ', '   ', NULL), (4, NULL, NULL, NULL)") == "2");
    CHECK(db.rows() == "1|[abcde]|[abc]|[anything is fine here] 2|[abcde]|[ab]|[x  ] 3|[a  ]|[] 4");
}

TEST_CASE("INSERT with a column list checks the named columns and the defaults") {
    AssignmentDatabase db;
    CHECK(db.run("INSERT INTO t(c, id) VALUES ('abcd', 1)") == kTooLongChar);
    CHECK(db.run("INSERT INTO t(c, id) VALUES ('ab ', 1)") == "1");
    CHECK(db.run("INSERT INTO t(id, v) VALUES (2, DEFAULT)") == "1");
    CHECK(db.run("INSERT INTO t(free, v) VALUES ('x', 'toolong')") == kTooLongVarchar);
    CHECK(db.run("CREATE TABLE d(a int, v rs_varchar(3) DEFAULT 'long text', c rs_bpchar(3) DEFAULT 'a  ')") == "");
    CHECK(db.run("INSERT INTO d(a) VALUES (1)") == "22001 value too long for type character varying(3)");
    CHECK(db.run("INSERT INTO d(a, v) VALUES (1, 'x')") == "1");
    CHECK(db.run("SELECT '[' || c || ']' FROM d") == "[a]");
    CHECK(db.rows() == "1|[dflt]|[ab] 2|[dflt]");
}

TEST_CASE("INSERT SELECT and CREATE TABLE AS") {
    AssignmentDatabase db;
    CHECK(db.run("INSERT INTO t SELECT i, repeat('x', i::int), repeat(' ', i::int), '' FROM range(6) r(i)") == "6");
    CHECK(db.run("INSERT INTO t SELECT i, repeat('x', i::int), '', '' FROM range(7) r(i)") == kTooLongVarchar);
    CHECK(db.run("CREATE TABLE copy AS SELECT 'much longer than five'::rs_varchar(5) AS v") == "1");
    CHECK(db.run("SELECT count(*) FROM t WHERE c = ''") == "6");
}

TEST_CASE("UPDATE enforces lengths, also of defaults and of values from another table") {
    AssignmentDatabase db;
    db.run("INSERT INTO t VALUES (1, 'a', 'b', 'long enough'), (2, 'a', 'b', 'xyz  ')");
    CHECK(db.run("UPDATE t SET v = free WHERE id = 1") == kTooLongVarchar);
    CHECK(db.run("UPDATE t SET c = free, v = free WHERE id = 2") == "1");
    CHECK(db.run("UPDATE t SET v = DEFAULT, id = 3 WHERE id = 1") == "1");
    CHECK(db.run("UPDATE t SET c = s.x FROM (SELECT 'four' AS x) s") == kTooLongChar);
    CHECK(db.run("UPDATE t SET free = 'only this one'") == "2");
    CHECK(db.rows() == "2|[xyz  ]|[xyz]|[only this one] 3|[dflt]|[b]|[only this one]");
}

TEST_CASE("MERGE checks what each row does") {
    AssignmentDatabase db;
    db.run("INSERT INTO t VALUES (1, 'a', 'b', '')");
    const std::string source = "MERGE INTO t USING (VALUES (1, 'new  '), (2, 'row two')) s(id, x) ON t.id = s.id ";
    CHECK(db.run(source + "WHEN MATCHED THEN UPDATE SET c = s.x "
                          "WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, left(s.x, 5))") == "2");
    CHECK(db.rows() == "1|[a]|[new]|[] 2|[row t]");
    CHECK(db.run(source + "WHEN MATCHED THEN UPDATE SET v = s.x") == kTooLongVarchar);
    CHECK(db.run("DELETE FROM t WHERE id = 2") == "1");
    CHECK(db.run(source + "WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.x)") == kTooLongVarchar);
    CHECK(db.run(source + "WHEN NOT MATCHED THEN INSERT (id, c) VALUES (s.id, 'x ')") == "1");
    CHECK(db.rows() == "1|[a]|[new]|[] 2|[dflt]|[x]");
}

TEST_CASE("prepared statements check their parameters") {
    AssignmentDatabase db;
    CHECK(db.prepared("INSERT INTO t(v) VALUES ($1)", "abcdef") == kTooLongVarchar);
    CHECK(db.prepared("INSERT INTO t(v) VALUES ($1)", "abcde   ") == "1");
    CHECK(db.prepared("UPDATE t SET c = $1", "1234") == kTooLongChar);
    CHECK(db.run("SELECT '[' || v || ']' FROM t") == "[abcde]");
}
