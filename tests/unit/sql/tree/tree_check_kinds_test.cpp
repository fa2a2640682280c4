// The tree check by itself: kinds of statements, types and tables, and where common tables are known.
#include "sql/tree/with_lists.hpp"
#include "tests/unit/sql/tree/tree_check.hpp"

#include <catch2/catch.hpp>
#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/list.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

// The engine's parser takes names with a catalog only for tables and functions.
void qualify_types(duckdb::LogicalType& type) {
    if (type.id() == duckdb::LogicalTypeId::USER && duckdb::UserType::GetTypeName(type) == "y")
        type = duckdb::LogicalType::USER("system", "pg_catalog", "y", {});
}

} // namespace

TEST_CASE("tree check: targets of statements", "[tree_check]") {
    for (const auto* text : {"insert into evil values (1)", "insert into public.r values (1)", "update evil set a = 1",
                             "delete from db.public.evil",
                             "merge into evil using db.public.s on true when matched then "
                             "delete",
                             "create table evil (a integer)", "create view evil as select 1",
                             "create table db.public.r (a evil)", "alter table evil add column a integer",
                             "alter table r add column a evil", "alter table r alter column a type evil"})
        CHECK(outcome(text) == "refused");
}

TEST_CASE("tree check: kinds of statements that nobody resolves", "[tree_check]") {
    for (const auto* text : {"pragma version",
                             "set x = 1",
                             "set variable x = 1",
                             "reset x",
                             "attach 'a.db' as a",
                             "detach a",
                             "load 'a'",
                             "install a",
                             "export database 'a'",
                             "import database 'a'",
                             "copy db.public.r to 'a.csv'",
                             "copy db.public.r from 'a.csv'",
                             "copy from database a to b",
                             "call system.main.t(1)",
                             "prepare p as select 1",
                             "execute p",
                             "deallocate p",
                             "vacuum",
                             "analyze",
                             "checkpoint",
                             "begin",
                             "use a",
                             "drop table db.public.r",
                             "create macro m() as 1",
                             "create sequence q",
                             "create type y as enum ('a')",
                             "create index i on db.public.r (a)",
                             "create secret x (type s3)",
                             "create table db.public.r (a integer check (a > 0))",
                             "create table db.public.r (a integer, b integer generated always as (a))",
                             "create table db.public.r (a integer primary key)",
                             "alter table r add column s.a integer",
                             "alter table r add primary key (a)",
                             "alter table r set sorted by (a)",
                             "alter table r set partitioned by (a)",
                             "alter sequence r owned by s",
                             "insert into db.public.r values (1) on conflict do nothing",
                             "describe db.public.r",
                             "show tables",
                             "summarize db.public.r"}) {
        INFO(text);
        CHECK(outcome(text) != "passes"); // of some the engine makes several statements, or none
    }
}

TEST_CASE("tree check: common tables are known inside their node", "[tree_check]") {
    const std::string c = "\"\x01"
                          "1 c\"";
    const auto text = [&](const std::string& place) { return with(place, c); };
    CHECK(outcome(text("with {} as (select 1) select 1 from {}")) == "passes");
    CHECK(outcome(text("with recursive {} as (select 1 union all select 1 from {}) select 1 from {}")) == "passes");
    CHECK(outcome(text("with {} as (select 1) insert into db.public.r select 1 from {}")) == "passes");
    CHECK(outcome("with c as (select 1) select 1 from c") == "refused"); // nobody gave it a name of its own
    CHECK(outcome(text("with {} as (select 1 from {}) select 1")) == "refused");
    CHECK(outcome(text("with recursive {} as (select 1 from {} union all select 1) select 1")) == "refused");
    CHECK(outcome(text("select 1 from (with {} as (select 1) select 1) x, {}")) == "refused");
    CHECK(outcome(text("select 1 from {}"), TreeExtent::Part) == "passes");
    // Stored ones.
    CHECK(outcome("select 1 from db.public.other", TreeExtent::Stored) == "passes");
    CHECK(outcome("with c as (select 1) select 1 from c", TreeExtent::Stored) == "passes");
    CHECK(outcome("select 1 from c", TreeExtent::Stored) == "refused");
    CHECK(outcome("select evil()", TreeExtent::Stored) == "refused");
}

