#include "tests/unit/catalog/fixture.hpp"

#include <catch2/catch.hpp>

using namespace redstart::catalog;

namespace {

constexpr Micros kStart = 1'700'000'000'000'000; // 2023-11-14 22:13:20

std::shared_ptr<const QueryRow> make_query(std::int64_t sequence, std::int32_t query, std::int32_t user,
                                           std::string text, Micros end) {
    auto row = std::make_shared<QueryRow>();
    row->sequence = sequence;
    row->query_id = query;
    row->xid = 900 + sequence;
    row->pid = static_cast<std::int32_t>(500 + sequence);
    row->user_id = user;
    row->user_name = user == 100 ? "admin" : "reader";
    row->database = "dev";
    row->label = "default";
    row->text = std::move(text);
    row->start_time = kStart;
    row->end_time = end;
    row->aborted = sequence == 3;
    return row;
}

void fill(FakeSession& session) {
    SessionRow admin{501,    100,    "admin", "dev", "psql", "127.0.0.1", "5000", SessionStatus::Active,
                     kStart, kStart, 0,       0};
    SessionRow reader{502, 101, "reader", "dev", "", "", "", SessionStatus::Idle, kStart, 0, 0, 60};
    session.live_rows->sessions = {admin, reader};
    session.live_rows->running = {make_query(7, 0, 100, "select 1", 0), make_query(8, 88, 101, "select * from t", 0)};
    LockRow own{907, 501, "admin", "dev", 100000, kStart, 0, "ExclusiveLock", true, kStart};
    LockRow reads{907, 501, "admin", "dev", 100000, kStart, 100123, "AccessShareLock", true, kStart};
    LockRow waits{908, 502, "reader", "dev", 100000, kStart, 100123, "AccessExclusiveLock", false, kStart};
    session.live_rows->locks = {own, reads, waits};
    auto& history = *session.history_rows;
    history.queries = {make_query(1, 11, 100, "select\n1", kStart + 5000),
                       make_query(2, 0, 101, "select version()", kStart + 10),
                       make_query(3, 13, 101, std::string(450, 'x'), kStart + 20)};
    history.sessions = {{100, kStart, kStart + 1, 300, "admin", "dev", 0, 2}};
    ConnectionEventRow event;
    event.event = "authenticated";
    event.record_time = kStart;
    event.pid = 501;
    event.auth_method = "password";
    history.connections = {event};
    history.terminations = {{502, kStart, 100, "TERMINATE"}};
}

using Rows = std::vector<std::vector<std::string>>;

} // namespace

TEST_CASE("stv_recents shows running statements with their pid, done ones with -1, newest first") {
    CatalogFixture catalog;
    fill(catalog.session);
    const auto answer = catalog.query("SELECT status, pid, query FROM stv_recents");
    REQUIRE(answer.error == "");
    CHECK(answer.rows == Rows{{"Running", "508", "select * from t"},
                              {"Running", "507", "select 1"},
                              {"Done", "-1", std::string(450, 'x')},
                              {"Done", "-1", "select version()"},
                              {"Done", "-1", "select\n1"}});
    CHECK(catalog.value("SELECT duration FROM stv_recents WHERE query = 'select version()'") == "10");
    CHECK(catalog.value("SELECT duration > 0 FROM stv_recents WHERE pid = 507") == "true");
}

TEST_CASE("the guide's query on stv_recents runs word for word") {
    CatalogFixture catalog;
    fill(catalog.session);
    const auto answer = catalog.query("select pid, trim(starttime) as start, duration, trim(user_name) as user, "
                                      "substring (query,1,40) as querytxt from stv_recents where status = 'Running';");
    REQUIRE(answer.error == "");
    REQUIRE(answer.rows.size() == 2);
    CHECK(answer.rows[1][0] == "507");
    CHECK(answer.rows[1][1].substr(0, 19) == "2023-11-14 22:13:20");
    CHECK(answer.rows[1][3] == "admin");
}

TEST_CASE("statements that wait outside the compute nodes are found as the guide does") {
    CatalogFixture catalog;
    fill(catalog.session);
    const auto answer =
        catalog.query("select pid from stv_recents where status<>'Done' and pid not in (select pid from stv_inflight)");
    CHECK(answer.rows == Rows{{"507"}});
    CHECK(catalog.query("SELECT slice, query, text FROM stv_inflight").rows ==
          Rows{{"12811", "88", "select * from t"}});
    CHECK(catalog.query("SELECT query, text, sequence FROM svv_query_inflight").rows ==
          Rows{{"88", "select * from t", "0"}});
}

TEST_CASE("a regular user sees his own rows of the logs, or all with SYSLOG ACCESS UNRESTRICTED") {
    CatalogFixture catalog;
    fill(catalog.session);
    catalog.session.user = "reader";
    catalog.session.id = 101;
    catalog.session.is_superuser = false;
    CHECK(catalog.value("SELECT count(*) FROM stv_recents") == "3");
    CHECK(catalog.value("SELECT count(*) FROM stl_query") == "1");
    CHECK(catalog.value("SELECT count(*) FROM stv_sessions") == "2");
    auto unrestricted = *catalog.users.rows[1];
    unrestricted.syslog_unrestricted = true;
    catalog.users.rows[1] = std::make_shared<const User>(unrestricted);
    CHECK(catalog.value("SELECT count(*) FROM stv_recents") == "5");
}

