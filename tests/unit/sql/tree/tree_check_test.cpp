// The tree check by itself: a name that nobody resolved, in every kind of node the engine's trees have. No resolver
// runs, so each of these is what a resolver with a hole in it would leave.
#include "tests/unit/sql/tree/tree_check.hpp"

#include <vector>

#include <catch2/catch.hpp>
#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/alter_info.hpp>
#include <duckdb/parser/parser.hpp>
#include <duckdb/parser/statement/alter_statement.hpp>

namespace redstart::sql {

Owned<duckdb::SQLStatement> parse_one(const std::string& text) {
    try {
        duckdb::ParserOptions options;
        options.preserve_identifier_case = false;
        duckdb::Parser parser(options);
        parser.ParseQuery(text);
        return std::move(parser.statements.at(0));
    } catch (const std::exception& error) { throw protocol::SqlError(protocol::sqlstate::kSyntaxError, error.what()); }
}

// An ALTER has no place for a database's name in the engine's grammar.
std::string outcome(const std::string& text, TreeExtent extent) {
    Owned<duckdb::SQLStatement> statement;
    try {
        statement = parse_one(text);
    } catch (const protocol::SqlError&) { return "unknown"; }
    if (statement->type == duckdb::StatementType::ALTER_STATEMENT) {
        auto& info = *statement->Cast<duckdb::AlterStatement>().info;
        info.catalog = "db";
        info.schema = "public";
    }
    const auto names = known_names();
    try {
        TreeCheck(names, extent).statement(*statement);
        return "passes";
    } catch (const protocol::SqlError& error) {
        if (error.routine() != catalog::kOwnMistake) return error.message();
        CHECK(error.sqlstate() == protocol::sqlstate::kInternalError);
        return "refused";
    }
}

std::string with(std::string place, const std::string& filler) {
    for (auto at = place.find("{}"); at != std::string::npos; at = place.find("{}", at + filler.size()))
        place.replace(at, 2, filler);
    return place;
}

namespace {

// Places for an expression.
const std::vector<std::string> kExpressions = {
    "select {}",
    "select 1 from db.public.r where {}",
    "select 1 from db.public.r group by {}",
    "select 1 from db.public.r group by rollup (a, {})",
    "select 1 from db.public.r group by a having {}",
    "select a from db.public.r qualify {}",
    "select a from db.public.r order by {}",
    "select a from db.public.r limit {}",
    "select a from db.public.r limit ({}) %",
    "select a from db.public.r limit 1 offset {}",
    "select distinct on ({}) a from db.public.r",
    "select 1 union select {}",
    "select {} except select 1",
    "select 1 union select 2 intersect select {}",
    "select 1 union select 2 order by {}",
    "with c as (select {}) select 1",
    "with c as materialized (select 1) select {}",
    "with recursive c as (select {} union all select 2) select 1",
    "with recursive c as (select 1 union all select {}) select 1",
    "select 1 from db.public.r join db.public.s on {}",
    "select 1 from db.public.r left join db.public.s on {}",
    "select 1 from db.public.r asof join db.public.s on {}",
    "select 1 from (select {}) x",
    "select 1 from (values (1, {})) x",
    "select 1 from system.main.t({})",
    "select 1 from db.public.r pivot (system.main.f({}) for b in (1, 2))",
    "select 1 from db.public.r pivot (system.main.f(a) for system.main.g({}, b) in (1, 2))",
    "select 1 from db.public.r unpivot (v for n in (a, system.main.f(b, {})))",
    "select 1 from (select {}) x pivot (system.main.f(a) for b in (1, 2))",
    "select a between 1 and {}",
    "select {} between 1 and 2",
    "select a between {} and 2",
    "select case when {} then 1 end",
    "select case when true then {} end",
    "select case when true then 1 else {} end",
    "select case {} when 1 then 1 end",
    "select cast({} as integer)",
    "select try_cast({} as integer)",
    "select {} collate nocase",
    "select 1 = {}",
    "select {} <> 1",
    "select 1 is distinct from {}",
    "select a and {}",
    "select a or {} or b",
    "select not {}",
    "select system.main.f({})",
    "select system.main.f(1, distinct_of := {})",
    "select system.main.f(1) filter (where {})",
    "select system.main.f(1 order by {})",
    "select {} is null",
    "select {} is not null",
    "select coalesce(1, {})",
    "select 1 in (2, {})",
    "select {} not in (1, 2)",
    "select array[1, {}]",
    "select a[{}]",
    "select a[1:{}]",
    "select * replace ({} as a) from db.public.r",
    "select 1 in (select {})",
    "select {} in (select 1)",
    "select {} = any (select 1)",
    "select (select {})",
    "select exists (select {})",
    "select system.main.f({}) over ()",
    "select system.main.f(1) over (partition by {})",
    "select system.main.f(1) over (order by {})",
    "select system.main.f(1) filter (where {}) over ()",
    "select system.main.f(1) over (order by a rows between {} preceding and current row)",
    "select system.main.f(1) over (order by a rows between current row and {} following)",
    "select rank() over (order by {})",
    "select ntile({}) over (order by a)",
    "select lag(a, {}) over (order by a)",
    "select lag(a, 1, {}) over (order by a)",
    "select first_value(a order by {}) over (order by a)",
    "select 1 from db.public.r window w as (partition by 1) qualify system.main.f({}) over w",
    "insert into db.public.r values (1, {})",
    "insert into db.public.r select {}",
    "with c as (select {}) insert into db.public.r select 1",
    "insert into db.public.r values (1) returning {}",
    "update db.public.r set a = {}",
    "update db.public.r set a = 1 where {}",
    "update db.public.r set a = 1 from (select {}) x",
    "with c as (select {}) update db.public.r set a = 1",
    "update db.public.r set a = 1 returning {}",
    "delete from db.public.r where {}",
    "delete from db.public.r using (select {}) x",
    "with c as (select {}) delete from db.public.r",
    "delete from db.public.r returning {}",
    "merge into db.public.r using db.public.s on {} when matched then delete",
    "merge into db.public.r using (select {}) s on true when matched then delete",
    "merge into db.public.r using db.public.s on true when matched and {} then delete",
    "merge into db.public.r using db.public.s on true when matched then update set a = {}",
    "merge into db.public.r using db.public.s on true when not matched then insert values ({})",
    "create table db.public.r as select {}",
    "create table db.public.r (a integer default {})",
    "create view db.public.r as select {}",
    "alter table r add column b integer default {}",
    "alter table r alter column a set default {}",
    "alter table r alter column a type integer using {}",
    "explain select {}",
};

// Expressions that nobody resolved; behind them, one that somebody did.
const std::vector<std::string> kNames = {
    "evil()",
    "main.f(1)",
    "pg_catalog.f(1)",
    "system.other.f(1)",
    "system.main.evil()",
    "db.main.f(1)",
    "(1 + 1)",
    "(- a)",
    "evil() over ()",
    "system.main.evil() over ()",
    "cast(1 as evil)",
    "cast(1 as pg_catalog.evil)",
    "cast(1 as evil[])",
    "cast(1 as struct(a evil))",
    "cast(1 as map(integer, evil))",
    "(a collate evil)",
    "(a -> b)",
    "columns('a')",
    "(select 1 from evil)",
    "(select 1 from public.r)",
    "(select 1 from db.public.evil)",
    "(select 1 from other.public.r)",
    "(select 1 from \"\x01"
    "1 c\")",
    "(select 1 from 'file.csv')",
    "(select 1 from system.main.evil())",
    "(select 1 from t(1))",
    "(select 1 from db.public.r at (version => 1))",
    "(select 1 from (describe db.public.r) x)",
    "(select 1 from db.public.r pivot (system.main.f(a) for b in evil))",
    "(with recursive c as (select 1 from c union all select 1) select 1)",
};

const std::vector<std::string> kKnown = {"1",
                                         "system.main.f(1)",
                                         "system.pg_catalog.g(a)",
                                         "(select 1 from db.public.r)",
                                         "(select 1 from db.public.R)",
                                         "(select 1 from system.main.t(1))",
                                         "cast(1 as varchar[])",
                                         "(a collate nocase)"};

} // namespace

TEST_CASE("tree check: a name that was not resolved is refused in every node", "[tree_check]") {
    std::size_t refused = 0;
    std::size_t unknown = 0; // a subquery in PIVOT's columns
    for (const auto& place : kExpressions) {
        for (const auto& name : kKnown) {
            const auto text = with(place, name);
            INFO(text);
            const auto result = outcome(text);
            CHECK((result == "passes" || result == "unknown"));
            unknown += result == "unknown" ? 1 : 0;
        }
        for (const auto& name : kNames) {
            const auto text = with(place, name);
            INFO(text);
            const auto result = outcome(text);
            CHECK((result == "refused" || result == "unknown"));
            refused += result == "refused" ? 1 : 0;
        }
    }
    CHECK(refused > 2500);
    CHECK(unknown == 3);
}

TEST_CASE("tree check: places for tables", "[tree_check]") {
    const std::vector<std::string> places = {
        "select 1 from {}",
        "from {}",
        "select 1 from {} x, db.public.r",
        "select 1 from db.public.r cross join {}",
        "select 1 from db.public.r natural join {} x",
        "select 1 from db.public.r positional join {} x",
        "select 1 from (select 1 from {}) x",
        "select (select 1 from {})",
        "select exists (select 1 from {})",
        "select 1 union all select 2 from {}",
        "with c as (select 1 from {}) select 1",
        "with c as (select 1) select 1 from {}",
        "with recursive c as (select 1 from {} union all select 1) select 1",
        "with recursive c as (select 1 union all select 1 from {}) select 1",
        "select 1 from {} pivot (system.main.f(a) for b in (1, 2))",
        "select 1 from {} unpivot (v for n in (a, b))",
        "insert into db.public.r select 1 from {}",
        "update db.public.r set a = 1 from {} x",
        "delete from db.public.r using {} x",
        "merge into db.public.r using {} x on true when matched then delete",
        "create table db.public.r as select 1 from {}",
        "create view db.public.r as select 1 from {}",
        "explain select 1 from {}",
    };
    for (const auto& place : places) {
        INFO(place);
        CHECK(outcome(with(place, "db.public.s")) == "passes");
        CHECK(outcome(with(place, "system.main.t(1)")) == "passes");
        for (const auto* name : {"evil", "public.r", "db.public.evil", "system.main.evil", "\"a.csv\"", "evil()",
                                 "system.main.evil()", "system.pg_catalog.t(1)"})
            CHECK(outcome(with(place, name)) == "refused");
    }
}

} // namespace redstart::sql
