#include "tests/unit/sql/dialect/dialect_support.hpp"

using namespace redstart::sql;
using namespace redstart::sql::dialect_test;

TEST_CASE("plain SQL is passed on as it is") {
    check_same({
        "select 1",
        "select a, b as c from t where a = 1 and b like 'x%' order by c desc limit 5",
        "insert into t (a, b) values (1, 'varchar(10) ~ nvl sysdate #t top 5 minus')",
        "select /* nvl(a) ~ 'x' */ 1 -- sysdate\n from t",
        "select \"nvl\", \"sysdate\", \"user\", \"top\" from \"minus\"",
        "with a as (select 1 as x) select * from a join b using (x) group by 1 having count(*) > 1",
        "select interval '1 day', date '2008-01-01' + 1, a::date, cast(a as int)",
        "update t set a = 1 from s where t.a = s.a",
        "delete from t using s where t.a = s.a",
        "select count(*) over (partition by a order by b rows between unbounded preceding and current row) from t",
        "select case when a then 1 else 2 end from t",
        "select x is null, x isnull, x notnull from t",
        "select $$it's nvl(1,2)$$",
    });
}

TEST_CASE("strings are read by Redshift's rules") {
    check({
        {"select 'a\\'b'", "select 'a''b'"},
        {"select 'a\\\\b'", "select 'a\\b'"},
        {"select E'a\\tb'", "select 'a\tb'"},
        {"select N'x'", "select 'x'"},
        {"select 'it''s'", "select 'it''s'"},
    });
    const auto standard = split("select 'a\\b'", {.backslash_escapes = false});
    CHECK(to_engine_sql(standard[0]).sql == "select 'a\\b'");
}

TEST_CASE("names") {
    check({
        {"select \"AbC\" from \"T\"", "select \"abc\" from \"t\""},
        {"select * from #T", "select * from \"#t\""},
        {"insert into #t select * from a.#u", "insert into \"#t\" select * from a.\"#u\""},
    });
    // Keywords of the engine as names: its parser folds the others.
    check({
        {"select 1 as TYPE, Data.Value from DATA", "select 1 as type, data.value from data"},
        {"create table Kq (TYPE int, Other int)", "create table Kq (type int, Other int)"},
        {"alter table t rename to LEVEL", "alter table t rename to level"},
        {"select a INTO LEVEL from t", "CREATE TABLE \"level\" AS select a  from t"},
    });
    const auto statement = split("select \"AbC\"")[0];
    CHECK(to_engine_sql(statement, {.case_sensitive_identifiers = true}).sql == "select \"AbC\"");
    const std::string name(130, 'x');
    CHECK(rewritten("select " + name) == "select \"" + name.substr(0, 127) + "\"");
}

TEST_CASE("types in casts") {
    check({
        {"select a::varchar(10)", "select a::rs_varchar(10)"},
        {"select a::character varying (10)", "select a::rs_varchar(10)"},
        {"select a::nvarchar(5)", "select a::rs_varchar(5)"},
        {"select a::varchar(max)", "select a::rs_varchar(65535)"},
        {"select a::varchar", "select a::varchar"},
        {"select a::text", "select a::text"},
        {"select a::char", "select a::rs_bpchar(1)"},
        {"select a::char(5), b::bpchar(5)", "select a::rs_bpchar(5), b::rs_bpchar(5)"},
        {"select a::bpchar", "select a::rs_bpchar(256)"},
        {"select a::pg_catalog.text", "select a::text"},
        {"select a::pg_catalog.regclass::pg_catalog.oid", "select a::regclass::rs_oid"},
        {"select 'x'::pg_catalog.char, 'y'::\"char\"", "select 'x'::rs_char, 'y'::rs_char"},
        {"select a::\"pg_catalog\".\"int4\"::text", "select a::\"int4\"::text"},
        {"select a::\"pg_catalog\".\"numeric\", b::\"oid\"", "select a::decimal(18,0), b::rs_oid"},
        {"select a::float, b::float(10), c::float(53)", "select a::double, b::real, c::double"},
        {"select a::float8, b::float4, c::double precision", "select a::float8, b::float4, c::double precision"},
        {"select a::numeric, b::decimal, c::decimal(10,2)",
         "select a::decimal(18,0), b::decimal(18,0), c::decimal(10,2)"},
        {"select cast(a as varchar(3)), cast(nvl(a, b) as char(2))",
         "select cast(a as rs_varchar(3)), cast(coalesce(a, b) as rs_bpchar(2))"},
        {"select cast((select b as c from t) as char)", "select cast((select b as c from t) as rs_bpchar(1))"},
        {"select a::varchar(3)::int", "select a::rs_varchar(3)::int"},
        {"select a::timestamp with time zone, b::text[]", "select a::timestamp with time zone, b::text[]"},
        {"select CONVERT(varchar(3), a + 1)", "select CAST( a + 1 AS rs_varchar(3))"},
        {"select convert(int, nvl(a, 1))", "select CAST( coalesce(a, 1) AS int)"},
    });
}

