#include "tests/unit/catalog/fixture.hpp"

#include <catch2/catch.hpp>

using namespace redstart::catalog;

namespace {

using Rows = std::vector<std::vector<std::string>>;

} // namespace

TEST_CASE("session functions answer about the session") {
    CatalogFixture catalog;
    CHECK(catalog.value("SELECT pg_catalog.pg_backend_pid()") == "4711");
    CHECK(catalog.value("SELECT pg_catalog.current_database()") == "dev");
    CHECK(catalog.value("SELECT pg_catalog.current_schema()") == "public");
    CHECK(catalog.value("SELECT pg_catalog.current_schemas(true)") == "[pg_catalog, public]");
    CHECK(catalog.value("SELECT pg_catalog.current_schemas(false)") == "[public]");
    CHECK(catalog.value("SELECT pg_catalog.current_user()") == "admin");
    CHECK(catalog.value("SELECT pg_catalog.current_user_id()") == "100");
    CHECK(catalog.value("SELECT pg_catalog.pg_last_query_id()") == "42");
    CHECK(catalog.value("SELECT pg_catalog.getdate()") == "2023-11-14 22:13:20");
    CHECK(catalog.value("SELECT pg_catalog.version()").find("PostgreSQL 8.0.2 ") == 0);
    const auto answer = catalog.query("SELECT pg_catalog.pg_backend_pid(), pg_catalog.version()");
    CHECK(answer.types[0].oid == 23);
    CHECK(answer.types[1].oid == 25);
}

TEST_CASE("settings are read, and an unknown one is an error unless that is allowed") {
    CatalogFixture catalog;
    catalog.session.settings = {{"query_group", "night"}};
    CHECK(catalog.value("SELECT pg_catalog.current_setting('query_group')") == "night");
    CHECK(catalog.value("SELECT pg_catalog.current_setting('nope', false)") == "NULL");
    CHECK(catalog.query("SELECT pg_catalog.current_setting('nope', true)").sqlstate == "42704");
    const auto answer = catalog.query("SELECT pg_catalog.current_setting('nope')");
    CHECK(answer.sqlstate == "42704");
    CHECK(answer.error == "unrecognized configuration parameter \"nope\"");
}

TEST_CASE("set_config sets, and not on NULL") {
    CatalogFixture catalog;
    CHECK(catalog.value("SELECT pg_catalog.set_config('query_group', 'night', false)") == "night");
    CHECK(catalog.value("SELECT pg_catalog.current_setting('query_group')") == "night");
    CHECK(catalog.value("SELECT pg_catalog.set_config('query_group', 'day', true)") == "day (local)");
    CHECK(catalog.value("SELECT pg_catalog.set_config('query_group', NULL, false)") == "NULL");
    CHECK(catalog.session.settings.at("query_group") == "day (local)");
}

TEST_CASE("cancel and terminate act once for every row, never while planning, and not on NULL") {
    CatalogFixture catalog;
    auto& session = catalog.session;
    CHECK(catalog.query("EXPLAIN SELECT pg_catalog.pg_terminate_backend(7)").error == "");
    CHECK(session.terminated.empty());
    CHECK(catalog.value("SELECT pg_catalog.pg_terminate_backend(7)") == "1");
    CHECK(session.terminated == std::vector<std::int32_t>{7});
    session.terminated.clear();
    CHECK(catalog.query("SELECT pg_catalog.pg_terminate_backend(9) FROM range(3)").rows == Rows{{"1"}, {"1"}, {"1"}});
    CHECK(session.terminated == std::vector<std::int32_t>{9, 9, 9});
    CHECK(catalog.value("SELECT pg_catalog.pg_cancel_backend(NULL)") == "NULL");
    CHECK(session.cancelled.empty());
    session.live_rows->sessions.resize(2);
    session.live_rows->sessions[0].pid = 21;
    session.live_rows->sessions[1].pid = 22;
    CHECK(catalog.query("select pg_cancel_backend(process) from stv_sessions").names ==
          std::vector<std::string>{"pg_cancel_backend(process)"});
    CHECK(session.cancelled == std::vector<std::int32_t>{21, 22});
}

TEST_CASE("an error of a function keeps its SQLSTATE and text") {
    CatalogFixture catalog;
    catalog.session.is_superuser = false;
    const auto answer = catalog.query("SELECT pg_catalog.pg_terminate_backend(7)");
    CHECK(answer.sqlstate == "42501");
    CHECK(answer.error == "must be superuser to signal other server processes");
}

