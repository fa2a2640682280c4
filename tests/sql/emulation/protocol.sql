-- area: protocol
-- row: | protocol | 3.0, simple and extended, pipelines, portals read in pieces, formats per column: [docs/protocol.md](docs/protocol.md) has every message | Redshift's own protocol versions 1 and 2 are not announced; no FunctionCall |
-- The wire itself is proved by tests/wire, message by message, against PostgreSQL.
show server_version;
show client_encoding;
prepare sum (int, int) as select $1 + $2 as sum;
execute sum (1, 2);
select 1 as first \; select 2 as second;
