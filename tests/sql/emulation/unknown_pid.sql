-- area: unknown pid
-- row: | unknown pid | `CANCEL`: error with the documented text | SQLSTATE 22023 (INF); the functions answer a WARNING and 0 (INF), so that set forms go on |
select pg_cancel_backend(1);
select pg_terminate_backend(1);
cancel 1;
select 'goes on' as "set form", pg_terminate_backend(pid) from generate_series(1, 2) as pids(pid) order by pid;
