#!/usr/bin/env bash
# The image's entrypoint without a container: what it makes of the environment, seen by a program in the server's place.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/empty" "$work/used"
touch "$work/used/something"
echo "from a file" >"$work/secret"
cat >"$work/redstart" <<'SERVER'
#!/usr/bin/env bash
echo "[$*] user=${REDSTART_SUPERUSER:-} db=${REDSTART_DATABASE:-} secrets=$(env | grep -c PASSWORD)"
case "$*" in *--password-file\ /dev/fd/3*) cat /dev/fd/3 ;; esac
SERVER
chmod +x "$work/redstart"

# check NAME EXPECTED [NAME=VALUE...] -- [ARGUMENT...]: everything it prints, on both streams, contains EXPECTED.
check() {
    local name=$1 expected=$2 variables=() actual
    shift 2
    while [ "$1" != -- ]; do
        variables+=("$1")
        shift
    done
    shift
    actual=$(env -i PATH="$work:$PATH" REDSTART_DATA_DIR="$work/empty" "${variables[@]}" \
        "$REDSTART_SOURCE/docker/entrypoint" "$@" 2>&1) || true
    if [[ $actual != *"$expected"* ]]; then
        printf 'FAILED: %s\n  expected: %s\n  actual:   %s\n' "$name" "$expected" "$actual"
        failed=1
    fi
}

failed=0
fd='--password-file /dev/fd/3'
check "no password" "no password for the superuser is given" --
check "no password, used data" "[]" REDSTART_DATA_DIR="$work/used" --
check "password" "[$fd] user= db= secrets=0"$'\n'"clear" REDSTART_PASSWORD=clear -- redstart
check "options alone" "[--port 1 $fd]" REDSTART_PASSWORD=clear -- --port 1
check "as the postgres image" "user=u db=d secrets=0" POSTGRES_PASSWORD=p POSTGRES_USER=u POSTGRES_DB=d --
check "a secret's file" "secrets=0"$'\n'"from a file" POSTGRES_PASSWORD_FILE="$work/secret" --
check "ours wins" $'\n'"ours" POSTGRES_PASSWORD=theirs REDSTART_PASSWORD=ours --
check "both forms" "set one" REDSTART_PASSWORD=p REDSTART_PASSWORD_FILE="$work/secret" --
check "no such file" "cannot read /none" REDSTART_PASSWORD_FILE=/none --
check "trust" "[--auth trust --allow-insecure-trust]" POSTGRES_HOST_AUTH_METHOD=trust --
check "unknown method" "use password or trust" REDSTART_HOST_AUTH_METHOD=peer --
check "help needs no password" "[--help]" -- --help
check "another program" "hello" -- echo hello
exit "$failed"
