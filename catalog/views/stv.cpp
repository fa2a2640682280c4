// STV_*: what is going on now. Columns: Redshift developer guide, "STV views for snapshot data".
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "stv_recents",
     .oid = 90100,
     .access = Access::UserRows,
     .columns = "userid int, status char(20), starttime timestamp, duration int, user_name char(50), "
                "db_name char(50), query char(600), pid int",
     // pid is -1 once a statement is done; an int4 of microseconds is full after 35 minutes.
     .sql = R"sql(SELECT userid, CASE WHEN endtime IS NULL THEN 'Running' ELSE 'Done' END, starttime,
                         least(duration, 2147483647), user_name, db_name, left(text, 600),
                         CASE WHEN endtime IS NULL THEN pid ELSE -1 END
                  FROM rs_recent_queries())sql"},
    {.schema = "pg_catalog",
     .name = "stv_sessions",
     .oid = 90101,
     .columns = "starttime timestamp, process int, user_name char(50), db_name char(50), timeout_sec int",
     .sql = "SELECT starttime, pid, user_name, db_name, timeout_sec FROM rs_sessions()"},
    {.schema = "pg_catalog",
     .name = "stv_inflight",
     .oid = 90102,
     .access = Access::UserRows,
     .columns = "userid int, slice int, query int, label char(320), xid bigint, pid int, starttime timestamp, "
                "text char(100), suspended int, insert_pristine int, concurrency_scaling_status int",
     // 12811 is the slice number the guide's samples show for statements coordinated by the leader node.
     .sql = R"sql(SELECT userid, 12811, query, left(label, 320), xid, pid, starttime, left(text, 100), 0, 0, 0
                  FROM rs_running_queries() WHERE query <> 0)sql"},
    {.schema = "pg_catalog",
     .name = "stv_locks",
     .oid = 90103,
     .access = Access::Superuser,
     .columns = "table_id bigint, last_commit timestamp, last_update timestamp, lock_owner bigint, "
                "lock_owner_pid bigint, lock_owner_start_ts timestamp, lock_owner_end_ts timestamp, "
                "lock_status char(22)",
     // Write locks only. The text for a waiting writer is not documented: INF.
     .sql = R"sql(SELECT relation, NULL, since, xid, pid, xact_start, NULL,
                         CASE WHEN granted THEN 'Holding write lock' ELSE 'Waiting for write lock' END
                  FROM rs_locks() WHERE relation IS NOT NULL AND mode <> 'AccessShareLock')sql"},
    {.schema = "pg_catalog",
     .name = "stv_db_isolation_level",
     .oid = 90104,
     .access = Access::Superuser,
     .columns = "db_name char(128), isolation_level char(20)",
     .sql = "SELECT name, isolation_level FROM rs_databases()"},
    {.schema = "pg_catalog",
     .name = "stv_slices",
     .oid = 90105,
     .columns = "node int, slice int, localslice int, type char(1)",
     .sql = "SELECT 0, 0, 0, 'D'"},
    {.schema = "pg_catalog",
     .name = "stv_active_cursors",
     .oid = 90106,
     .access = Access::UserRows,
     .columns = "userid int, name char(256), xid bigint, pid int, starttime timestamp, row_count bigint, "
                "byte_count bigint, fetched_rows bigint",
     .sql =
         "SELECT userid, left(name, 256), xid, pid, starttime, row_count, byte_count, fetched_rows FROM rs_cursors()"},
};

} // namespace

std::span<const SystemView> stv() { return kViews; }

} // namespace redstart::catalog::views
