#!/usr/bin/env bash
# PostgreSQL's JDBC driver as Debian packages it: jdbc/Smoke.java with a password over TLS and without.
driver=/usr/share/java/postgresql.jar
if ! command -v javac >/dev/null || [ ! -e "$driver" ]; then
    echo "skipped: no JDK or no driver"
    exit 77
fi
source "$REDSTART_SOURCE/tests/support/server.sh"
server_start --auth password
javac -d "$server_dir/classes" "$REDSTART_SOURCE/tests/drivers/jdbc/Smoke.java"
password=$(cat "$server_dir/data/superuser.password")
for mode in require disable; do
    timeout 120 java -cp "$server_dir/classes:$driver" Smoke \
        "jdbc:postgresql://127.0.0.1:$server_port/dev?sslmode=$mode" admin "$password"
done
