#!/usr/bin/env bash
# Builds the image and runs it: it refuses to start without a password, starts with one from a secret file, answers
# pg_isready and a query as a user who is not root, keeps its data over a restart, and stops on SIGTERM.
set -euo pipefail
source "$REDSTART_SOURCE/tests/support/container.sh"

skip() {
    echo "skipped: $*"
    exit 77
}

fail() {
    echo "FAILED: $*"
    exit 1
}

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
options=(--host 127.0.0.1 --port "$port")
query() { PGPASSWORD=$1 psql -X -A -t -h 127.0.0.1 -p "$port" -U keeper -d shop -c "$2" 2>&1; }

# The server's process on this machine: the one program of that name with this test's port on its command line.
server_pid() {
    local pid
    for pid in $(pgrep -x redstart || true); do
        if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q -- "--port $port "; then echo "$pid"; fi
    done
}

start() {
    container_run POSTGRES_USER=keeper POSTGRES_DB=shop "$@" -- "${options[@]}" >"$container_work/server.log" 2>&1 &
    runner=$!
    for _ in $(seq 300); do
        if grep -q '^redstart ready on ' "$container_work/server.log"; then return; fi
        kill -0 "$runner" 2>/dev/null || break
        sleep 0.1
    done
    cat "$container_work/server.log"
    fail "the server did not get ready"
}

stop() {
    kill -TERM "$(server_pid)"
    wait "$runner" || fail "the server ended with status $?"
}

end() {
    local pid
    pid=$(server_pid)
    [ -z "$pid" ] || kill -KILL "$pid"
    container_end
}

# It installs and builds everything anew inside the image, which takes about as long as all other tests together.
[ "${REDSTART_TEST_IMAGE:-1}" != 0 ] || skip "REDSTART_TEST_IMAGE=0"
container_begin || skip "needs a docker daemon, or buildah and debootstrap as root"
trap end EXIT
container_base || skip "no container can be made on this machine"
mkdir -p "$container_work/secrets"
echo "S3cret-from-a-file" >"$container_work/secrets/password"
container_build "$REDSTART_SOURCE"
echo "built"

if answer=$(container_run NOTHING=1 -- "${options[@]}" 2>&1); then fail "started without a password"; fi
grep -q "no password for the superuser is given" <<<"$answer" || fail "no clear refusal: $answer"

start POSTGRES_PASSWORD_FILE=/run/secrets/password
[ "$(awk '/^Uid:/ { print $2 }' "/proc/$(server_pid)/status")" -ne 0 ] || fail "the server runs as root"
if tr '\0' '\n' <"/proc/$(server_pid)/environ" | grep -q PASSWORD; then fail "the environment keeps the password"; fi
container_run NOTHING=1 -- pg_isready --quiet --host 127.0.0.1 --port "$port" || fail "pg_isready"
[ "$(query "S3cret-from-a-file" 'select current_user')" = keeper ] || fail "no connection with the secret"
grep -q 'password authentication failed' <<<"$(query wrong 'select 1')" || fail "a wrong password is let in"
query "S3cret-from-a-file" "create table kept (n int)" >/dev/null
query "S3cret-from-a-file" "insert into kept values (42)" >/dev/null
stop

start NOTHING=1
[ "$(query "S3cret-from-a-file" 'select n from kept')" = 42 ] || fail "the data is gone after a restart"
stop
echo "the image works"
