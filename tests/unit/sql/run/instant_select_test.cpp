#include "protocol/pg_type.hpp"
#include "sql/run/instant_functions.hpp"
#include "sql/run/instant_select.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace redstart::sql;
namespace oid = redstart::protocol::oid;

namespace {

std::optional<SimpleSelect> simple(std::string_view sql) { return parse_simple_select(split(sql).at(0)); }

SimpleItem only(std::string_view sql) {
    INFO(sql);
    const auto select = simple(sql);
    REQUIRE(select);
    REQUIRE(select->items.size() == 1);
    return select->items[0];
}

SimpleValue value(std::string_view sql) { return std::get<SimpleValue>(only(sql).expression); }
SimpleCall call(std::string_view sql) { return std::get<SimpleCall>(only(sql).expression); }

} // namespace

TEST_CASE("literals and parameters") {
    CHECK(value("select 1").integer == 1);
    CHECK(value("select -5").integer == -5);
    CHECK(value("select 9223372036854775807").integer == INT64_MAX);
    CHECK(value("select 9223372036854775808").kind == SimpleValue::Kind::Decimal);
    CHECK(value("select -9223372036854775808").integer == INT64_MIN);
    CHECK(value("select 1.50").text == "1.50");
    CHECK(value("select -1.50").text == "-1.50");
    CHECK(value("select 'it''s'").text == "it's");
    CHECK(value("select E'a\\nb'").text == "a\nb");
    CHECK(value("select null").kind == SimpleValue::Kind::Null);
    CHECK(value("select true").boolean);
    CHECK_FALSE(value("select false").boolean);
    CHECK(value("select $2").kind == SimpleValue::Kind::Parameter);
    CHECK(value("select $2").integer == 2);
}

TEST_CASE("casts") {
    CHECK(value("select $1::int").cast == oid::kInt4);
    CHECK(value("select '5'::bigint").cast == oid::kInt8);
    CHECK(value("select 'x'::text").cast == oid::kText);
    CHECK(value("select 'x'::varchar").cast == oid::kVarchar);
    CHECK(value("select 't'::bool").cast == oid::kBool);
    CHECK(value("select 5::smallint").cast == oid::kInt2);
    CHECK_FALSE(simple("select 'x'::varchar(3)"));
    CHECK_FALSE(simple("select 'x'::date"));
    CHECK_FALSE(simple("select -1::int"));
    CHECK_FALSE(simple("select 1::int::text"));
    CHECK_FALSE(simple("select '{1}'::int[]"));
}

TEST_CASE("arithmetic of two integers") {
    const auto sum = std::get<SimpleArithmetic>(only("select 1+1").expression);
    CHECK(sum.left == 1);
    CHECK(sum.op == SimpleOperator::Add);
    CHECK(sum.right == 1);
    CHECK(std::get<SimpleArithmetic>(only("select 6 * 7").expression).op == SimpleOperator::Multiply);
    CHECK(std::get<SimpleArithmetic>(only("select 6 - 7").expression).op == SimpleOperator::Subtract);
    CHECK(std::get<SimpleArithmetic>(only("select 6 - -7").expression).right == -7);
    CHECK_FALSE(simple("select 1+1+1"));
    CHECK_FALSE(simple("select 1/1"));
    CHECK_FALSE(simple("select 1 + 1.5"));
    CHECK_FALSE(simple("select 1 + $1"));
    CHECK_FALSE(simple("select 1 + 2::bigint"));
}

TEST_CASE("session functions") {
    CHECK(call("select pg_terminate_backend(8585)").function->column == "pg_terminate_backend");
    CHECK(call("select pg_terminate_backend(8585)").argument->integer == 8585);
    CHECK(call("select pg_catalog.pg_cancel_backend($1)").argument->kind == SimpleValue::Kind::Parameter);
    CHECK(call("select pg_cancel_backend('802')").argument->text == "802");
    CHECK(call("select pg_cancel_backend('802'::int)").argument->cast == oid::kInt4);
    CHECK(call("select pg_cancel_backend(null)").argument->kind == SimpleValue::Kind::Null);
    CHECK(call("select version()").function->column == "version");
    CHECK(call("select pg_catalog.version()").function->column == "version");
    CHECK(call("select pg_backend_pid()").function->column == "pg_backend_pid");
    CHECK(call("select current_user").function->column == "current_user");
    CHECK(call("select user").function->column == "current_user");
    CHECK(call("select session_user").function->column == "session_user");
    CHECK(call("select current_schema").function->column == "current_schema");
    CHECK(call("select current_schema()").function->column == "current_schema");
    CHECK(call("select current_database()").function->column == "current_database");
    CHECK(call("select current_setting('x')").argument->text == "x");
    CHECK(call("select pg_last_query_id()").function->column == "pg_last_query_id");
}

TEST_CASE("column names") {
    CHECK(only("select 1").column_name == "?column?");
    CHECK(only("select 1+1").column_name == "?column?");
    CHECK(only("select true").column_name == "bool");
    CHECK(only("select $1::int").column_name == "int4");
    CHECK(only("select 'x'::text").column_name == "text");
    CHECK(only("select user").column_name == "current_user");
    CHECK(only("select pg_terminate_backend(1)").column_name == "pg_terminate_backend");
    CHECK(only("select 1 as One").column_name == "one");
    CHECK(only("select 1 one").column_name == "one");
    CHECK(only("select 1 as \"select\"").column_name == "select");
    CHECK(only("select version() as user").column_name == "user");
}

TEST_CASE("lists") {
    const auto select = simple("select 1, 'a' as b, version()");
    REQUIRE(select);
    REQUIRE(select->items.size() == 3);
    CHECK(select->items[1].column_name == "b");
}

TEST_CASE("everything else belongs to the engine") {
    for (const auto* sql : {"select",
                            "select 1 from t",
                            "select 1 where true",
                            "select distinct 1",
                            "select a",
                            "select 1 limit 1",
                            "select pg_terminate_backend(process) from stv_sessions",
                            "select pg_terminate_backend(1, 2)",
                            "select pg_terminate_backend()",
                            "select version(1)",
                            "select upper('x')",
                            "select user()",
                            "select (1)",
                            "select 1,",
                            "select 1 as",
                            "select 1 union select 2",
                            "select *",
                            "select pg_catalog.user",
                            "select public.version()",
                            "select version() || 'x'",
                            "select pg_backend_pid() + 1",
                            "select current_user = 'x'",
                            "select 1 in (1)",
                            "select not true",
                            "select 1 = 1",
                            "select 'a' 'b'",
                            "select - 'x'",
                            "select interval '1 day'",
                            "select date '2020-01-01'",
                            "select pg_backend_pid()::text",
                            "select pg_terminate_backend(1 + 1)",
                            "select null is null",
                            "select true and false",
                            "select 1 order by 1",
                            "values (1)",
                            "select $0",
                            "select $99999",
                            "select 1; select 2 from t"}) {
        INFO(sql);
        const auto statements = split(sql);
        CHECK_FALSE(parse_simple_select(statements.back()));
    }
}
