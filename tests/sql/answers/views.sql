-- A view's definition is what was written, without the engine's names
create schema shown;
set search_path to shown;
create view short as select 'a'::char(5) as c, cast('b' as varchar(3)) as v, extract(year from date '2024-02-29') as y;
create or replace view "As" (a, b) as select 1, 'x'::text ; 
create table base(i int);
create view late as select i::varchar(4) from shown.base with no schema binding;
select viewname, definition from pg_views where schemaname = 'shown' order by 1;
select * from short;
