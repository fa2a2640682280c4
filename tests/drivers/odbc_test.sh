#!/usr/bin/env bash
# psqlODBC through isql: create, insert, select, catalog, terminate.
driver=$(find /usr/lib -name psqlodbcw.so 2>/dev/null | head -n 1)
if ! command -v isql >/dev/null || [ -z "$driver" ]; then
    echo "skipped: no isql or no psqlODBC"
    exit 77
fi
source "$REDSTART_SOURCE/tests/support/server.sh"
server_start --auth password
password=$(cat "$server_dir/data/superuser.password")
connection="Driver=$driver;Server=127.0.0.1;Port=$server_port;Database=dev;Uid=admin;Pwd=$password;SSLmode=require"
answer=$(timeout 60 isql -b -v -k "$connection" 2>&1 <<'SQL'
create table odbc_t(a int, b varchar(10), c numeric(8,2), d date)
insert into odbc_t values (1,'first',1.25,'2026-01-02'),(2,'second',3.5,null)
select * from odbc_t order by a
select count(*) as sessions from stv_sessions where process = pg_backend_pid()
select pg_terminate_backend(999999999) as unknown
drop table odbc_t
SQL
)
echo "$answer"
grep -Eq '^\| 1 +\| first +\| 1.25 +\| 2026-01-02 *\|' <<<"$answer"
grep -Eq '^\| 2 +\| second +\| 3.50 +\| +\|' <<<"$answer"
grep -q '2 rows fetched' <<<"$answer"
grep -A2 'sessions' <<<"$answer" | grep -Eq '^\| 1 '
grep -A2 'unknown' <<<"$answer" | grep -Eq '^\| 0 '
! grep -q ERROR <<<"$answer"
