# Runs one of node/*.js against a server of its own: node_run NAME. The packages that node/package-lock.json pins are
# installed into the build folder, once. Sourced.
source "$REDSTART_SOURCE/tests/support/server.sh"

node_skip() {
    echo "skipped: $*"
    exit 77
}

node_install() {
    local code=0
    if [ ! -e "$1/installed" ] || ! cmp -s "$REDSTART_SOURCE/tests/drivers/node/package-lock.json" "$1/installed"; then
        cp "$REDSTART_SOURCE"/tests/drivers/node/package{,-lock}.json "$1"
        (cd "$1" && timeout 120 npm ci --ignore-scripts --no-audit --no-fund) >"$1/log" 2>&1 || code=$?
        if [ $code -ne 0 ]; then
            cat "$1/log"
            # Only a network that is not there is no failure; a package that is not what is pinned is one.
            if [ $code -eq 124 ] || grep -Eq 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT' "$1/log"; then
                node_skip "no network to install from"
            fi
            return 1
        fi
        cp "$1/package-lock.json" "$1/installed"
    fi
}

node_run() {
    local folder
    command -v node >/dev/null && command -v npm >/dev/null || node_skip "no node or no npm"
    folder=$(dirname "$REDSTART_BINARY")/drivers/node
    mkdir -p "$folder"
    exec 9>"$folder/lock"
    flock 9 # both tests may come at once
    node_install "$folder"
    exec 9>&-
    server_start --auth password
    NODE_PATH="$folder/node_modules" timeout 120 node "$REDSTART_SOURCE/tests/drivers/node/$1.js" \
        "$server_port" "$(cat "$server_dir/data/superuser.password")"
}