TEST_CASE("regular expression operators") {
    check({
        {"select a ~ 'x'", "select a ~@ 'x'"},
        {"select a !~ 'x' and b ~* 'y' or c !~* 'z'", "select a !~@ 'x' and b ~* 'y' or c !~* 'z'"},
        {"select ~ 5, 3 & ~5", "select ~ 5, 3 & ~5"},
        {"select (a) ~ b", "select (a) ~@ b"},
        {"select a OPERATOR(pg_catalog.~) 'x'", "select a ~@ 'x'"},
        {"select a operator(pg_catalog.=) 1", "select a = 1"},
        {"select a OPERATOR(pg_catalog.~) '^(x)$' COLLATE pg_catalog.default", "select a ~@ '^(x)$' "},
        {"select a similar to '%b|_c.%'", "select a ~@ '(?s)^(?:.*b|.c\\..*)$'"},
        {"select a not similar to 'x!%' escape '!' from t", "select a !~@ '(?s)^(?:x\\%)$' from t"},
    });
    CHECK(sqlstate_of("select a similar to b") == "0A000");
    CHECK(sqlstate_of("select a similar to 'x' || b") == "0A000");
}

TEST_CASE("the regular expression operators bind as they do in PostgreSQL") {
    duckdb::Parser parser;
    parser.ParseQuery(rewritten("select a || b ~ c || d = e, not a ~ b and c"));
    CHECK(parser.statements[0]->ToString() == "SELECT ((((a || b) ~@ c) || d) = e), ((NOT (a ~@ b)) AND c)");
}

TEST_CASE("LIKE escapes with a backslash") {
    check({
        {"select a like 'x\\\\_y'", "select a like 'x\\_y' ESCAPE '\\'"},
        {"select a like 'x_y'", "select a like 'x_y'"},
        {"select a not ilike b and c", "select a not ilike b ESCAPE '\\' and c"},
        {"select a like '%' || f(b) || '%' or c", "select a like '%' || f(b) || '%' ESCAPE '\\' or c"},
        {"select a like $1", "select a like $1 ESCAPE '\\'"},
        {"select a like b escape '!'", "select a like b escape '!'"},
        {"select (a like b)", "select (a like b ESCAPE '\\')"},
        {"select case when a like b then 1 end", "select case when a like b ESCAPE '\\' then 1 end"},
        {"select a like b::text from t", "select a like b::text ESCAPE '\\' from t"},
    });
    const auto standard = split("select a like 'x\\_y'", {.backslash_escapes = false});
    CHECK(to_engine_sql(standard[0]).sql == "select a like 'x\\_y' ESCAPE '\\'");
}

TEST_CASE("text is concatenated with + too") {
    check({
        {"select 'CANCEL  ' + pid::varchar(20) + ';' as c", "select 'CANCEL  ' || pid::rs_varchar(20) || ';' as c"},
        {"select 'a' + 'x' || 'b' + 'c'", "select 'a' || 'x' || 'b' || 'c'"},
        {"select a + 'x' + b, 2 + 'x'", "select a + 'x' + b, 2 + 'x'"}, // the operands' types decide
        {"select a || b + 'c'", "select a || b + 'c'"},
        {"select x::text + y", "select x::text || y"},
        {"select 1 + 2 + a, -1 + +1", "select 1 + 2 + a, -1 + +1"},
        {"select 5 + '5'", "select 5 + '5'"},
        {"select date '2008-01-01' + 1, a + interval '1 day'", "select date '2008-01-01' + 1, a + interval '1 day'"},
        {"select a + '1 day'::interval", "select a + '1 day'::interval"},
        {"select case when x then 'a' else 'b' end + 'c'", "select case when x then 'a' else 'b' end + 'c'"},
    });
}

