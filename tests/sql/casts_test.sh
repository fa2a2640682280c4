#!/usr/bin/env bash
# Text to values: every literal of casts/literals.txt as every type beside it, in a cast, a cast of a column, INSERT and
# UPDATE, gives the value or the SQLSTATE that PostgreSQL gives; and so do moments in other time zones.
source "$REDSTART_SOURCE/tests/support/server.sh"
source "$REDSTART_SOURCE/tests/support/postgres.sh"
postgres_start
trap 'server_stop; postgres_stop' EXIT
server_start --auth trust

awk -v quote="'" '
    function sql(text) { print text ";" }
    /^#/ { next }
    /^= / {
        count = split(substr($0, 3), types, " ")
        for (i = 1; i <= count; ++i) {
            table[i] = "c" ++tables
            sql("create table " table[i] "(v " types[i] ", s varchar(80))")
        }
        next
    }
    {
        gsub(/<b>/, " ")
        literal = quote $0 quote
        for (i = 1; i <= count; ++i) {
            print "\\echo " types[i] " [" $0 "]"
            sql("select cast(" literal " as " types[i] ")")
            sql("insert into " table[i] "(v, s) values (" literal ", " literal ")")
            sql("delete from " table[i])
            sql("insert into " table[i] "(s) values (" literal ")")
            sql("select cast(s as " types[i] ") from " table[i])
            sql("update " table[i] " set v = " literal)
            sql("select v from " table[i])
            sql("delete from " table[i])
        }
    }' "$REDSTART_SOURCE/tests/sql/casts/literals.txt" >"$server_dir/casts.sql"

run() { # file port database
    psql -XAtq -v VERBOSITY=sqlstate -h 127.0.0.1 -p "$2" -U admin "$3" -f "$1" 2>&1 | sed 's/^psql:[^ ]* //'
}
for script in "$server_dir/casts.sql" "$REDSTART_SOURCE/tests/sql/casts/time_zone.sql"; do
    run "$script" "$postgres_port" postgres >"$server_dir/expected"
    run "$script" "$server_port" dev >"$server_dir/got"
    diff -U3 "$server_dir/expected" "$server_dir/got" || { echo "FAILED: $script differs" && exit 1; }
done
echo "text to values: $(grep -c '^.echo' "$server_dir/casts.sql") pairs of literal and type"
