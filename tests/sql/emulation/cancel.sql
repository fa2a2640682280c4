-- area: `select pg_cancel_backend(pid)`, `CANCEL pid ['message']`, CancelRequest
-- row: | `select pg_cancel_backend(pid)`, `CANCEL pid ['message']`, CancelRequest | the victim's running query ends with 57014 `Query (id) cancelled on user's request` (without an id when it waits for a lock) or the message; idle sessions are not touched | result int4 `1` (INF) |
-- proved by: cancel a running query: its error, and the session lives
-- proved by: cancel with a message ends a wait for a lock with that message
-- proved by: CANCEL with a message gives the victim exactly that message
-- proved by: cancel an idle session: no effect, nor on its next statement
-- A session that signals itself is running: it gets the error.
select pg_backend_pid() as pid \gset
cancel :pid 'Long-running query';
select 'lives' as session;
select pg_typeof(pg_cancel_backend(null::int)), pg_cancel_backend(null) is null as of_null;
