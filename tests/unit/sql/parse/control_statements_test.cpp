#include "protocol/error.hpp"
#include "sql/parse/control_statements.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using redstart::protocol::SqlError;

namespace {

// The statement keeps views into the text: literals live long enough.
Statement one(std::string_view sql) { return split(sql).at(0); }

template <typename Parse> void check_syntax_error(Parse parse, std::string_view sql, std::string_view near) {
    INFO(sql);
    try {
        parse(one(sql));
        FAIL("accepted");
    } catch (const SqlError& error) {
        CHECK(error.sqlstate() == "42601");
        const auto expected = near.empty() ? std::string("syntax error at end of input")
                                           : "syntax error at or near \"" + std::string(near) + "\"";
        CHECK(error.message() == expected);
        CHECK(error.position() > 0);
    }
}

using Strings = std::vector<std::string>;

} // namespace

TEST_CASE("BEGIN and the transaction modes") {
    CHECK(parse_begin(one("begin")).isolation.empty());
    const auto begin = parse_begin(one("START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"));
    CHECK(begin.isolation == "repeatable read");
    CHECK(begin.read_only == true);
    CHECK(parse_begin(one("begin work isolation level serializable read write")).read_only == false);
    CHECK(parse_begin(one("begin isolation level read uncommitted")).isolation == "read uncommitted");
    CHECK(parse_begin(one("begin transaction not deferrable")).isolation.empty());
    check_syntax_error(parse_begin, "begin work now", "now");
    check_syntax_error(parse_begin, "start", "");
    check_syntax_error(parse_begin, "begin isolation level snapshot", "snapshot");
    const auto set = parse_set_transaction(one("set session characteristics as transaction read only"));
    CHECK(set.session_characteristics);
    CHECK(set.read_only == true);
    CHECK(parse_set_transaction(one("set transaction isolation level serializable")).isolation == "serializable");
    check_syntax_error(parse_set_transaction, "set transaction", "");
    check_transaction_end(one("commit work"));
    check_transaction_end(one("end transaction"));
    check_syntax_error(check_transaction_end, "rollback now", "now");
}

TEST_CASE("CANCEL") {
    CHECK(parse_cancel(one("cancel 802")).pid == 802);
    CHECK_FALSE(parse_cancel(one("cancel 802")).message);
    CHECK(parse_cancel(one("CANCEL 802 'Long-running query'")).message == "Long-running query");
    check_syntax_error(parse_cancel, "cancel abc", "abc");
    check_syntax_error(parse_cancel, "cancel 3000000000", "3000000000");
    check_syntax_error(parse_cancel, "cancel 1.5", "1.5");
    check_syntax_error(parse_cancel, "cancel", "");
    check_syntax_error(parse_cancel, "cancel; select 1", ";");
    check_syntax_error(parse_cancel, "cancel -1", "-");
    check_syntax_error(parse_cancel, "cancel 1 'a' b", "b");
    check_syntax_error(parse_cancel, "cancel '1'", "'1'");
}

TEST_CASE("LOCK") {
    const auto lock = parse_lock(one("lock table A, public.\"B\""));
    REQUIRE(lock.tables.size() == 2);
    CHECK(lock.tables[0] == Strings{"a"});
    CHECK(lock.tables[1] == Strings{"public", "b"});
    CHECK(parse_lock(one("lock t in access exclusive mode")).tables.size() == 1);
    check_syntax_error(parse_lock, "lock t in share mode", "share");
    check_syntax_error(parse_lock, "lock table a,", "");
}

TEST_CASE("SET") {
    struct Case {
        std::string_view sql;
        std::string name;
        Strings values;
    };
    const Case cases[] = {
        {"set x to 1", "x", {"1"}},
        {"set session X = -1.5", "x", {"-1.5"}},
        {"set search_path to \"$user\", public, 'A b'", "search_path", {"$user", "public", "A b"}},
        {"set a.b to 'v'", "a.b", {"v"}},
        {"set time zone 'Europe/Paris'", "timezone", {"Europe/Paris"}},
        {"set time zone -7", "timezone", {"-7"}},
        {"set time zone interval '+00:00' hour to minute", "timezone", {"INTERVAL +00:00"}},
        {"set names 'utf8'", "client_encoding", {"utf8"}},
        {"set schema 's'", "search_path", {"s"}},
        {"SET DateStyle = ISO, MDY", "datestyle", {"iso", "mdy"}},
        {"set readonly=1", "readonly", {"1"}},
        {"set enable_x = on", "enable_x", {"on"}},
        {"set seed to 0.5", "seed", {"0.5"}},
    };
    for (const auto& expected : cases) {
        INFO(expected.sql);
        const auto set = parse_set(one(expected.sql));
        CHECK(set.name == expected.name);
        CHECK(set.values == expected.values);
        CHECK_FALSE(set.is_default);
        CHECK_FALSE(set.local);
    }
    CHECK(parse_set(one("set local x to 1")).local);
    CHECK(parse_set(one("set x to default")).is_default);
    CHECK(parse_set(one("set time zone local")).is_default);
    check_syntax_error(parse_set, "set x", "");
    check_syntax_error(parse_set, "set x to", "");
    check_syntax_error(parse_set, "set x to 1 2", "2");
}

