#!/usr/bin/env bash
# node-postgres: node/node_postgres.js.
source "$REDSTART_SOURCE/tests/drivers/node.sh"
node_run node_postgres
