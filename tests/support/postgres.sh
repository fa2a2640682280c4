# A PostgreSQL as the oracle of a shell test: postgres_start starts the newest installed one on a free loopback port
# with a fresh cluster and sets $postgres_port; postgres_stop ends it. Returns 77, which means skipped, when none is
# installed. Sourced after server.sh.
postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

postgres_start() {
    [ -n "$postgres_bin" ] || return 77
    postgres_dir=$(mktemp -d "${TMPDIR:-/tmp}/redstart-oracle.XXXXXX")
    [ "$(id -u)" -ne 0 ] || chown postgres "$postgres_dir"
    as_postgres "$postgres_bin/initdb" -D "$postgres_dir/data" -A trust -U admin --locale=C.UTF-8 >/dev/null
    postgres_port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
    as_postgres "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -w -l "$postgres_dir/log" \
        -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_dir -c timezone=UTC" \
        start >/dev/null
}

postgres_stop() {
    [ -n "${postgres_dir:-}" ] || return 0
    as_postgres "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$postgres_dir"
}
