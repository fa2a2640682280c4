-- area: system views
-- row: | system views | `stv_recents`, `stv_sessions`, `stv_inflight`, `stv_locks`, `svv_transactions`, `pg_locks`, `stv_db_isolation_level`, `stv_active_cursors`, `stl_tr_conflict`, `svl_terminate`, `stl_query`, `stl_querytext`, `stl_sessions`, `stl_connection_log`, `sys_session_history`, `sys_transaction_history`, `svv_redstart_storage` (Redstart's own: size of the log, oldest transaction, damage), `svl_qlog`, `svl_user_info`, `svv_user_info`, `svv_tables`, `svv_columns`, the `svv_all_` and `svv_redshift_` views of schemas, tables and columns, `stv_slices`, `pg_table_def`, `pg_database_info`, `pg_user`, `pg_stat_activity` and the PostgreSQL catalog | history lives in memory, bounded by `--history-size`; the text of a waiter in `stv_locks` is INF; `pg_stat_activity` has PostgreSQL's newer columns besides; other Redshift names answer 0A000 |
-- proved by: seed: svv_transactions of a lock holder, then pg_terminate_backend
-- proved by: seed: stv_locks names the owner of a write lock
-- proved by: seed: svl_terminate tells of the last one
-- proved by: svl_terminate keeps what was signalled, by whom and how
select count(*) = 1 as me from stv_recents r join stv_sessions s on r.pid = s.process
    where r.status = 'Running' and r.pid = pg_backend_pid();
select count(*) from stv_inflight i, stv_recents r where i.pid = r.pid and i.pid = pg_backend_pid();
select count(*) from svl_terminate;
select trim(db_name), trim(isolation_level) from stv_db_isolation_level where db_name = 'dev';
select count(*) > 0 as queries from stl_query q join stl_querytext t on q.query = t.query;
select count(*) > 0 as sessions from stl_connection_log where event = 'authenticated' and pid = pg_backend_pid();
select usename, usesuper from pg_user where usename = 'admin';
select count(*) from pg_stat_activity where procpid = pg_backend_pid();
-- Columns by name, type and order: a sample; the catalog's unit tests hold all of them.
select attname, format_type(atttypid, atttypmod) from pg_attribute
    where attrelid = 'svv_transactions'::regclass and attnum > 0 order by attnum;
select * from stl_load_errors_of_nobody;