TEST_CASE("regclass and its relatives become names and numbers") {
    CatalogFixture catalog;
    REQUIRE(catalog.query("CREATE TABLE t(a integer)").error == "");
    REQUIRE(catalog.query("CREATE SCHEMA other").error == "");
    REQUIRE(catalog.query("CREATE TABLE other.\"Odd name\"(a integer)").error == "");
    const auto oid = catalog.value("SELECT oid FROM pg_class WHERE relname = 't'");
    CHECK(catalog.value("SELECT 't'::regclass::oid") == oid);
    CHECK(catalog.value("SELECT 'public.t'::regclass::bigint") == oid);
    CHECK(catalog.value("SELECT oid::regclass FROM pg_class WHERE relname = 't'") == "t");
    CHECK(catalog.value("SELECT oid::regclass::text FROM pg_class WHERE relname = 'Odd name'") == "other.\"Odd name\"");
    CHECK(catalog.value("SELECT 1259::regclass") == "pg_class");
    CHECK(catalog.value("SELECT 999999::regclass") == "999999");
    CHECK(catalog.value("SELECT 0::regclass") == "-");
    CHECK(catalog.value("SELECT count(*) FROM pg_class WHERE oid = 't'::regclass") == "1");
    CHECK(catalog.query("SELECT 'missing'::regclass").sqlstate == "42P01");
    CHECK(catalog.query("SELECT 'missing'::regclass").error == "relation \"missing\" does not exist");
    CHECK(catalog.value("SELECT 'integer'::regtype::oid") == "23");
    CHECK(catalog.value("SELECT 'pg_catalog.varchar'::regtype") == "character varying");
    CHECK(catalog.value("SELECT 1700::regtype") == "numeric");
    CHECK(catalog.query("SELECT 'wrong'::regtype").sqlstate == "42704");
    CHECK(catalog.value("SELECT 2200::regnamespace") == "public");
    CHECK(catalog.value("SELECT 'public'::regnamespace::oid") == "2200");
    CHECK(catalog.value("SELECT 'array_in'::regproc") == "array_in");
}

TEST_CASE("visibility follows the search path") {
    CatalogFixture catalog;
    REQUIRE(catalog.query("CREATE TABLE t(a integer)").error == "");
    REQUIRE(catalog.query("CREATE SCHEMA other").error == "");
    REQUIRE(catalog.query("CREATE TABLE other.t(a integer)").error == "");
    const auto sql = "SELECT schemaname FROM pg_tables JOIN pg_class ON relname = tablename "
                     "JOIN pg_namespace n ON n.oid = relnamespace AND nspname = schemaname "
                     "WHERE tablename = 't' AND pg_catalog.pg_table_is_visible(pg_class.oid)";
    CHECK(catalog.value(sql) == "public");
    catalog.session.path = {"other", "public"};
    CHECK(catalog.value(sql) == "other");
    CHECK(catalog.value("SELECT pg_catalog.pg_table_is_visible(1)") == "NULL");
    CHECK(catalog.value("SELECT pg_catalog.pg_table_is_visible(1259)") == "true");
    CHECK(catalog.value("SELECT pg_catalog.pg_type_is_visible(23)") == "true");
}

TEST_CASE("privileges are the owner's until they are granted, and only on what exists") {
    CatalogFixture catalog;
    REQUIRE(catalog.query("CREATE TABLE t(a integer)").error == "");
    CHECK(catalog.value("SELECT pg_catalog.has_table_privilege('t', 'select')") == "true");
    CHECK(catalog.value("SELECT pg_catalog.has_table_privilege('reader', 't', 'INSERT, delete')") == "false");
    CHECK(catalog.value("SELECT pg_catalog.has_table_privilege('reader', 'pg_class', 'INSERT, select')") == "true");
    CHECK(catalog.value("SELECT pg_catalog.has_table_privilege('reader', 'stv_locks', 'select')") == "false");
    CHECK(catalog.value("SELECT pg_catalog.has_table_privilege('admin', 'stv_locks', 'select')") == "true");
    CHECK(catalog.value("SELECT pg_catalog.has_table_privilege(1259, 'select')") == "true");
    CHECK(catalog.query("SELECT pg_catalog.has_table_privilege('none', 'select')").sqlstate == "42P01");
    CHECK(catalog.query("SELECT pg_catalog.has_table_privilege('t', 'eat')").sqlstate == "22023");
    CHECK(catalog.query("SELECT pg_catalog.has_table_privilege('nobody', 't', 'select')").sqlstate == "42704");
    CHECK(catalog.value("SELECT pg_catalog.has_schema_privilege('public', 'usage')") == "true");
    CHECK(catalog.query("SELECT pg_catalog.has_schema_privilege('none', 'usage')").sqlstate == "3F000");
    CHECK(catalog.value("SELECT pg_catalog.has_database_privilege('dev', 'connect')") == "true");
    CHECK(catalog.query("SELECT pg_catalog.has_database_privilege('none', 'connect')").sqlstate == "3D000");
}

