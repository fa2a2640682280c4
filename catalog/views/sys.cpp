// SYS_*: the newer monitoring views. Columns: Redshift developer guide, "SYS monitoring views".
#include "catalog/views.hpp"

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
};

} // namespace

std::span<const SystemView> sys() { return kViews; }

} // namespace redstart::catalog::views
