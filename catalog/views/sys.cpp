// SYS_*: the newer monitoring views. Columns: Redshift developer guide, "SYS monitoring views".
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "sys_connection_log",
     .oid = 90900,
     .access = Access::Superuser,
     .columns = "event char(50), record_time timestamp, remote_host char(45), remote_port char(32), session_id int, "
                "database_name char(50), user_name char(50), auth_method char(32), duration int, "
                "ssl_version char(50), ssl_cipher char(128), mtu int, ssl_compression char(64), "
                "ssl_expansion char(64), iam_auth_guid char(36), application_name char(250), "
                "driver_version char(64), os_version char(64), plugin_name char(32), protocol_version int, "
                "global_session_id char(36)",
     .sql = R"sql(SELECT event, recordtime, left(remotehost, 45), remoteport, pid, dbname, username, authmethod,
                         least(duration, 2147483647), sslversion, sslcipher, 0, '', '', '',
                         left(application_name, 250), left(driver_version, 64), left(os_version, 64), '', 0, sessionid
                  FROM rs_connection_log())sql"},
    {.schema = "pg_catalog",
     .name = "sys_session_history",
     .oid = 90901,
     .columns = "user_id char(50), session_id int, database_name char(50), status char(10), session_timeout int, "
                "start_time timestamp, end_time timestamp",
     .sql = R"sql(SELECT userid::text, pid, db_name, 'active', timeout_sec, starttime, NULL
                  FROM rs_sessions() WHERE rs_sees_user(userid)
                  UNION ALL
                  SELECT userid::text, pid, db_name, CASE WHEN timed_out = 1 THEN 'timed out' ELSE 'closed' END,
                         timeout_sec, starttime, endtime
                  FROM rs_session_log() WHERE rs_sees_user(userid))sql"},
    {.schema = "pg_catalog",
     .name = "sys_transaction_history",
     .oid = 90902,
     .access = Access::Superuser,
     .columns = "user_id int, transaction_id bigint, isolation_level text, status text, "
                "transaction_start_time timestamp, commit_start_time timestamp, commit_end_time timestamp, "
                "blocks_committed bigint, undo_transaction_id bigint",
     // The guide's sample shows the start of the year 2000 where there was no commit. Blocks are not counted.
     .sql = R"sql(SELECT t.userid, t.xid, d.isolation_level,
                         CASE WHEN t.committime IS NULL THEN 'rolledback' ELSE 'committed' END, t.starttime,
                         coalesce(t.committime, TIMESTAMP '2000-01-01 00:00:00'), t.endtime, 0,
                         CASE WHEN t.committime IS NULL THEN t.xid ELSE -1 END
                  FROM rs_transaction_log() t LEFT JOIN rs_databases() d ON d.name = t.db_name)sql"},
};

} // namespace

std::span<const SystemView> sys() { return kViews; }

} // namespace redstart::catalog::views