TEST_CASE("array text") {
    check({
        {"select 1 where a = any('{x,\"y z\",NULL}')", "select 1 where a = any(ARRAY['x','y z',NULL])"},
        {"select 1 where a <> all ('{1,2}')", "select 1 where a <> all (ARRAY[1,2])"},
        {"select 1 where a = any('{r,v}'::text[])", "select 1 where a = any(ARRAY['r','v']::text[])"},
        {"select '{}'::int[], '{a}', '{a}'::text", "select ARRAY[]::int[], '{a}', '{a}'::text"},
        {"select f('{a,b}')", "select f('{a,b}')"},
    });
}

TEST_CASE("words that stand for calls") {
    check({
        {"select user, current_user, session_user, current_schema",
         "select pg_catalog.current_user(), pg_catalog.current_user(), pg_catalog.session_user(), "
         "pg_catalog.current_schema()"},
        {"select sysdate, t.sysdate, current_date",
         "select pg_catalog.sysdate(), t.sysdate, pg_catalog.current_date()"},
        {"select current_schema()", "select current_schema()"},
        {"select trim(user_name) as user from t", "select trim(user_name) as user from t"},
        {"select trim(user_name) user from t", "select trim(user_name) \"user\" from t"},
        {"select 1 where usename = current_user", "select 1 where usename = pg_catalog.current_user()"},
    });
}

TEST_CASE("functions") {
    check({
        {"select NVL(a, b), isnull(a, 1), t.a", "select coalesce(a, b), coalesce(a, 1), t.a"},
        {"select nvl2(a, b, nvl(c, d))", "select (CASE WHEN (a) IS NOT NULL THEN ( b) ELSE ( coalesce(c, d)) END)"},
        {"select decode(a, 1, 'x', 2, 'y', 'z')",
         "select (CASE (a) WHEN ( 1) THEN ( 'x') WHEN ( 2) THEN ( 'y') ELSE ( 'z') END)"},
        {"select decode(a, 1, 'x')", "select (CASE (a) WHEN ( 1) THEN ( 'x') END)"},
        {"select decode(nvl(a,b), null, 'n', c, 'd', 'e')",
         "select (CASE WHEN (coalesce(a,b)) IS NOT DISTINCT FROM ( null) THEN ( 'n') WHEN (coalesce(a,b)) IS NOT "
         "DISTINCT FROM ( c) THEN ( 'd') ELSE ( 'e') END)"},
        {"select decode(decode(a, b, c), d, e)",
         "select (CASE WHEN ((CASE WHEN (a) IS NOT DISTINCT FROM ( b) THEN ( c) END)) IS NOT DISTINCT FROM ( d) THEN "
         "( e) END)"},
        {"select decode('x', 'hex')", "select decode('x', 'hex')"},
        {"select textlen(a), len(a)", "select length(a), len(a)"},
    });
}

TEST_CASE("nested DECODEs cannot grow without bound") {
    std::string sql = "a";
    for (int i = 0; i < 40; ++i) sql = "decode(" + sql + ", b, 1, c, 2)";
    CHECK(sqlstate_of("select " + sql) == "54001");
}

TEST_CASE("date parts") {
    check({
        {"select dateadd(mon, 1, d), datediff(qtr, a, b)", "select dateadd('month', 1, d), datediff('quarter', a, b)"},
        {"select date_part(dow, d), date_part('yr', d)", "select date_part('dow', d), date_part('year', d)"},
        {"select date_trunc('Days', d), date_trunc(x, d)", "select date_trunc('day', d), date_trunc(x, d)"},
        {"select extract(epoch from d), extract(usec from d)",
         "select extract('epoch' from d), extract('microsecond' from d)"},
        {"select dateadd(month, -3, sysdate)", "select dateadd('month', -3, pg_catalog.sysdate())"},
        {"select month from t", "select month from t"},
    });
}

TEST_CASE("aggregates") {
    check({
        {"select approximate count(distinct a) from t", "select  count(distinct a) from t"},
        {"select interval '1-2' year to month", "select interval '1 years 2 months'"},
        {"select interval '-1 02:03' day to minute", "select interval '-1 days -02:03:00'"},
        {"select interval '3 hours' day to second", "select interval '3 hours'"},
        {"select collate(a, 'case_insensitive') = 'b'", "select ((a) COLLATE nocase) = 'b'"},
        {"select approximate percentile_disc(0.5) within group (order by a) from t",
         "select  percentile_disc(0.5) within group (order by a) from t"},
        {"select listagg(a) from t", "select listagg(a, '') from t"},
        {"select listagg(distinct nvl(a, b), ',') within group (order by nvl(c, d)) over (partition by e) from t",
         "select listagg(distinct coalesce(a, b), ',' order by coalesce(c, d))  over (partition by e) from t"},
        {"select listagg(a) within group (order by b) from t", "select listagg(a, '' order by b)  from t"},
        {"select lag(a) ignore nulls over (order by b) from t", "select lag(a ignore nulls)  over (order by b) from t"},
        {"select first_value(a) respect nulls over (order by b) from t",
         "select first_value(a respect nulls)  over (order by b) from t"},
    });
}