TEST_CASE("tree check: types", "[tree_check]") {
    const auto names = known_names();
    const auto check = [&](duckdb::LogicalType type) {
        auto select = duckdb::make_uniq<duckdb::SelectNode>();
        select->from_table = duckdb::make_uniq<duckdb::EmptyTableRef>();
        select->select_list.push_back(duckdb::make_uniq<duckdb::CastExpression>(
            std::move(type), duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value())));
        try {
            TreeCheck(names, TreeExtent::Whole).query(*select);
            return true;
        } catch (const protocol::SqlError&) { return false; }
    };
    auto known = duckdb::LogicalType::USER("y", {});
    CHECK_FALSE(check(known));
    qualify_types(known);
    CHECK(check(known));
    CHECK(check(duckdb::LogicalType::LIST(known)));
    CHECK(check(duckdb::LogicalType::STRUCT({{"a", known}})));
    CHECK(check(duckdb::LogicalType::DECIMAL(10, 2)));
    const auto evil = duckdb::LogicalType::USER("evil", {});
    CHECK_FALSE(check(duckdb::LogicalType::LIST(duckdb::LogicalType::LIST(evil))));
    CHECK_FALSE(check(duckdb::LogicalType::STRUCT({{"a", evil}})));
    CHECK_FALSE(check(duckdb::LogicalType::MAP(duckdb::LogicalType::INTEGER, evil)));
    CHECK_FALSE(check(duckdb::LogicalType::ARRAY(evil, 3)));
    CHECK_FALSE(check(duckdb::LogicalType::VARCHAR_COLLATION("de")));
    CHECK_FALSE(check(duckdb::LogicalType::ANY));
    duckdb::Vector values(duckdb::Value("a"));
    CHECK_FALSE(check(duckdb::LogicalType::ENUM(values, 1)));
}

TEST_CASE("tree check: tables of the engine's own making are refused", "[tree_check]") {
    const auto names = known_names();
    const auto check = [&](Owned<duckdb::TableRef> table) {
        auto select = duckdb::make_uniq<duckdb::SelectNode>();
        select->from_table = std::move(table);
        CHECK_THROWS_AS(TreeCheck(names, TreeExtent::Whole).query(*select), protocol::SqlError);
    };
    check(duckdb::make_uniq<duckdb::ShowRef>());
    check(duckdb::make_uniq<duckdb::DelimGetRef>(duckdb::vector<duckdb::LogicalType>()));
    check(nullptr);
    auto function = duckdb::make_uniq<duckdb::TableFunctionRef>();
    function->function = duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value());
    check(std::move(function));
}

TEST_CASE("common tables: one node for each, and no copies of the list", "[common_tables]") {
    const auto nodes = [](const std::string& text) {
        auto statement = parse_one(text);
        auto& node = statement->Cast<duckdb::SelectStatement>().node;
        one_node_per_table(node, {});
        std::string names;
        const duckdb::QueryNode* at = node.get();
        for (; at->type == duckdb::QueryNodeType::CTE_NODE; at = at->Cast<duckdb::CTENode>().child.get()) {
            names += at->Cast<duckdb::CTENode>().ctename + " ";
            CHECK(at->cte_map.map.empty());
        }
        CHECK(at->cte_map.map.empty());
        return names;
    };
    CHECK(nodes("select 1").empty());
    CHECK(nodes("with a as (select 1), b as (select 2) select 1") == "a b ");
    CHECK(nodes("with a as (select 1), b as (select 2) select 1 union select 2") == "a b ");
    // The query of a common table with a list of its own: the engine's parser wraps it twice.
    auto statement = parse_one("with x as (with y as (select 1) select 2) select 3");
    auto& outer = statement->Cast<duckdb::SelectStatement>().node->Cast<duckdb::CTENode>();
    auto& inner = outer.query;
    REQUIRE(inner->Cast<duckdb::CTENode>().child->type == duckdb::QueryNodeType::CTE_NODE);
    one_node_per_table(inner, {});
    CHECK(inner->Cast<duckdb::CTENode>().ctename == "y");
    CHECK(inner->Cast<duckdb::CTENode>().child->type == duckdb::QueryNodeType::SELECT_NODE);
}

} // namespace redstart::sql
