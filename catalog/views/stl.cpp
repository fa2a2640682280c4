// STL_*: the logs, kept in memory and bounded. Columns: Redshift developer guide, "STL views for logging".
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "stl_query",
     .oid = 90300,
     .access = Access::UserRows,
     .columns = "userid int, query int, label char(320), xid bigint, pid int, database char(32), "
                "querytxt char(4000), starttime timestamp, endtime timestamp, aborted int, insert_pristine int, "
                "concurrency_scaling_status int",
     .sql = R"sql(SELECT userid, query, left(label, 320), xid, pid, left(db_name, 32), left(text, 4000), starttime,
                         endtime, CASE WHEN aborted THEN 1 ELSE 0 END, 0, 0
                  FROM rs_finished_queries() WHERE query <> 0)sql"},
    {.schema = "pg_catalog",
     .name = "stl_querytext",
     .oid = 90301,
     .access = Access::UserRows,
     .columns = "userid int, xid bigint, pid int, query int, sequence int, text char(200)",
     .sql = "SELECT userid, xid, pid, query, sequence, text FROM rs_query_text()"},
    {.schema = "pg_catalog",
     .name = "stl_sessions",
     .oid = 90302,
     .access = Access::UserRows,
     .columns = "userid int, starttime timestamp, endtime timestamp, process int, user_name char(50), "
                "db_name char(50), timeout_sec int, timed_out int",
     .sql = R"sql(SELECT userid, starttime, endtime, pid, user_name, db_name, timeout_sec, timed_out
                  FROM rs_session_log())sql"},
    {.schema = "pg_catalog",
     .name = "stl_connection_log",
     .oid = 90303,
     .access = Access::Superuser,
     .columns = "event char(50), recordtime timestamp, remotehost char(45), remoteport char(32), pid int, "
                "dbname char(50), username char(50), authmethod char(32), duration int, sslversion char(50), "
                "sslcipher char(128), mtu int, sslcompression char(64), sslexpansion char(64), iamauthguid char(36), "
                "application_name char(250), os_version char(64), driver_version char(64), plugin_name char(32), "
                "protocol_version int, sessionid char(36), compression char(16)",
     // An int4 of microseconds is full after 35 minutes.
     .sql = R"sql(SELECT event, recordtime, left(remotehost, 45), remoteport, pid, dbname, username, authmethod,
                         least(duration, 2147483647), sslversion, sslcipher, 0, '', '', '',
                         left(application_name, 250), left(os_version, 64), left(driver_version, 64), '', 0, sessionid,
                         ''
                  FROM rs_connection_log())sql"},
    {.schema = "pg_catalog",
     .name = "stl_tr_conflict",
     .oid = 90304,
     .access = Access::Superuser,
     .columns = "xact_id bigint, process_id bigint, xact_start_ts timestamp, abort_time timestamp, table_id bigint",
     .sql = "SELECT xid, pid, xact_start, abort_time, table_id FROM rs_conflicts()"},
};

} // namespace

std::span<const SystemView> stl() { return kViews; }

} // namespace redstart::catalog::views
