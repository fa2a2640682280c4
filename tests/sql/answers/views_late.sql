-- A view without schema binding is looked at when it is read
create schema late;
create view late.unbound as select * from late.base with no schema binding;
select * from late.unbound;
create view late.short as select * from base with no schema binding;
create view late.nowhere as select * from nothere.base with no schema binding;
create view late.far as select * from sample_data_dev.public.base with no schema binding;
create table late.base(a int, b varchar(4));
insert into late.base values (1, 'x');
select * from late.unbound;
create view late.listed(c, d) as with base as (select sum(a) as s, cast('abcdef' as varchar(3)) as t from dev.late.base)
    select s, t from base with no schema binding;
select * from late.listed;
select e, u.d from late.listed as u(e);
alter table late.base add column z int;
select * from late.unbound;
prepare p as select * from late.unbound;
execute p;
alter table late.base drop column z;
execute p;
select a, b from late.unbound join late.listed on true;
alter table late.base rename column a to "first";
select * from late.listed;
alter table late.base rename column "first" to a;
-- it holds nothing
drop table late.base;
select * from late.unbound;
select b from (select 1 as b) as beside, late.unbound;
create table late.base(q int);
insert into late.base values (9);
select * from late.unbound;
-- a view over it
create view late.upper as select * from late.unbound;
create view late.upper as select * from late.unbound with no schema binding;
select * from late.upper;
create view late.round as select * from late.turn with no schema binding;
create view late.turn as select * from late.round with no schema binding;
select * from late.turn;
-- while it is read its tables are locked
begin;
select * from late.upper;
select c.relname, l.mode from pg_locks l join pg_class c on c.oid = l.relation and l.pid = pg_backend_pid()
    and c.relname in ('base', 'unbound', 'upper') order by 1;
rollback;
insert into late.unbound values (1);
create table late.alike (like late.unbound);
select * from late.alike;
create or replace view late.upper as select 1 as one;
select * from late.upper;
create or replace view late.upper as select 2 as two, 3 as three from late.missing with no schema binding;
select * from late.upper;
create view late.upper as select 1 as one with no schema binding;
create or replace view late.upper as select 4 as four with no schema binding;
select * from late.upper;
alter view late.upper rename to lower;
select * from late.lower;
select viewname, definition from pg_views where schemaname = 'late' order by 1;
\d late.lower
drop view late.lower;
-- its columns are told by functions and SVV views, as they are now; one that cannot be read has none
create table late.typed (i int, v varchar(7), n numeric(9,3), "Odd (name)" timestamptz);
create view late.typed_view as select *, v || 'x' as text, '1'::char(3) as "c,d" from late.typed with no schema binding;
create view late.broken as select * from late.missing with no schema binding;
create view late.renamed (first, second) as select i, v from late.typed with no schema binding;
select * from pg_get_late_binding_view_cols() cols(view_schema name, view_name name, col_name name, col_type varchar, col_num int)
    order by view_name, col_num;
select pg_get_late_binding_view_cols();
select c.col_name from pg_catalog.pg_get_late_binding_view_cols() as c(a name, b name, col_name name, t varchar, n int)
    where b = 'renamed' order by n;
select column_name, ordinal_position, data_type, character_maximum_length, numeric_precision, numeric_scale
    from svv_columns where table_schema = 'late' and table_name = 'typed_view' order by 2;
select count(*) from svv_all_columns where schema_name = 'late' and table_name = 'renamed';
select count(*) from pg_attribute where attrelid = 'late.typed_view'::regclass;
alter table late.typed add column more int;
select count(*) from pg_get_cols('late.typed_view') cols(s name, v name, c name, t varchar, n int);
select * from pg_get_cols('late.typed') as (s name, v name, c name, t varchar, n int) where n > 3;
select pg_get_cols('late.renamed');
select pg_get_cols('late.nothing');
select pg_get_cols();
select pg_get_late_binding_view_cols(1);
drop schema late cascade;
