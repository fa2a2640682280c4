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
-- what the engine says in its own words is said in PostgreSQL's
select *;
select 'a' like '%' escape 'ab';
select * from nosuch.a.b.c;
select rank();
select lag(i) from generate_series(1, 2) t(i);
select 1 where row_number() > 1;

-- what a client wrote says nothing of the server: its temporary tables live on
create temp table kept as select 1 as x;
select 'No space left on device'::uuid;
select '\\xNo space left on device'::varbyte;
select '\\xwrite-write conflict'::varbyte;
select '\\xCorrupt database file'::varbyte;
select 'Out of Memory Error: failed'::uuid;
select 'Conflict on update!'::uuid;
select x from kept;
