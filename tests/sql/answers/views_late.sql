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
drop schema late cascade;