TEST_CASE("SHOW and RESET") {
    CHECK(parse_show(one("show DateStyle")).name == "datestyle");
    CHECK(parse_show(one("show all")).name == "all");
    CHECK(parse_show(one("show transaction isolation level")).name == "transaction_isolation");
    CHECK(parse_show(one("show time zone")).name == "timezone");
    CHECK(parse_show(one("show session authorization")).name == "session_authorization");
    CHECK(parse_show(one("show a.b")).name == "a.b");
    CHECK(parse_reset(one("reset all")).name == "all");
    CHECK(parse_reset(one("reset time zone")).name == "timezone");
    check_syntax_error(parse_show, "show", "");
    check_syntax_error(parse_show, "show a b", "b");
    check_syntax_error(parse_show, "show transaction isolation", "");
}

TEST_CASE("VACUUM and ANALYZE name a table, its columns, or nothing") {
    CHECK(parse_vacuum(one("vacuum")).table == std::nullopt);
    CHECK(parse_vacuum(one("vacuum full")).table == std::nullopt);
    CHECK(parse_vacuum(one("vacuum sort only s.t to 75 percent boost")).table == Strings{"s", "t"});
    CHECK(parse_vacuum(one("vacuum delete only to 100 percent")).table == std::nullopt);
    CHECK(parse_vacuum(one("vacuum reindex t")).table == Strings{"t"});
    CHECK(parse_vacuum(one("vacuum analyze t")).table == Strings{"t"});
    CHECK(parse_vacuum(one("vacuum full verbose")).table == std::nullopt);
    check_syntax_error(parse_vacuum, "vacuum t to 101 percent", "101");
    check_syntax_error(parse_vacuum, "vacuum t, u", ",");
    CHECK(parse_analyze(one("analyze")).table == std::nullopt);
    CHECK(parse_analyze(one("analyze verbose all columns")).table == std::nullopt);
    CHECK(parse_analyze(one("analyze t (a, b) predicate columns")).columns == Strings{"a", "b"});
    CHECK(parse_analyze(one("analyze s.t")).table == Strings{"s", "t"});
    check_syntax_error(parse_analyze, "analyze t ()", ")");
}

TEST_CASE("identity, DISCARD and TRUNCATE") {
    CHECK(parse_set_identity(one("set session authorization 'Bob'")).user == "Bob");
    CHECK_FALSE(parse_set_identity(one("set session authorization default")).user);
    CHECK_FALSE(parse_set_identity(one("set role none")).user);
    CHECK(parse_set_identity(one("set local role r")).local);
    CHECK(parse_discard(one("discard all")) == DiscardTarget::All);
    CHECK(parse_discard(one("discard temp")) == DiscardTarget::Temp);
    check_syntax_error(parse_discard, "discard", "");
    CHECK(parse_truncate(one("truncate table s.t")).table == Strings{"s", "t"});
    check_syntax_error(parse_truncate, "truncate a, b", ",");
}

TEST_CASE("DROP") {
    const auto drop = parse_drop(one("drop table if exists a, s.b cascade"));
    CHECK(drop.kind == StatementKind::DropTable);
    CHECK(drop.if_exists);
    CHECK(drop.cascade);
    REQUIRE(drop.names.size() == 2);
    CHECK(drop.names[1] == Strings{"s", "b"});
    CHECK_FALSE(parse_drop(one("drop view v restrict")).cascade);
    CHECK(parse_drop(one("drop user a, b")).names.size() == 2);
    CHECK(parse_drop(one("drop table #t")).names[0] == Strings{"#t"});
    check_syntax_error(parse_drop, "drop table", "");
    check_syntax_error(parse_drop, "drop table a b", "b");
}

