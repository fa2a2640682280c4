#!/usr/bin/env bash
# COPY between tables and psql: a session whose every answer is known, a round trip of many rows in each format, and
# loads that are cancelled or whose client goes away.
source "$REDSTART_SOURCE/tests/support/server.sh"
server_start --auth trust
client() { psql -X -h 127.0.0.1 -p "$server_port" -U admin dev "$@"; }
fail() {
    echo "FAILED: $*"
    exit 1
}

client <"$REDSTART_SOURCE/tests/sql/copy/session.sql" >"$server_dir/session" 2>&1
# Newer versions of psql complain about the end of data that no COPY waits for.
diff "$REDSTART_SOURCE/tests/sql/copy/session.out" \
    <(sed '/^LOCATION: /d; /^invalid command \\\.$/d' "$server_dir/session") || fail "the session"

rows=300000
client -qc "create table big(a bigint, b double precision, c varchar(40), d timestamp, e date)"
awk -v rows=$rows 'BEGIN { for (i = 0; i < rows; i++)
    printf "%d\t%.3f\trow \\\\ %d\t2024-01-%02d 10:%02d:00\t%s\n", i, i / 8, i % 1000, 1 + i % 28, i % 60,
        i % 3 ? "2024-02-29" : "\\N" }' >"$server_dir/big.txt"
client -qc "\\copy big from '$server_dir/big.txt'"
for format in text csv binary; do
    client -qc "\\copy big to '$server_dir/big.$format' (format $format)"
    client -qc "truncate big" -c "\\copy big from '$server_dir/big.$format' (format $format)"
done
[ "$(query dev -c "select count(*), count(e), sum(a), count(distinct c) from big")" = \
    "$rows|200000|44999850000|1000" ] || fail "the rows that came back"
client -qc "\\copy big to '$server_dir/again.txt'"
cmp <(sort "$server_dir/big.text") <(sort "$server_dir/again.txt") || fail "the text that came back"

# A load in the middle: some of its data is there, the rest waits for the file "go".
load() {
    (
        head -n 100000 "$server_dir/big.txt"
        while [ ! -e "$server_dir/go" ]; do sleep 0.05; done
        tail -n +100001 "$server_dir/big.txt"
    ) | client -c "select 'pid ' || pg_backend_pid()" -c "\\copy big from stdin" >"$server_dir/load" 2>&1 &
    load=$!
    until pid=$(sed -n 's/^ pid //p' "$server_dir/load") && [ -n "$pid" ] &&
        [ "$(query dev -c "select count(*) from svv_transactions
            where pid = $pid and lockable_object_type = 'relation'")" -gt 0 ]; do
        sleep 0.05
    done
}
client -qc "truncate big"
load
query dev -c "cancel $pid" >"$server_dir/cancel"
touch "$server_dir/go"
wait $load || true
grep -q "ERROR:  Query ([0-9]*) cancelled on user's request" "$server_dir/load" || fail "the load was not cancelled"
rm "$server_dir/go"
load
query dev -c "select pg_terminate_backend($pid)" >"$server_dir/terminate"
touch "$server_dir/go"
wait $load || true
grep -q "terminating connection due to administrator command" "$server_dir/load" || fail "the load was not terminated"
[ "$(query dev -c "select count(*) from big")" = 0 ] || fail "a part of a load was kept"
echo "COPY: the session, three formats and two interrupted loads"
