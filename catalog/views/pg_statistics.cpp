// PG_LOCKS and the statistics views: PostgreSQL 8.0's shape, then columns newer clients ask for (extension).
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "pg_locks",
     .oid = 90040,
     .columns = "relation oid, database oid, transaction xid, pid int, mode text, granted boolean",
     // One of relation and transaction is NULL: the row is a lock on a relation or on the transaction itself.
     .sql = R"sql(SELECT relation, CASE WHEN relation IS NULL THEN NULL ELSE database END,
                         CASE WHEN relation IS NULL THEN xid END, pid, mode, granted
                  FROM rs_locks())sql"},
    {.schema = "pg_catalog",
     .name = "pg_stat_activity",
     .oid = 90041,
     .columns = "datid oid, datname name, procpid int, usesysid int, usename name, current_query text, "
                "query_start timestamp, pid int, query text, state text, client_addr text, client_port int, "
                "backend_start timestamp, xact_start timestamp, state_change timestamp, application_name text",
     // From pid on: extension, the columns of PostgreSQL 9.2 that database tools read.
     .sql = R"sql(SELECT d.oid, s.db_name, s.pid, s.userid, s.user_name, q.text, q.starttime, s.pid, q.text, s.status,
                         s.remote_host, TRY_CAST(s.remote_port AS int), s.starttime, s.xact_start, s.state_change,
                         s.application_name
                  FROM rs_sessions() s
                  LEFT JOIN rs_databases() d ON d.name = s.db_name
                  LEFT JOIN (SELECT pid, starttime,
                                    CASE WHEN rs_sees_user(userid) THEN text ELSE '<insufficient privilege>' END AS text
                             FROM rs_running_queries()) q ON q.pid = s.pid)sql"},
    {.schema = "pg_catalog",
     .name = "pg_stat_all_tables",
     .oid = 90042,
     .columns = "relid oid, schemaname name, relname name, seq_scan bigint, seq_tup_read bigint, idx_scan bigint, "
                "idx_tup_fetch bigint, n_tup_ins bigint, n_tup_upd bigint, n_tup_del bigint"},
    {.schema = "pg_catalog",
     .name = "pg_statio_all_tables",
     .oid = 90043,
     .columns = "relid oid, schemaname name, relname name, heap_blks_read bigint, heap_blks_hit bigint"},
    {.schema = "pg_catalog",
     .name = "pg_stats",
     .oid = 90044,
     .columns = "schemaname name, tablename name, attname name, null_frac float4, avg_width int, n_distinct float4, "
                "most_common_vals text[], most_common_freqs float4[], histogram_bounds text[], correlation float4"},
};

} // namespace

std::span<const SystemView> pg_statistics() { return kViews; }

} // namespace redstart::catalog::views
