// SVV_*: transactions, running statements, users. Columns: Redshift developer guide, "SVV metadata views".
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "svv_transactions",
     .oid = 90700,
     .columns = "txn_owner text, txn_db text, xid bigint, pid int, txn_start timestamp, lock_mode text, "
                "lockable_object_type text, relation int, granted boolean",
     .sql = R"sql(SELECT user_name, db_name, xid, pid, xact_start, mode,
                         CASE WHEN relation IS NULL THEN 'transactionid' ELSE 'relation' END, relation, granted
                  FROM rs_locks())sql"},
    {.schema = "pg_catalog",
     .name = "svv_query_inflight",
     .oid = 90701,
     .access = Access::UserRows,
     .columns = "userid int, slice int, query int, pid int, starttime timestamp, suspended int, text char(200), "
                "sequence int",
     .sql = R"sql(SELECT q.userid, 12811, q.query, q.pid, q.starttime, 0, t.text, t.sequence
                  FROM rs_running_queries() q JOIN rs_running_text() t ON t.query = q.query)sql"},
    {.schema = "pg_catalog",
     .name = "svv_user_info",
     .oid = 90702,
     .access = Access::UserRows,
     .columns = "user_name text, user_id int, createdb boolean, superuser boolean, catalog_update boolean, "
                "connection_limit text, syslog_access text, last_ddl_timestamp timestamp, session_timeout int, "
                "external_user_id text",
     .sql = R"sql(SELECT name, id, create_db, superuser, id = 1, CASE WHEN id = 1 THEN NULL ELSE connection_limit END,
                         syslog_access, last_ddl, session_timeout, external_id
                  FROM rs_users())sql"},
    {.schema = "pg_catalog",
     .name = "svv_roles",
     .oid = 90703,
     .columns = "role_id int, role_name text, role_owner text, external_id text",
     .sql = R"sql(SELECT id, name, pg_get_userbyid(owner), external_id FROM rs_roles())sql"},
    {.schema = "pg_catalog",
     .name = "svv_user_grants",
     .oid = 90704,
     .columns = "user_id int, user_name text, role_id int, role_name text, admin_option boolean",
     .sql = R"sql(SELECT user_id, pg_get_userbyid(user_id), role_id, role_name, admin_option
                  FROM rs_role_users())sql"},
    {.schema = "pg_catalog",
     .name = "svv_role_grants",
     .oid = 90705,
     .columns = "role_id int, role_name text, granted_role_id int, granted_role_name text",
     .sql = R"sql(SELECT * FROM rs_role_roles())sql"},
    {.schema = "pg_catalog",
     .name = "svv_system_privileges",
     .oid = 90706,
     .columns = "system_privilege text, identity_id int, identity_name text, identity_type text",
     .sql = R"sql(SELECT permission, role_id, role_name, 'role' FROM rs_role_permissions())sql"},
    // Redstart's own: an old transaction keeps the log from being written into the file, and here it shows; so does
    // what keeps a database from being used.
    {.schema = "pg_catalog",
     .name = "svv_redstart_storage",
     .oid = 90799,
     .access = Access::Superuser,
     .columns = "db_name text, file_bytes bigint, log_bytes bigint, oldest_transaction timestamp, oldest_pid int, "
                "damage text",
     .sql = R"sql(SELECT d.name, pg_database_size(d.oid), rs_log_size(d.oid), t.xact_start, t.pid,
                         d.damage
                  FROM rs_databases() d
                  LEFT JOIN (SELECT database, min(xact_start) AS xact_start, arg_min(pid, xact_start) AS pid
                             FROM rs_locks() GROUP BY database) t ON t.database = d.oid)sql"},
};

} // namespace

std::span<const SystemView> svv() { return kViews; }

} // namespace redstart::catalog::views