TEST_CASE("isolationtester learns who is blocked by whom") {
    CatalogFixture catalog;
    catalog.session.blocked = {{502, {501, 503}}};
    const auto blocked = [&](const std::string& arguments) {
        const auto answer = catalog.query("SELECT pg_catalog.pg_isolation_test_session_is_blocked(" + arguments + ")");
        return answer.error.empty() ? answer.rows[0][0] : answer.sqlstate + ": " + answer.error;
    };
    CHECK(blocked("502, '{501,502}'") == "true");
    CHECK(blocked("502, '{ 7, 503 }'") == "true");
    CHECK(blocked("502, '{7,50}'") == "false");
    CHECK(blocked("502, '{}'") == "false");
    CHECK(blocked("501, '{502,503}'") == "false");
    CHECK(blocked("502, ARRAY[7, 503]") == "true");
    CHECK(blocked("502, ARRAY[7, NULL]") == "false");
    CHECK(blocked("NULL, '{501}'") == "NULL");
    for (const std::string text : {"501", "{501", "{501,}", "{501,,503}", "{501 503}", "{a}", ""})
        CHECK(blocked("502, '" + text + "'") == "22P02: malformed array literal: \"" + text + "\"");
}

TEST_CASE("locks show as in svv_transactions, pg_locks and stv_locks") {
    CatalogFixture catalog;
    fill(catalog.session);
    CHECK(catalog.query("SELECT xid, pid, lock_mode, lockable_object_type, relation, granted FROM svv_transactions")
              .rows == Rows{{"907", "501", "ExclusiveLock", "transactionid", "NULL", "true"},
                            {"907", "501", "AccessShareLock", "relation", "100123", "true"},
                            {"908", "502", "AccessExclusiveLock", "relation", "100123", "false"}});
    CHECK(catalog.query("SELECT relation, database, transaction, pid, granted FROM pg_locks").rows ==
          Rows{{"NULL", "NULL", "907", "501", "true"},
               {"100123", "100000", "NULL", "501", "true"},
               {"100123", "100000", "NULL", "502", "false"}});
    CHECK(catalog.query("select table_id, lock_owner, lock_owner_pid, lock_status from stv_locks").rows ==
          Rows{{"100123", "908", "502", "Waiting for write lock"}});
    CHECK(catalog.value("SELECT count(*) FROM svv_transactions a JOIN svv_transactions b ON a.relation = b.relation "
                        "WHERE a.granted AND NOT b.granted") == "1");
}

TEST_CASE("sessions, history and terminations come through their views") {
    CatalogFixture catalog;
    fill(catalog.session);
    CHECK(catalog.query("SELECT process, user_name, db_name, timeout_sec FROM stv_sessions").rows ==
          Rows{{"501", "admin", "dev", "0"}, {"502", "reader", "dev", "60"}});
    CHECK(catalog.query("SELECT query, aborted, querytxt FROM stl_query WHERE query = 11").rows ==
          Rows{{"11", "0", "select\n1"}});
    CHECK(catalog.query("SELECT process, timed_out FROM stl_sessions").rows == Rows{{"300", "2"}});
    CHECK(catalog.query("SELECT event, pid, authmethod FROM stl_connection_log").rows ==
          Rows{{"authenticated", "501", "password"}});
    CHECK(catalog.query("select pid, userid, type from svl_terminate order by eventtime desc limit 1").rows ==
          Rows{{"502", "100", "TERMINATE"}});
    CHECK(catalog.query("SELECT db_name, isolation_level FROM stv_db_isolation_level").rows ==
          Rows{{"dev", "Snapshot Isolation"}});
    CHECK(catalog.query("SELECT procpid, usename, current_query, state, client_port FROM pg_stat_activity").rows ==
          Rows{{"501", "admin", "NULL", "active", "5000"}, {"502", "reader", "NULL", "idle", "NULL"}});
}

TEST_CASE("statement texts are cut into pieces of 200 characters, newlines written out") {
    CatalogFixture catalog;
    fill(catalog.session);
    const auto pieces = catalog.query("SELECT sequence, length(text) FROM stl_querytext WHERE query = 13");
    CHECK(pieces.rows == Rows{{"0", "200"}, {"1", "200"}, {"2", "50"}});
    CHECK(catalog.value("SELECT text FROM stl_querytext WHERE query = 11") == "select\\n1");
}

TEST_CASE("users are listed with the bootstrap user, passwords masked") {
    CatalogFixture catalog;
    CHECK(catalog.query("SELECT usename, usesysid, usecreatedb, usesuper, usecatupd, passwd FROM pg_user ORDER BY 2")
              .rows == Rows{{"rdsdb", "1", "true", "true", "true", "********"},
                            {"admin", "100", "true", "true", "false", "********"},
                            {"reader", "101", "false", "false", "false", "********"}});
    CHECK(catalog.query("SELECT user_name, connection_limit FROM svv_user_info ORDER BY user_id").rows ==
          Rows{{"rdsdb", "NULL"}, {"admin", "UNLIMITED"}, {"reader", "5"}});
}
