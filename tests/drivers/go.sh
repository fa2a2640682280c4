# Builds and runs one of go/* with Debian's Go and Debian's copies of the drivers: go_run NAME PACKAGE. Sourced.
source "$REDSTART_SOURCE/tests/support/server.sh"

go_run() {
    local folder
    if ! command -v go >/dev/null || [ ! -d "/usr/share/gocode/src/$2" ]; then
        echo "skipped: no Go or no $2"
        exit 77
    fi
    folder=$(dirname "$REDSTART_BINARY")/drivers/go
    mkdir -p "$folder"
    export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$folder/cache" GOFLAGS=-trimpath
    go build -o "$folder/$1" "$REDSTART_SOURCE/tests/drivers/go/$1/main.go"
    server_start --auth password
    timeout 120 "$folder/$1" "$server_port" "$(cat "$server_dir/data/superuser.password")" \
        "$(cat "$REDSTART_SOURCE/tests/drivers/types.sql")"
}