TEST_CASE("regular expression operators match a part, with and without case") {
    CatalogFixture catalog;
    CHECK(catalog.value("SELECT pg_catalog.rs_regex_match('abc', 'b')") == "true");
    CHECK(catalog.value("SELECT pg_catalog.rs_regex_match('abc', '^b')") == "false");
    CHECK(catalog.value("SELECT pg_catalog.rs_regex_not_match('abc', '^b')") == "true");
    CHECK(catalog.value("SELECT pg_catalog.rs_regex_match('abc', 'B')") == "false");
    CHECK(catalog.value("SELECT pg_catalog.rs_regex_imatch('abc', 'B')") == "true");
    CHECK(catalog.value("SELECT pg_catalog.rs_regex_not_imatch('abc', 'B')") == "false");
    CHECK(catalog.value("SELECT pg_catalog.rs_regex_match(NULL, 'B')") == "NULL");
    CHECK(catalog
              .query("SELECT nspname FROM pg_namespace WHERE pg_catalog.rs_regex_not_match(nspname, '^pg_') "
                     "ORDER BY 1")
              .rows == Rows{{"information_schema"}, {"public"}});
}

TEST_CASE("text functions print as PostgreSQL does") {
    CatalogFixture catalog;
    CHECK(catalog.value("SELECT pg_catalog.array_to_string(['a', NULL, 'b'], ', ')") == "a, b");
    CHECK(catalog.value("SELECT pg_catalog.array_to_string([1, 2], '-')") == "1-2");
    CHECK(catalog.value("SELECT pg_catalog.array_to_string(NULL, '-')") == "NULL");
    CHECK(catalog.value("SELECT pg_catalog.array_upper(['a', NULL], 1)") == "2");
    CHECK(catalog.value("SELECT pg_catalog.array_upper([], 1)") == "NULL");
    CHECK(catalog.value("SELECT pg_catalog.array_lower([7], 1)") == "1");
    CHECK(catalog.value("SELECT pg_catalog.quote_ident('plain')") == "plain");
    CHECK(catalog.value("SELECT pg_catalog.quote_ident('select')") == "\"select\"");
    CHECK(catalog.value("SELECT pg_catalog.quote_ident('a\"B')") == "\"a\"\"B\"");
    CHECK(catalog.value("SELECT pg_catalog.quote_literal('it''s')") == "'it''s'");
    CHECK(catalog.value("SELECT pg_catalog.pg_size_pretty(8192)") == "8192 bytes");
    CHECK(catalog.value("SELECT pg_catalog.pg_size_pretty(16384)") == "16 kB");
    CHECK(catalog.value("SELECT pg_catalog.format_type(1043, 24)") == "character varying(20)");
    CHECK(catalog.value("SELECT pg_catalog.format_type(1042, NULL)") == "character");
    CHECK(catalog.value("SELECT pg_catalog.format_type(NULL, 4)") == "NULL");
    CHECK(catalog.value("SELECT pg_catalog.format_encoding(pg_catalog.rs_encoding_number('az64'))") == "az64");
    CHECK(catalog.value("SELECT pg_catalog.pg_get_userbyid(1)") == "rdsdb");
    CHECK(catalog.value("SELECT pg_catalog.pg_get_userbyid(5)") == "unknown (OID=5)");
}

TEST_CASE("view texts, comments and sizes are found by OID and by name") {
    CatalogFixture catalog;
    REQUIRE(catalog.query("CREATE TABLE t(a integer)").error == "");
    REQUIRE(catalog.query("CREATE VIEW v AS SELECT a FROM t").error == "");
    REQUIRE(catalog.query("COMMENT ON TABLE t IS 'about t'").error == "");
    REQUIRE(catalog.query("COMMENT ON COLUMN t.a IS 'about a'").error == "");
    CHECK(catalog.value("SELECT pg_catalog.pg_get_viewdef('v')").find("SELECT a FROM") == 0);
    CHECK(catalog.value("SELECT pg_catalog.pg_get_viewdef('v'::regclass::oid, true)").find("SELECT a FROM") == 0);
    CHECK(catalog.query("SELECT pg_catalog.pg_get_viewdef('none')").sqlstate == "42P01");
    CHECK(catalog.value("SELECT pg_catalog.obj_description('t'::regclass::oid, 'pg_class')") == "about t");
    CHECK(catalog.value("SELECT pg_catalog.col_description('t'::regclass::oid, 1)") == "about a");
    CHECK(catalog.value("SELECT description FROM pg_description WHERE objoid = 't'::regclass AND objsubid = 0") ==
          "about t");
    CHECK(catalog.value("SELECT pg_catalog.pg_relation_size('t')") == "0");
    CHECK(catalog.query("SELECT pg_catalog.pg_database_size('dev')").error == "");
    CHECK(catalog.query("SELECT pg_catalog.pg_database_size('none')").sqlstate == "3D000");
    CHECK(catalog.value("SELECT pg_catalog.pg_tablespace_size('pg_global')") == "0");
}
