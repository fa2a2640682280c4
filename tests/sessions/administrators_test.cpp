// What administrators ask with one session holding a lock and one waiting for it: the joins of their usual scripts
// over pg_locks, svv_transactions, stv_recents, pg_stat_activity and stl_connection_log, in words of our own.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

// A holder of ShareRowExclusiveLock on `table` and a waiter for AccessExclusiveLock.
struct Pair {
    explicit Pair(const std::string& table) {
        observer.must("create table " + table + " (i int)");
        holder.must("begin");
        holder.must("insert into " + table + " values (1)");
        waiter.send("lock " + table);
        require_waiting(observer, waiter);
    }
    ~Pair() {
        holder.must("rollback");
        waiter.wait();
    }
    Client observer = session();
    Client holder = session();
    Client waiter = session();
};

} // namespace

TEST_CASE("who blocks whom: locks joined with transactions, names, databases and running statements") {
    Pair pair("asked_blocking");
    const std::string sql = R"sql(
        with seen as (
            select t.xid, k.pid, t.txn_owner as owner, trim(d.datname) as db, t.relation,
                   trim(s.nspname) as schema_name, trim(r.relname) as table_name, k.mode, k.granted,
                   t.lockable_object_type as kind, t.txn_start,
                   round((extract(epoch from current_timestamp) - extract(epoch from t.txn_start)) / 60, 2) as minutes,
                   case when k.granted is false
                        then round((extract(epoch from current_timestamp) - extract(epoch from n.starttime)), 2)
                   end as waited
            from pg_catalog.pg_locks k
            inner join pg_catalog.svv_transactions t
                on k.pid = t.pid and k.relation = t.relation and t.lockable_object_type is not null
            left join pg_catalog.pg_class r on r.oid = t.relation
            left join pg_namespace s on s.oid = r.relnamespace
            left join pg_catalog.pg_database d on d.oid = k.database
            left outer join stv_recents n on n.pid = k.pid
            where k.pid <> pg_backend_pid())
        select distinct a.pid, a.owner, a.db, a.schema_name, a.table_name, a.mode,
               decode(a.granted, true, 'yes', false, 'no') as granted, a.kind,
               decode(a.granted, true, a.minutes >= 0, null) as timed, a.waited >= 0 as waits, b.blocked, b.pids
        from seen a
        left outer join (select relation, mode, listagg(pid, ',') as pids, max(waited) as longest, count(*) as blocked
                         from seen where granted is false group by relation, mode) b
            on a.relation = b.relation and a.granted is true
               and (a.mode like '%Exclusive%' or (b.mode like '%ExclusiveLock' and b.mode not like '%Share%'))
        where a.table_name = 'asked_blocking'
        order by granted desc)sql";
    const auto answer = pair.observer.must(sql);
    REQUIRE(answer.rows.size() == 2);
    using Row = std::vector<std::optional<std::string>>;
    CHECK(answer.rows[0] == Row{pair.holder.pid_text(), "admin", "dev", "public", "asked_blocking",
                                "ShareRowExclusiveLock", "yes", "relation", "t", std::nullopt, "1",
                                pair.waiter.pid_text()});
    CHECK(answer.rows[1] == Row{pair.waiter.pid_text(), "admin", "dev", "public", "asked_blocking",
                                "AccessExclusiveLock", "no", "relation", std::nullopt, "t", std::nullopt,
                                std::nullopt});
}

TEST_CASE("who holds what, in a view: locks joined with classes, schemas and activity") {
    Pair pair("asked_holding");
    pair.observer.must("create schema office");
    pair.observer.must(R"sql(
        create or replace view office.held_locks as
        select sysdate as seen_at, trim(s.nspname) as schema_name, trim(r.relname) as table_name,
               trim(k.database) as db, k.transaction, k.pid, a.usename, k.mode, k.granted
        from pg_catalog.pg_locks k
        join pg_catalog.pg_class r on r.oid = k.relation
        join pg_catalog.pg_namespace s on s.oid = r.relnamespace
        join pg_catalog.pg_stat_activity a on a.procpid = k.pid)sql");
    const auto answer = pair.observer.must("select pid, usename, schema_name, mode, granted, transaction, db = "
                                           "(select oid::text from pg_database where datname = 'dev') "
                                           "from office.held_locks where table_name = 'asked_holding' "
                                           "order by granted desc");
    REQUIRE(answer.rows.size() == 2);
    CHECK(answer.value(0, 0) == pair.holder.pid_text());
    CHECK(answer.value(0, 3) == "ShareRowExclusiveLock");
    CHECK(answer.value(1, 0) == pair.waiter.pid_text());
    CHECK(answer.value(1, 3) == "AccessExclusiveLock");
    CHECK(answer.value(1, 4) == "f");
    CHECK(answer.value(0, 5) == "NULL"); // a lock on a relation names no transaction (PostgreSQL 8.0)
    CHECK(answer.value(0, 6) == "t");
}

TEST_CASE("a view that writes the CANCEL of every running statement; the one it wrote works") {
    Pair pair("asked_cancelling");
    pair.observer.must(R"sql(
        create or replace view running_now as
        select pid, starttime, duration, trim(user_name) as "USER", trim(query) as statement,
               'CANCEL  ' + pid::varchar(20) + ';' as remedy
        from stv_recents where status = 'Running' order by starttime desc)sql");
    const auto row = pair.observer.must("select remedy, \"user\" from running_now where statement like "
                                        "'lock asked_cancelling%'");
    REQUIRE(row.rows.size() == 1);
    CHECK(row.value(0, 0) == "CANCEL  " + pair.waiter.pid_text() + ";");
    CHECK(row.value(0, 1) == "admin");
    CHECK(pair.observer.must(row.value(0, 0)).tag == "CANCEL");
    require_cancelled(pair.waiter.wait());
    pair.waiter.send("select 1");
}

TEST_CASE("which connections are open: both ends of the connection log joined") {
    auto observer = session();
    auto open = session();
    std::string gone;
    {
        const auto closing = session();
        gone = closing.pid_text();
    }
    require_gone(observer, gone, 5s);
    observer.must(R"sql(
        create or replace view open_connections as
        select case when o.recordtime is null then 'Y' else 'N' end as connected, i.recordtime as since,
               o.recordtime as until, i.pid, i.remotehost, i.remoteport, i.username, o.duration
        from (select event, recordtime, remotehost, remoteport, pid, username from stl_connection_log
              where event = 'initiating session') as i
        left outer join (select event, recordtime, remotehost, remoteport, pid, username, duration
                         from stl_connection_log where event = 'disconnecting session') as o
            on i.pid = o.pid and i.remotehost = o.remotehost and i.remoteport = o.remoteport)sql");
    const auto of = [&](const std::string& pid) {
        return observer.must("select connected, until >= since, trim(remotehost), trim(username), duration > 0 "
                             "from open_connections where pid = " +
                             pid);
    };
    const auto still = of(open.pid_text());
    REQUIRE(still.rows.size() == 1);
    CHECK(still.value(0, 0) == "Y");
    CHECK(still.value(0, 1) == "NULL");
    CHECK(still.value(0, 2) == "127.0.0.1");
    CHECK(still.value(0, 3) == "admin");
    const auto ended = of(gone);
    REQUIRE(ended.rows.size() == 1);
    CHECK(ended.value(0, 0) == "N");
    CHECK(ended.value(0, 1) == "t");
    CHECK(ended.value(0, 4) == "t");
}

} // namespace redstart::test
