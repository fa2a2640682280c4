#!/usr/bin/env bash
# pgx: go/pgx/main.go.
source "$REDSTART_SOURCE/tests/drivers/go.sh"
go_run pgx github.com/jackc/pgx/v4
