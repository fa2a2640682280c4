-- area: `select pg_terminate_backend(pid)`
-- row: | `select pg_terminate_backend(pid)` | FATAL 57P01, transaction rolled back, every lock released | text and result int4 `1` are INF |
-- proved by: terminate a running session
-- proved by: terminate a lock holder: the waiter goes on and sees nothing of it
-- proved by: terminate a session in COPY FROM STDIN
-- proved by: the functions answer int4 1 in a column of their own name
-- proved by: a session that terminates itself ends with FATAL
select pg_typeof(pg_terminate_backend(null::int)), pg_terminate_backend(null) is null as of_null;
select pg_terminate_backend(process) from stv_sessions where user_name = 'nobody';
select count(*) from svv_transactions where pid <> pg_backend_pid();
