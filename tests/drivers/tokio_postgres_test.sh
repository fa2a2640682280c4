#!/usr/bin/env bash
# tokio-postgres: rust/src/main.rs, built with Debian's copies of the crates and no network.
source "$REDSTART_SOURCE/tests/support/server.sh"
crates=/usr/share/cargo/registry
if ! command -v cargo >/dev/null || ! compgen -G "$crates/tokio-postgres-*" >/dev/null; then
    echo "skipped: no cargo or no tokio-postgres"
    exit 77
fi
folder=$(dirname "$REDSTART_BINARY")/drivers/rust
mkdir -p "$folder/.cargo"
cp -r "$REDSTART_SOURCE/tests/drivers/rust/." "$folder"
cat >"$folder/.cargo/config.toml" <<END
[source.crates-io]
replace-with = "debian"
[source.debian]
directory = "$crates"
END
(cd "$folder" && timeout 500 cargo build --offline --quiet --target-dir "$folder/target")
server_start --auth password
timeout 120 "$folder/target/debug/driver" "$server_port" "$(cat "$server_dir/data/superuser.password")" \
    "$(cat "$REDSTART_SOURCE/tests/drivers/types.sql")"
