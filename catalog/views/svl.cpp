// SVL_*: views on the logs. Columns: Redshift developer guide, "SVL views".
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "svl_terminate",
     .oid = 90500,
     .access = Access::Superuser,
     .columns = "pid int, eventtime timestamp, userid int, type text",
     .sql = "SELECT pid, eventtime, userid, type FROM rs_terminations()"},
    {.schema = "pg_catalog",
     .name = "svl_qlog",
     .oid = 90501,
     .access = Access::UserRows,
     .columns = "userid int, query int, xid bigint, pid int, starttime timestamp, endtime timestamp, elapsed bigint, "
                "aborted int, label char(320), substring char(60), source_query int, "
                "concurrency_scaling_status_txt text, from_sp_call int",
     .sql = R"sql(SELECT userid, query, xid, pid, starttime, endtime, duration, CASE WHEN aborted THEN 1 ELSE 0 END,
                         left(label, 320), left(text, 60), NULL, 'Ran on the main cluster', NULL
                  FROM rs_finished_queries() WHERE query <> 0)sql"},
    {.schema = "pg_catalog",
     .name = "svl_user_info",
     .oid = 90502,
     .access = Access::Superuser,
     .columns = "usename text, usesysid int, usecreatedb boolean, usesuper boolean, usecatupd boolean, "
                "useconnlimit text, syslogaccess text, last_ddl_ts timestamp, sessiontimeout int, external_id text",
     .sql = R"sql(SELECT name, id, create_db, superuser, id = 1, CASE WHEN id = 1 THEN NULL ELSE connection_limit END,
                         syslog_access, last_ddl, session_timeout, external_id
                  FROM rs_users())sql"},
};

} // namespace

std::span<const SystemView> svl() { return kViews; }

} // namespace redstart::catalog::views
