# A server for a shell test: server_start [options...] starts REDSTART_BINARY on a free loopback port with a fresh data
# directory and sets $server_port, $server_dir and $server_pid; it ends with the script. Sourced.
set -euo pipefail
: "${REDSTART_BINARY:?the server to test}"
# Most suites ask what a cluster refuses, beside PostgreSQL; those about that say so themselves.
export REDSTART_CLUSTER_RULES=${REDSTART_CLUSTER_RULES:-off}
server_dir=$(mktemp -d "${TMPDIR:-/tmp}/redstart-test.XXXXXX")

server_stop() {
    if [ -n "${server_pid:-}" ]; then
        kill "$server_pid" 2>/dev/null || true
        wait "$server_pid" 2>/dev/null || true
    fi
    rm -rf "$server_dir"
}
trap server_stop EXIT

server_start() {
    : >"$server_dir/out" # it is read before the server's process may have opened it
    "$REDSTART_BINARY" --data-dir "$server_dir/data" --port 0 "$@" >"$server_dir/out" 2>"$server_dir/err" &
    server_pid=$!
    for _ in $(seq 600); do
        server_port=$(sed -n 's/^redstart ready on .*:\([0-9]*\)$/\1/p' "$server_dir/out")
        [ -z "$server_port" ] || return 0
        kill -0 "$server_pid" 2>/dev/null || break
        sleep 0.05
    done
    echo "the server did not get ready:"
    cat "$server_dir/err"
    return 1
}

# query DATABASE ARGUMENTS...: psql as the superuser, tuples only, unaligned.
query() {
    local database=$1
    shift
    PGCONNECT_TIMEOUT=10 psql -X -At -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$server_port" -U admin "$database" "$@"
}