TEST_CASE("CREATE DATABASE") {
    using redstart::catalog::IsolationLevel;
    const auto plain = parse_create_database(one("create database d"));
    CHECK(plain.name == "d");
    CHECK_FALSE(plain.connection_limit);
    CHECK_FALSE(plain.isolation);
    const auto full = parse_create_database(
        one("create database d with owner = u connection limit 5 collate case_insensitive isolation level snapshot"));
    CHECK(full.owner == "u");
    CHECK(full.connection_limit == ConnectionLimit(5));
    CHECK(full.case_insensitive == true);
    CHECK(full.isolation == IsolationLevel::Snapshot);
    const auto unlimited = parse_create_database(
        one("create database d isolation level serializable connection limit unlimited owner u collate cs"));
    REQUIRE(unlimited.connection_limit);
    CHECK_FALSE(*unlimited.connection_limit);
    CHECK(unlimited.isolation == IsolationLevel::Serializable);
    CHECK(unlimited.case_insensitive == false);
    check_syntax_error(parse_create_database, "create database d template x", "template");
    check_syntax_error(parse_create_database, "create database d isolation level chaos", "chaos");
    CHECK_THROWS_AS(parse_create_database(one("create database d owner a owner b")), SqlError);
}

TEST_CASE("ALTER DATABASE and DROP DATABASE") {
    using redstart::catalog::IsolationLevel;
    CHECK(parse_alter_database(one("alter database d rename to e")).rename_to == "e");
    CHECK(parse_alter_database(one("alter database d owner to u")).owner == "u");
    CHECK(parse_alter_database(one("alter database d connection limit 3")).connection_limit == ConnectionLimit(3));
    CHECK(parse_alter_database(one("alter database d connection limit unlimited")).connection_limit);
    CHECK(parse_alter_database(one("alter database d isolation level serializable")).isolation ==
          IsolationLevel::Serializable);
    CHECK(parse_alter_database(one("alter database d collate case_sensitive")).case_insensitive == false);
    const auto set = parse_alter_database(one("alter database d set Statement_Timeout to '2min'")).first_value;
    REQUIRE(set);
    CHECK(set->name == "statement_timeout");
    CHECK(set->values == std::vector<std::string>{"2min"});
    CHECK(parse_alter_database(one("alter database d set x = 1, 2")).first_value->values.size() == 2);
    CHECK(parse_alter_database(one("alter database d reset x")).first_value->is_default);
    CHECK(parse_alter_database(one("alter database d reset all")).first_value->name == "all");
    check_syntax_error(parse_alter_database, "alter database d set x 1", "1");
    check_syntax_error(parse_alter_database, "alter database d set x to 1 owner to u", "owner");
    check_syntax_error(parse_alter_database, "alter database d", "");
    check_syntax_error(parse_alter_database, "alter database d rename to e owner to u", "owner");
    CHECK(parse_drop_database(one("drop database d")).name == "d");
    CHECK(parse_drop_database(one("drop database if exists d")).if_exists);
    check_syntax_error(parse_drop_database, "drop database a, b", ",");
    check_syntax_error(parse_drop_database, "drop database a cascade", "cascade");
}

TEST_CASE("COPY") {
    const auto from = parse_copy(one("copy s.t (a, b) from stdin"));
    CHECK(from.table == Strings{"s", "t"});
    CHECK(from.columns == Strings{"a", "b"});
    CHECK_FALSE(from.location);
    CHECK(from.options.delimiter == '\t');
    CHECK(from.options.null_text == "\\N");
    const auto csv =
        parse_copy(one("copy t to stdout with (format 'csv', header, delimiter ';', quote '''', null 'x')"));
    CHECK(csv.options.format == CopyFormat::Csv);
    CHECK(csv.options.header);
    CHECK(csv.options.delimiter == ';');
    CHECK(csv.options.quote == '\'');
    CHECK(csv.options.escape == '\'');
    CHECK(csv.options.null_text == "x");
    const auto old = parse_copy(one("copy t from stdin with csv header delimiter as '|' null as ''"));
    CHECK(old.options.format == CopyFormat::Csv);
    CHECK(old.options.delimiter == '|');
    CHECK(old.options.null_text.empty());
    const auto query = parse_copy(one("copy (select a, (b) from t) to stdout binary"));
    REQUIRE(query.query);
    CHECK(query.query->text == "select a, (b) from t");
    CHECK(query.query->kind == StatementKind::Select);
    CHECK(query.options.format == CopyFormat::Binary);
    CHECK(parse_copy(one("copy t from 's3://b/k' iam_role 'x' gzip")).location == "s3://b/k");
    check_syntax_error(parse_copy, "copy t from", "");
    check_syntax_error(parse_copy, "copy t from stdin frob", "frob");
    check_syntax_error(parse_copy, "copy (select 1) from stdin", "from");
    CHECK_THROWS_WITH(parse_copy(one("copy t from stdin delimiter 'ab'")),
                      "COPY delimiter must be a single one-byte character");
    CHECK_THROWS_WITH(parse_copy(one("copy t from stdin quote 'a'")), "COPY quote available only in CSV mode");
    CHECK_THROWS_WITH(parse_copy(one("copy t from stdin (format xml)")), "COPY format \"xml\" not recognized");
}

