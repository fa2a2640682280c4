#!/usr/bin/env bash
# pgbench: its own tables, then its TPC-B in each of its three ways to send a query. What it adds up must agree.
# Its own initial data (-I g) begins with a TRUNCATE of four tables at once, which Redshift has not; COPY brings them.
if ! pgbench --version >/dev/null 2>&1; then
    echo "skipped: no pgbench"
    exit 77
fi
source "$REDSTART_SOURCE/tests/support/server.sh"
server_start --auth password --cluster-rules off # its tables have a column "delta"
PGPASSWORD=$(cat "$server_dir/data/superuser.password")
export PGPASSWORD PGHOST=127.0.0.1 PGPORT="$server_port" PGUSER=admin

timeout 60 pgbench -i -I dtp dev
awk 'BEGIN { for (i = 1; i <= 100000; i++) print i "\t1\t0\t" }' >"$server_dir/accounts"
query dev -q -c "\\copy pgbench_accounts from '$server_dir/accounts'"
query dev -q -c "insert into pgbench_branches(bid, bbalance) values (1, 0)" \
    -c "insert into pgbench_tellers(tid, bid, tbalance) select g, 1, 0 from generate_series(1, 10) s(g)"
timeout 60 pgbench -i -I v dev
if timeout 60 pgbench -i -I g dev >"$server_dir/g" 2>&1; then exit 1; fi
grep -q 'ERROR:  syntax error at or near ","' "$server_dir/g"

done=0
for mode in simple extended prepared; do
    timeout 100 pgbench -n -M $mode -c 2 -j 2 -t 10 dev | tee "$server_dir/report"
    grep -q 'number of transactions actually processed: 20/20' "$server_dir/report"
    done=$((done + 20))
    sums=$(query dev -c "select (select sum(abalance) from pgbench_accounts) - (select sum(delta) from pgbench_history),
        (select sum(bbalance) from pgbench_branches) - (select sum(delta) from pgbench_history),
        (select sum(tbalance) from pgbench_tellers) - (select sum(delta) from pgbench_history),
        (select count(*) from pgbench_history)")
    [ "$sums" = "0|0|0|$done" ] || { echo "FAILED: after $mode: $sums"; exit 1; }
    timeout 100 pgbench -n -S -M $mode -c 2 -j 2 -t 20 dev | grep -q 'actually processed: 40/40'
done
