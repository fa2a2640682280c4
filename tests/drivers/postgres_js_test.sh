#!/usr/bin/env bash
# postgres.js: node/postgres_js.js.
source "$REDSTART_SOURCE/tests/drivers/node.sh"
node_run postgres_js
