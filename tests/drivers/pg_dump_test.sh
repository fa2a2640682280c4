#!/usr/bin/env bash
# pg_dump asks for what a server before 9.2 has not: it is told so, at once, and writes nothing.
if ! pg_dump --version >/dev/null 2>&1; then
    echo "skipped: no pg_dump"
    exit 77
fi
source "$REDSTART_SOURCE/tests/support/server.sh"
server_start --auth password
PGPASSWORD=$(cat "$server_dir/data/superuser.password")
export PGPASSWORD
query dev -q -f "$REDSTART_SOURCE/tests/drivers/types.sql"
code=0
timeout 20 pg_dump -h 127.0.0.1 -p "$server_port" -U admin dev >"$server_dir/dump" 2>"$server_dir/refusal" || code=$?
cat "$server_dir/refusal"
[ $code -eq 1 ] && [ ! -s "$server_dir/dump" ]
refusal='query failed: ERROR:  function set_config does not exist|aborting because of server version mismatch'
grep -Eq "^pg_dump: error: ($refusal)" "$server_dir/refusal"
