-- Commands that are not supported, and names of types in messages
create table a(x int);
create table b(x int);
alter table a append from b;
begin;
alter table a append from b;
rollback;
select sum('a'::varchar(3));
select sum('a'::char(3));
select convert_timezone('Mars/Olympus', timestamp '2024-01-01 00:00:00');
-- the engine keeps its own functions in a database of its own
select system.main.current_setting('memory_limit');
select "System".pg_catalog.rs_series(1, 3);
select * from system . main . /* far */ duckdb_settings();
select other.pg_catalog.version();
select count(*) from dev.pg_catalog.current_schemas(true);
