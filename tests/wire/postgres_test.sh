#!/usr/bin/env bash
# The wire scripts against PostgreSQL 15, where its programs are installed: postgres_test.sh WIRE [--record] [FILE...]
set -euo pipefail
bin=/usr/lib/postgresql/15/bin
[ -x "$bin/initdb" ] || { echo "PostgreSQL 15 is not installed"; exit 77; }
work=$(mktemp -d "${TMPDIR:-/tmp}/redstart-wire.XXXXXX")
chmod 755 "$work"
# It refuses to run as root.
as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

finish() {
    as_postgres "$bin/pg_ctl" -D "$work/pg/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT

mkdir "$work/pg"
[ "$(id -u)" -ne 0 ] || chown postgres "$work/pg"
cd "$work"
as_postgres "$bin/initdb" -D "$work/pg/data" -A trust -U admin --no-sync >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as_postgres "$bin/pg_ctl" -D "$work/pg/data" -w -l "$work/pg/log" \
    -o "-p $port -c jit=off -c timezone=UTC -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/pg" start >/dev/null
psql -X -q -h 127.0.0.1 -p "$port" -U admin postgres -c "create database dev" -c "create user plain"
wire=$1
shift
"$wire" --postgres "$port" "$@"
