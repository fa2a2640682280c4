#!/usr/bin/env bash
# lib/pq: go/pq/main.go.
source "$REDSTART_SOURCE/tests/drivers/go.sh"
go_run pq github.com/lib/pq