TEST_CASE("PREPARE, EXECUTE and DEALLOCATE") {
    const auto prepare = parse_prepare(one("prepare P (int, varchar(10)) as select $1, $2"));
    CHECK(prepare.name == "p");
    CHECK(prepare.types == Strings{"int", "varchar(10)"});
    CHECK(prepare.body.text == "select $1, $2");
    CHECK(prepare.body.kind == StatementKind::Select);
    const auto execute = parse_execute(one("execute p (1 + 2, f(a, b), 'x')"));
    REQUIRE(execute.arguments.size() == 3);
    CHECK(execute.arguments[0] == "1 + 2");
    CHECK(execute.arguments[1] == "f(a, b)");
    CHECK(parse_execute(one("execute p")).arguments.empty());
    CHECK(parse_execute(one("execute p ()")).arguments.empty());
    CHECK(parse_deallocate(one("deallocate prepare \"_PLAN0x1\"")) == "_plan0x1");
    CHECK_FALSE(parse_deallocate(one("deallocate all")));
    CHECK(parse_deallocate(one("deallocate prepare")) == "prepare");
    check_syntax_error(parse_prepare, "prepare p as", "");
    check_syntax_error(parse_prepare, "prepare p () as select 1", ")");
    check_syntax_error(parse_execute, "execute p (1", "");
    check_syntax_error(parse_execute, "execute p (1,)", ")");
}

TEST_CASE("cursors") {
    const auto declare = parse_declare(one("declare \"SQL_CUR1\" no scroll cursor with hold for select 1"));
    CHECK(declare.name == "sql_cur1");
    CHECK(declare.hold);
    CHECK_FALSE(declare.scroll);
    CHECK(declare.query.text == "select 1");
    CHECK_FALSE(parse_declare(one("declare c cursor without hold for select 1")).hold);
    CHECK(parse_declare(one("declare c binary insensitive scroll cursor for select 1")).binary);
    check_syntax_error(parse_declare, "declare c cursor for", "");
    check_syntax_error(parse_declare, "declare c for select 1", "for");

    const auto fetch = [](std::string_view sql) { return parse_fetch(one(sql)); };
    CHECK(fetch("fetch next from c").count == 1);
    CHECK(fetch("fetch c").cursor == "c");
    CHECK(fetch("fetch next").cursor == "next");
    CHECK(fetch("fetch 10 in c").count == 10);
    CHECK(fetch("fetch all from c").count == FetchStatement::kAll);
    CHECK(fetch("fetch all c").count == FetchStatement::kAll);
    CHECK(fetch("fetch forward all from c").count == FetchStatement::kAll);
    CHECK(fetch("fetch forward 10 from c").count == 10);
    CHECK(fetch("fetch forward from c").count == 1);
    CHECK(fetch("fetch backward 2 from c").direction == FetchDirection::Backward);
    CHECK(fetch("fetch -2 from c").direction == FetchDirection::Backward);
    CHECK(fetch("fetch prior from c").direction == FetchDirection::Backward);
    CHECK(fetch("fetch absolute -3 from c").count == -3);
    CHECK(fetch("fetch last from c").direction == FetchDirection::Absolute);
    CHECK(fetch("move 5 from c").count == 5);
    check_syntax_error(parse_fetch, "fetch", "");
    check_syntax_error(parse_fetch, "fetch 1.5 from c", "1.5");
    CHECK(parse_close(one("close c")) == "c");
    CHECK_FALSE(parse_close(one("close all")));
}

TEST_CASE("EXPLAIN") {
    const auto explain = parse_explain(one("explain verbose select 1"));
    CHECK(explain.verbose);
    CHECK(explain.body.text == "select 1");
    check_syntax_error(parse_explain, "explain", "");
}
