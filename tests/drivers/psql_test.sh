#!/usr/bin/env bash
# psql 15: what a person types at it. Each answer of the \d family is compared as a whole.
if ! psql --version 2>/dev/null | grep -q ' 15\.'; then
    echo "skipped: no psql 15"
    exit 77
fi
source "$REDSTART_SOURCE/tests/support/server.sh"
server_start --auth password
PGPASSWORD=$(cat "$server_dir/data/superuser.password")
export PGPASSWORD PGTZ=UTC PAGER=
failed=0

# answers WHAT COMMAND <<EXPECTED: everything psql prints for it, on both streams.
answers() {
    local actual expected
    expected=$(cat)
    actual=$(timeout 60 psql -X -h 127.0.0.1 -p "$server_port" -U admin dev 2>&1 <<<"$2" | sed 's/ *$//') || true
    if [ "$actual" != "$expected" ]; then
        printf 'FAILED: %s\n' "$1"
        diff <(echo "$expected") <(echo "$actual") || failed=1
    fi
}

for mode in require disable; do
    [ "$(PGSSLMODE=$mode query dev -c "select 'in'")" = in ]
    if PGSSLMODE=$mode PGPASSWORD=wrong query dev -c "select 1" 2>"$server_dir/wrong"; then failed=1; fi
    grep -q 'FATAL:  password authentication failed for user "admin"' "$server_dir/wrong"
done
query dev -q -f "$REDSTART_SOURCE/tests/drivers/types.sql" -c "create view seen as select id, v from driver_types" \
    -c "create user reader password 'Reader12'" -c "create schema extra"

answers '\l' '\l' <<'OUT'
                                      List of databases
 name | owner | encoding | collate | ctype | icu locale | locale provider | access privileges
------+-------+----------+---------+-------+------------+-----------------+-------------------
 dev  | admin | UTF8     | C       | C     |            | libc            |
(1 row)
OUT
answers '\dn' '\dn' <<'OUT'
List of schemas
  name  | owner
--------+-------
 extra  | admin
 public | admin
(2 rows)
OUT
answers '\dt' '\dt' <<'OUT'
           List of relations
 schema |     name     | type  | owner
--------+--------------+-------+-------
 public | driver_copy  | table | admin
 public | driver_types | table | admin
(2 rows)
OUT
answers '\dv' '\dv' <<'OUT'
      List of relations
 schema | name | type | owner
--------+------+------+-------
 public | seen | view | admin
(1 row)
OUT
answers '\du' '\du' <<'OUT'
                              List of roles
 Role name |                   Attributes                    | Member of
-----------+-------------------------------------------------+-----------
 admin     | Superuser, Create role, Create DB               | {}
 rdsdb     | Superuser, Create role, Create DB, Cannot login | {}
 reader    |                                                 | {}
OUT
answers '\d NAME' '\d seen' <<'OUT'
                        View "public.seen"
 Column |          Type          | Collation | Nullable | Default
--------+------------------------+-----------+----------+---------
 id     | integer                |           |          |
 v      | character varying(200) |           |          |
OUT
answers '\d TABLE' '\d driver_types' <<'OUT'
                      Table "public.driver_types"
 Column |            Type             | Collation | Nullable | Default
--------+-----------------------------+-----------+----------+---------
 id     | integer                     |           | not null |
 s      | smallint                    |           |          |
 i      | integer                     |           |          |
 l      | bigint                      |           |          |
 r      | real                        |           |          |
 d      | double precision            |           |          |
 n      | numeric(18,4)               |           |          |
 w      | numeric(38,37)              |           |          |
 b      | boolean                     |           |          |
 c      | character(5)                |           |          |
 v      | character varying(200)      |           |          |
 dt     | date                        |           |          |
 tm     | time without time zone      |           |          |
 tz     | time with time zone         |           |          |
 ts     | timestamp without time zone |           |          |
 tsz    | timestamp with time zone    |           |          |

OUT
answers 'what is not there' '\d nowhere' <<'OUT'
Did not find any relation named "nowhere".
OUT
answers '\df and \di' '\df
\di' <<'OUT'
                       List of functions
 schema | name | result data type | argument data types | type
--------+------+------------------+---------------------+------
(0 rows)

Did not find any relations.
OUT
answers '\gdesc' "select 1 as a, 'x'::varchar(5) as b, n, ts from driver_types \\gdesc" <<'OUT'
 column |            type
--------+-----------------------------
 a      | integer
 b      | character varying(5)
 n      | numeric(18,4)
 ts     | timestamp without time zone
(4 rows)
OUT
answers 'an error and where' '\set VERBOSITY verbose
select nothing from driver_types;' <<'OUT'
ERROR:  42703: column "nothing" does not exist
LINE 1: select nothing from driver_types;
               ^
OUT
answers 'a block' '\set PROMPT1 "%x"
begin; insert into driver_copy(id) values (1); selec 1; select 1; commit; select count(*) from driver_copy;' <<'OUT'
BEGIN
INSERT 0 1
ERROR:  syntax error at or near "selec"
LINE 1: selec 1;
        ^
ERROR:  current transaction is aborted, commands ignored until end of transaction block
ROLLBACK
 count
-------
     0
(1 row)

OUT
answers '\crosstabview, \gset, \bind-less variables' "select 7 as seven \\gset
select :seven + 1 as eight, :'seven' as text;" <<'OUT'
 eight | text
-------+------
     8 | 7
(1 row)

OUT

# FETCH_COUNT makes psql read through a cursor.
answers 'FETCH_COUNT' '\set FETCH_COUNT 2
\pset format unaligned
select * from generate_series(1, 5) s(i);' <<'OUT'
Output format is unaligned.
i
1
2
3
4
5
(5 rows)
OUT

query dev -q -c '\timing on' -c 'select 1' | grep -Eq '^Time: [0-9.]+ ms'
query dev -q -c "\\copy driver_types to '$server_dir/types.csv' csv header" \
    -c "\\copy driver_copy from '$server_dir/types.csv' csv header"
difference='select * from driver_types except select * from driver_copy'
[ "$(query dev -c "select count(*) from ($difference) a")" = 0 ]
# \watch repeats until it is interrupted.
timeout --signal=INT 3 psql -X -At -h 127.0.0.1 -p "$server_port" -U admin dev \
    <<<'select pg_backend_pid() is not null as alive \watch 0.2' >"$server_dir/watched" 2>&1 || true
[ "$(grep -c '^t$' "$server_dir/watched")" -ge 3 ]
# An interrupt cancels what runs.
endless='select count(*) from generate_series(1, 100000000) a(x), generate_series(1, 1000) b(y) where x + y = -1;'
timeout --signal=INT 2 psql -X -At -h 127.0.0.1 -p "$server_port" -U admin dev \
    <<<"$endless" >"$server_dir/cancelled" 2>&1 || true
grep -q "cancelled on user's request" "$server_dir/cancelled"
exit $failed
