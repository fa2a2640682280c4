#!/usr/bin/env bash
# Each answers/NAME.sql, a session of psql, answers what answers/NAME.out says, on a server of its own database.
source "$REDSTART_SOURCE/tests/support/server.sh"
server_start --auth trust
failed=0
for script in "$REDSTART_SOURCE"/tests/sql/answers/*.sql; do
    name=$(basename "$script" .sql)
    psql -XAa -v VERBOSITY=verbose -h 127.0.0.1 -p "$server_port" -U admin dev <"$script" 2>&1 |
        sed '/^LOCATION: /d' >"$server_dir/$name"
    diff -u "${script%.sql}.out" "$server_dir/$name" || { echo "FAILED: $name" && failed=1; }
done
exit $failed