TEST_CASE("query forms") {
    check({
        {"select top 5 a from t order by a", "select  a from t order by a LIMIT 5"},
        {"select distinct top 5 a from t", "select distinct  a from t LIMIT 5"},
        {"select * from (select top 1 a from t) x", "select * from (select  a from t LIMIT 1) x"},
        {"select top 1 a from t union select b from u", "(select  a from t LIMIT 1) union select b from u"},
        {"select top 1 a from t where a like b", "select  a from t where a like b ESCAPE '\\' LIMIT 1"},
        {"select a from t minus select b from u", "select a from t EXCEPT select b from u"},
        {"(select a from t) minus (select b from u)", "(select a from t) EXCEPT (select b from u)"},
        {"select a, b into u from t", "CREATE TABLE u AS select a, b  from t"},
        {"select a into temp table u from t", "CREATE TEMP TABLE u AS select a  from t"},
        {"select a into #u from t", "CREATE TEMP TABLE \"#u\" AS select a  from t"},
        {"with x as (select 1 as a) select a into s.u from x",
         "CREATE TABLE s.u AS with x as (select 1 as a) select a  from x"},
        {"delete t where a = 1", "delete FROM t where a = 1"},
        {"delete #t", "delete FROM \"#t\""},
        {"explain verbose select nvl(1, 2)", "explain  select coalesce(1, 2)"},
        {"explain delete t", "explain delete FROM t"},
    });
}

TEST_CASE("words that are reserved in the engine only") {
    check({
        {"select at, t.at, lambda from t", "select \"at\", t.at, \"lambda\" from t"},
        {"select a at time zone 'utc'", "select a at time zone 'utc'"},
        {"select a as at, b as describe from t", "select a as at, b as describe from t"},
        {"create table t (at int, window varchar(3), map int)",
         "create table t (\"at\" int, \"window\" rs_varchar(3), map int)"},
        {"select map, struct, columns from t", "select map, struct, columns from t"},
    });
}

TEST_CASE("an alias without AS may be a keyword of the engine") {
    check({
        {"select a map, f(b) year, c from t", "select a \"map\", f(b) \"year\", c from t"},
        {"select count(*) total, max(x) Value from t", "select count(*) total, max(x) \"value\" from t"},
        {"select case when a then b end, x::double precision, interval '1' day, t.name from t",
         "select case when a then b end, x::double precision, interval '1' day, t.name from t"},
        {"select case when a then b end columns from t", "select case when a then b end \"columns\" from t"},
        {"select (select a name from u) from t", "select (select a \"name\" from u) from t"},
    });
}

TEST_CASE("column definition lists of functions that return records") {
    check({
        {"select * from pg_get_cols('t') as c(a name, b varchar(7), d int) where a = 'x'",
         "select * from pg_get_cols('t') as c(a , b , d ) where a = 'x'"},
        {"select * from pg_get_cols('t') c(a name)", "select * from pg_get_cols('t') c(a )"},
        {"select * from pg_get_late_binding_view_cols() as (a name, b int)",
         "select * from pg_get_late_binding_view_cols() as pg_get_late_binding_view_cols(a , b )"},
        {"select * from pg_get_cols('t') c(a, b), u", "select * from pg_get_cols('t') c(a, b), u"},
        {"select pg_get_cols('t'), pg_get_cols from t", "select pg_get_cols('t'), pg_get_cols from t"},
        {"select pg_get_cols('t') c from t where (1 = 1)", "select pg_get_cols('t') c from t where (1 = 1)"},
    });
    CHECK(sqlstate_of("select system.main.f(1)") == "0A000");
    CHECK(sqlstate_of("select \"SYSTEM\".main.f(1)") == "0A000");
    check({{"select system.main, a.b.c(1) from system.main.t", "select system.main, a.b.c(1) from system.main.t"}});
}
