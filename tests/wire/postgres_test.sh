#!/usr/bin/env bash
# The wire scripts against PostgreSQL, where its programs are installed: postgres_test.sh WIRE [--record] [FILE...]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../support/postgres.sh"
trap postgres_stop EXIT
postgres_start || { echo "PostgreSQL is not installed"; exit 77; }
psql -X -q -h 127.0.0.1 -p "$postgres_port" -U admin postgres -c "create database dev" -c "create user plain"
wire=$1
shift
"$wire" --postgres "$postgres_port" "$@"
