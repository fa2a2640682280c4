// What COPY from and UNLOAD to object storage have left: kept in memory and bounded. Columns: Redshift developer guide,
// "STL views for logging", "SYS monitoring views". There is one slice, number 0.
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "stl_load_errors",
     .oid = 90320,
     .access = Access::UserRows,
     .columns = "userid int, slice int, tbl int, starttime timestamp, session int, query int, filename char(256), "
                "line_number bigint, colname char(127), type char(10), col_length char(10), position int, "
                "raw_line char(1024), raw_field_value char(1024), err_code int, err_reason char(100), is_partial int, "
                "start_offset bigint, copy_job_id bigint",
     .sql = R"sql(SELECT userid, 0, tbl, starttime, pid, query, left(filename, 256), line, left(colname, 127),
                         left(type, 10), col_length, pos, left(raw_line, 1024), left(raw_value, 1024), code,
                         left(reason, 100), 0, 0, -1
                  FROM rs_load_failures())sql"},
    {.schema = "pg_catalog",
     .name = "stl_loaderror_detail",
     .oid = 90321,
     .access = Access::UserRows,
     .columns = "userid int, slice int, session int, query int, filename char(256), line_number bigint, field int, "
                "colname char(1024), value char(1024), is_null int, type char(10), col_length char(10)",
     .sql = R"sql(SELECT userid, 0, pid, query, left(filename, 256), line, field, colname, left(value, 1024),
                         CASE WHEN value IS NULL THEN 1 ELSE 0 END, left(type, 10), col_length
                  FROM rs_load_values())sql"},
    {.schema = "pg_catalog",
     .name = "stl_load_commits",
     .oid = 90322,
     .access = Access::UserRows,
     .columns = "userid int, query int, slice int, name char(256), filename char(256), byte_offset int, "
                "lines_scanned int, errors int, curtime timestamp, status int, file_format char(16), is_partial int, "
                "start_offset bigint, copy_job_id bigint",
     .sql = R"sql(SELECT userid, query, 0, '', left(filename, 256), 0, least(lines, 2147483647), -1, endtime, 1,
                         left(format, 16), 0, 0, -1
                  FROM rs_load_files())sql"},
    {.schema = "pg_catalog",
     .name = "stl_unload_log",
     .oid = 90323,
     .access = Access::UserRows,
     .columns = "userid int, query int, slice int, pid int, path char(1280), start_time timestamp, "
                "end_time timestamp, line_count bigint, transfer_size bigint, file_format char(10)",
     .sql = R"sql(SELECT userid, query, 0, pid, left(filename, 1280), starttime, endtime, lines, bytes,
                         left(format, 10)
                  FROM rs_unload_files())sql"},
    {.schema = "pg_catalog",
     .name = "stl_replacements",
     .oid = 90324,
     .access = Access::UserRows,
     .columns = "userid int, query int, slice int, tbl int, starttime timestamp, session int, filename char(256), "
                "line_number bigint, colname char(127), raw_line char(1024)",
     .sql = R"sql(SELECT userid, query, 0, tbl, starttime, pid, left(filename, 256), line, left(colname, 127),
                         left(raw_line, 1024)
                  FROM rs_load_replacements())sql"},
    {.schema = "pg_catalog",
     .name = "stv_load_state",
     .oid = 90325,
     .access = Access::UserRows,
     .columns = "userid int, session int, query int, slice int, pid int, recordtime timestamp, bytes_to_load bigint, "
                "bytes_loaded bigint, bytes_to_load_compressed bigint, bytes_loaded_compressed bigint, lines int, "
                "num_files int, num_files_complete int, current_file char(256), pct_complete int",
     // How many bytes there will be behind a compression is not known before.
     .sql = R"sql(SELECT userid, pid, query, 0, pid, recordtime, bytes_to_load, bytes_loaded, bytes_to_load,
                         bytes_loaded, least(lines, 2147483647), files, files_complete, left(filename, 256),
                         CASE WHEN bytes_to_load = 0 THEN 0 ELSE least(100, bytes_loaded * 100 // bytes_to_load) END
                  FROM rs_load_progress())sql"},
    {.schema = "pg_catalog",
     .name = "stl_file_scan",
     .oid = 90326,
     .access = Access::UserRows,
     .columns = "userid int, query int, slice int, name char(90), lines bigint, bytes bigint, loadtime bigint, "
                "curtime timestamp, is_partial int, start_offset bigint",
     .sql = R"sql(SELECT userid, query, 0, left(filename, 90), lines, bytes, duration, starttime, 0, 0
                  FROM rs_load_files())sql"},
    {.schema = "pg_catalog",
     .name = "sys_load_detail",
     .oid = 90923,
     .access = Access::UserRows,
     .columns = "user_id int, query_id int, file_name char(256), bytes_scanned int, lines_scanned int, "
                "record_time timestamp, splits_scanned int, start_time timestamp, end_time timestamp",
     .sql = R"sql(SELECT userid, query, left(filename, 256), least(bytes, 2147483647), least(lines, 2147483647),
                         endtime, 1, starttime, endtime
                  FROM rs_load_files())sql"},
    {.schema = "pg_catalog",
     .name = "sys_load_error_detail",
     .oid = 90920,
     .access = Access::UserRows,
     .columns = "user_id int, query_id bigint, transaction_id bigint, session_id int, database_name char(64), "
                "table_id int, start_time timestamp, file_name char(256), line_number bigint, column_name char(127), "
                "column_type char(10), column_length char(10), position int, error_code int, error_message char(512)",
     .sql = R"sql(SELECT userid, query, xid, pid, left(db_name, 64), tbl, starttime, left(filename, 256), line,
                         left(colname, 127), left(type, 10), col_length, pos, code, left(reason, 512)
                  FROM rs_load_failures())sql"},
    {.schema = "pg_catalog",
     .name = "sys_load_history",
     .oid = 90921,
     .access = Access::UserRows,
     .columns = "user_id int, query_id bigint, status text, session_id int, transaction_id bigint, "
                "database_name text, table_name text, start_time timestamp, end_time timestamp, duration bigint, "
                "data_source text, file_format text, loaded_rows bigint, loaded_bytes bigint, source_file_count int, "
                "source_file_bytes bigint, file_count_scanned int, file_bytes_scanned bigint, error_count int, "
                "copy_job_id bigint",
     .sql = R"sql(SELECT userid, query, status, pid, xid, db_name, table_name, starttime, endtime,
                         duration, source, format, loaded, bytes, files, bytes, files,
                         bytes, errors, -1
                  FROM rs_loads())sql"},
    {.schema = "pg_catalog",
     .name = "sys_unload_history",
     .oid = 90922,
     .access = Access::UserRows,
     .columns = "user_id int, query_id bigint, session_id int, transaction_id bigint, database_name text, "
                "status text, start_time timestamp, end_time timestamp, duration bigint, file_format text, "
                "unloaded_location text, unloaded_rows bigint, unloaded_files_count bigint, "
                "unloaded_files_size bigint",
     .sql = R"sql(SELECT userid, query, pid, xid, db_name, status, starttime, endtime,
                         duration, format, source, loaded, files, bytes
                  FROM rs_unloads())sql"},
};

} // namespace

std::span<const SystemView> transfers() { return kViews; }

} // namespace redstart::catalog::views
