#!/usr/bin/env bash
# Runs the guide's queries over the sample database: each must give the number of rows and, where it is pinned, the
# first row that its header says.
source "$REDSTART_SOURCE/tests/support/server.sh"
server_start --auth trust --sample tickit
passed=0 failed=0
for file in "$REDSTART_SOURCE"/tests/sql/tickit/*.sql; do
    wanted=$(sed -n 's/^-- rows: //p' "$file")
    first=$(sed -n 's/^-- first: //p' "$file")
    if ! answer=$(query tickit -f "$file" 2>&1); then
        echo "FAILED $file: $answer"
        failed=$((failed + 1))
        continue
    fi
    rows=$(grep -c '' <<<"$answer" || true)
    if [ "$rows" != "$wanted" ] || { [ -n "$first" ] && [ "$(head -n 1 <<<"$answer")" != "$first" ]; }; then
        echo "WRONG $file: $rows rows, not $wanted; the first is $(head -n 1 <<<"$answer"), not $first"
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
done
counts=$(query tickit -c "select (select count(*) from users), (select count(*) from venue),
    (select count(*) from category), (select count(*) from date), (select count(*) from event),
    (select count(*) from listing), (select count(*) from sales)")
if [ "$counts" != "49990|202|11|365|8798|192497|172456" ]; then
    echo "WRONG counts: $counts"
    failed=$((failed + 1))
fi
echo "$passed of $((passed + failed)) queries right"
[ "$failed" -eq 0 ] && [ "$passed" -ge 39 ]
