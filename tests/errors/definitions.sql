-- Wrong definitions and other commands, one a line.
create table t (i int)
create table w (i int)
create table nosuch.x (i int)
create table a.b.c.d (i int)
create table x1 (i int, i int)
create table x1 (i nosuch)
create table x1 ()
create table x1 (i int default 'x')
create table x1 (i int default nosuch)
create table x1 (i int default (select 1))
create table x1 (i int default sum(1))
create table x1 (i int default row_number() over ())
create table x1 (i int default 1 default 2)
create table x1 (i int null not null)
create table x1 (i int primary key, j int primary key)
create table x1 (i int, primary key (nosuch))
create table x1 (i int, primary key (i, i))
create table x1 (i int, unique (nosuch))
create table x1 (i int, unique (i, i))
create table x1 (i int references nosuch)
create table x1 (i int references t (nosuch))
create table x1 (i int references w)
create table x1 (i int, foreign key (nosuch) references keyed (id))
create table x1 (i int, foreign key (i) references keyed (id, v))
create table x1 (i int, foreign key (i, i) references keyed (id, v))
create table x1 (i int references keyed (id) on delete cascade)
create table x1 (d date references keyed (id))
create table x1 (i int check (nosuch > 0))
create table x1 (i int check (i))
create table x1 (i int check (sum(i) > 0))
create table x1 (i int check ((select 1) > 0))
create table x1 (i int, check (i > 0))
create table x1 (i int generated always as (i + 1))
create table x1 (i int generated always as (nosuch) stored)
create table x1 (i int identity)
create table x1 (i varchar(5) identity(1,1))
create table x1 (i int identity(1,1), j int identity(1,1))
create table x1 (i int identity(1,0))
create table x1 (i int collate "C")
create table x1 (s varchar(5) collate nosuch)
create table x1 (i int) distkey(nosuch)
create table x1 (i int) sortkey(nosuch)
create table x1 (i int) sortkey(i, i)
create table x1 (i int) diststyle nosuch
create table x1 (i int distkey, j int distkey)
create table x1 (i int encode nosuch)
create table x1 (i int encode bytedict encode raw)
create table x1 (like nosuch)
create table x1 (like t including nosuch)
create table x1 (like w)
create table x1 (i int) inherits (t)
create table x1 (i int) with (fillfactor = 3)
create table x1 (i int) tablespace x
create table x1 (i int) on commit drop
create temp table x1 (i int) on commit delete rows
create temp table x2 (i int) on commit nosuch
create unlogged table x1 (i int)
create table x1 (i int) partition by range (i)
create table x1 as select nosuch
create table x1 as select 1, 1
create table x1 as select 1 as a, 2 as a
create table x1 (a, b) as select 1
create table x1 (a int) as select 1
create table x1 as insert into t values (1)
create table x1 as table nosuch
create table x1 as values (1), ('x')
create table x1 as select null
create table x1 as select row(1, 2)
create table x1 as select array[1]
create table x1 as execute nosuch
create table x1 as
create table
create table x1
create table x1 (i)
create table x1 (int)
create table x1 (i int
create table x1 (i int,)
create table if not exists t (nosuch nosuch)
create or replace table t (i int)
select i into t from t
select nosuch into x1 from t
select 1, 1 into x1
select i into x1
create view t as select 1
create view w as select 1
create view x1 as select nosuch
create view x1 as select * from nosuch
create view x1 (a, b) as select 1
create view x1 as select 1, 1
create view x1 as select 1 as a, 2 as a
create view x1 as insert into t values (1)
create view x1 as select $1
create view x1 (a, a) as select 1, 2
create view nosuch.x as select 1
create or replace view t as select 1
create or replace view w as select nosuch
create or replace view w as select 1
create or replace view w as select i::bigint as i, s from t
create view x1 as
create view x1
create materialized view x1 as select nosuch from t
create recursive view x1 (a) as select 1 union all select a from x1
create view x1 as select 1 with check option
create view x1 as select * from nosuch with no schema binding
create temp view x3 as select * from nosuch
create view x1 as select * from x1
alter table nosuch add column x int
alter table t add column i int
alter table t add column x nosuch
alter table t add column x int default nosuch
alter table t add column x int default 'x'
alter table t add column x int not null
alter table t add column x int primary key
alter table t add column x int unique
alter table t add column x int references keyed
alter table t drop column nosuch
alter table w drop column i
alter table t drop column i restrict, drop column j
alter table t rename column nosuch to x
alter table t rename column i to j
alter table t rename to u
alter table t rename to w
alter table nosuch rename to x
alter table t alter column nosuch type int
alter table t alter column s type int
alter table t alter column s type varchar(3)
alter table t alter column d type int
alter table t alter column i type nosuch
alter table t alter column b type date using nosuch
alter table t alter column i set default nosuch
alter table t alter column i set default 'x'
alter table t alter column nosuch set default 1
alter table t alter column i set not nosuch
alter table t alter column l set not null
alter table t add constraint x primary key (nosuch)
alter table t add constraint x check (nosuch)
alter table t add foreign key (i) references nosuch
alter table keyed add primary key (v)
alter table t drop constraint nosuch
alter table t owner to nosuch
alter table t set schema nosuch
alter table t append from nosuch
alter table t alter sortkey (nosuch)
alter table t alter distkey nosuch
alter table t alter diststyle nosuch
alter table t alter column i encode nosuch
alter table t
alter table t nosuch
alter table keyed drop column id
alter table u drop column i, drop column x
alter view t rename to x
alter view nosuch rename to x
alter index nosuch rename to x
alter schema nosuch rename to x
alter sequence nosuch restart
alter type x add value 'y'
drop table nosuch
drop table w
drop table t, nosuch
drop table pg_class
drop table t restrict
drop view t
drop view nosuch
drop view w, nosuch
drop schema nosuch
drop schema public
drop schema pg_catalog
drop index nosuch
drop sequence nosuch
drop type nosuch
drop function nosuch()
drop database nosuch
drop user nosuch
drop group nosuch
drop role nosuch
drop table a.b.c.d
drop nosuch t
drop
drop table
drop column i
drop table t cascade restrict
drop materialized view nosuch
drop macro nosuch
drop constraint x
create schema public
create schema pg_catalog
create schema pg_x
create schema x.y.z
create schema information_schema
create schema x authorization nosuch
create schema x1 create table t (i nosuch)
create index x on nosuch (i)
create index x on t (nosuch)
create index x on t (i)
create unique index x on t (i, nosuch)
create sequence x
create type x as enum ('a')
create type x as (a int)
create domain x as int
create function x() returns int as 'select 1' language sql
create macro x() as 1
create procedure x() as $$ begin end $$ language plpgsql
create trigger x before insert on t execute function y()
create rule x as on insert to t do nothing
create extension x
create secret x (type s3)
create aggregate x (int) (sfunc = y, stype = int)
create operator + (leftarg = int)
create cast (int as date) without function
create collation x from "C"
create database dev
create database
create user admin
create group
create external schema x from data catalog
create nosuch x
create
comment on table nosuch is 'x'
comment on column t.nosuch is 'x'
comment on column t is 'x'
comment on view t is 'x'
comment on table w is 'x'
comment on table t is 3
comment on nosuch t is 'x'
comment on column a.b.c.d.e is 'x'
grant select on nosuch to public
grant nosuch on t to public
grant select on t to nosuch
revoke select on nosuch from public
analyze nosuch
analyze t (nosuch)
analyze t (i, i)
vacuum nosuch
vacuum full t (nosuch)
vacuum nosuch t
lock nosuch
lock w
lock t in nosuch mode
cluster nosuch
reindex table nosuch
explain nosuch
explain select nosuch
explain (format json) select 1
explain (nosuch) select 1
explain create table x (i nosuch)
explain verbose select nosuch
explain analyze select nosuch
prepare p1 as select nosuch
prepare p1 (nosuch) as select 1
prepare p1 as create table x (i int)
prepare p1 (int) as select $2
prepare p1 as select $1 + d from t
prepare p1
execute nosuch
execute nosuch(1)
deallocate nosuch
deallocate
declare c cursor for select nosuch
fetch nosuch
fetch next from nosuch
close nosuch
move nosuch
set nosuch to 1
set nosuch.x to 1
set work_mem to 'x'
set statement_timeout to 'x'
set statement_timeout to -5
set timezone to 'Nowhere/City'
set datestyle to 'nosuch'
set search_path to nosuch
set search_path
set transaction isolation level nosuch
set session authorization nosuch
set role nosuch
set
set x
set to 1
reset nosuch
reset
show nosuch
show
show tables from nosuch
show table nosuch
show columns from table nosuch.t
show view t
show databases from x
use nosuch
begin nosuch
begin isolation level nosuch
commit nosuch
rollback to nosuch
savepoint
release nosuch
start nosuch
end nosuch
abort nosuch
cancel
cancel nosuch
call nosuch()
do $$ x $$
load 'x'
install x
attach 'x'
detach x
pragma x
checkpoint nosuch
export database 'x'
import database 'x'
copy nosuch from stdin
copy t (nosuch) from stdin
copy t (i, i) from stdin
copy (select nosuch) to stdout
copy t to stdout (nosuch)
copy t from 'x'
copy t from 's3://x/y'
copy t to 's3://x/y'
copy t from stdin format nosuch
copy
unload ('select nosuch') to 's3://x/y'
unload (x) to y
listen x
notify x
discard nosuch
security label on table t is 'x'
refresh materialized view nosuch
nosuch
1
(
)
''
"x"
?
\d
