-- A view is of the columns its tables had, follows them when they are renamed, and holds what it uses
create schema follow;
create schema follow_other;
set search_path to follow;
create table w(a int, b varchar(5));
insert into w values (1, 'one'), (2, 'two');
create view star as select * from w;
create view named(x, y) as select * from w where a > 1;
create view counted as select count(*) as n from w;
create view aliased as select v.y, v.x from w as v(x, y);
create view qualified as select follow.w.b, w.a from follow.w;
create view inner_outer as select o.a, (select max(a) from w where w.b = o.b) as m from w as o;
create view branches as select a from w union all select a + 10 from w order by a limit 3;
create view common as with w as (select b from follow.w) select * from w;
create view joined as select * from w natural join (select a, 'z'::varchar(1) as z from w) as more;
create view shared as select b from w join named on w.a = named.x;
create view over as select * from star;
create view follow_other.far as select a from follow.w;
-- columns are added
alter table w add column c int default 7;
select * from star order by 1;
select * from over order by 1;
select * from named;
select * from aliased order by 2;
select * from joined order by 1;
-- names change: of a column, the table, a view
alter table w rename column a to first;
alter table w rename to w2;
create table w(a int, b int); -- not what the views mean
alter view star rename to star2;
alter table star2 rename to star3;
select * from star3 order by 1;
select * from over order by 1;
select * from named;
select n from counted;
select * from qualified order by 2;
select * from inner_outer order by 1;
select * from branches;
select * from common order by 1;
select * from shared;
select * from follow_other.far order by 1;
drop table w;
-- two names that trade places
alter table w2 rename column first to t;
alter table w2 rename column b to first;
alter table w2 rename column t to b;
select * from star3 order by 1;
alter table w2 rename column first to a;
-- what clients are shown is what was written
select viewname, definition from pg_views where schemaname like 'follow%' order by 1;
select table_name, view_definition from information_schema.views where table_name = 'qualified';
select pg_get_viewdef('follow.over'::regclass);
\d follow.named
-- what views use stays; the rest may go
alter table w2 drop column c;
alter table w2 drop column a;
alter table w2 alter column a type varchar(20);
alter table w2 alter column b type bigint;
drop table w2;
drop view star3;
drop view star3 cascade;
select * from over;
create table lone(a int, b int, c varchar(3));
create view uses_a as select a from lone;
create view uses_a_too as select * from uses_a;
alter table lone drop column b;
alter table lone alter column c type varchar(9);
alter table lone drop column a;
alter table lone drop column a cascade;
select * from uses_a_too;
select * from lone;
-- a name of an outer query does not step in for a column that goes
create table inside(a int, k int);
create table outside(k int);
create view correlated as select (select max(k) from inside) as m from outside;
alter table inside drop column k;
-- in a block all of it is undone
begin;
alter table inside rename to elsewhere;
alter table inside rename column k to kk;
rollback;
begin;
alter table inside rename column k to kk;
alter table inside rename to elsewhere;
select * from correlated;
rollback;
select * from correlated;
select column_name from information_schema.columns where table_name = 'inside' order by ordinal_position;
-- columns of a view have one name each, and a view that is replaced keeps them
create view twice as select a, a from lone, inside;
create view twice as select a as x, k as "X" from inside;
create view twice(x, y) as select a, a from inside;
create view more_names(x, y, z) as select a, k from inside;
create or replace view twice as select 1 as x;
create or replace view twice as select 1 as x, 2 as z;
create or replace view twice as select 1 as x, 'b'::varchar as y;
create or replace view twice as select k as x, k as y from inside;
create or replace view twice as select * from twice;
create view if not exists twice as select 1;
alter view inside rename to inside2;
alter table twice rename column x to z;
alter table twice add column z int;
-- what is wrong with the query is said as for the query itself
create view wrong as select nothing from inside;
create view wrong as select * from nowhere;
create temp table passing(i int);
create view wrong as select * from passing;
-- tables of one name in two schemas
create table follow_other.inside(a int);
insert into inside values (1, 2);
insert into follow_other.inside values (3);
create view apart as select follow.inside.a as here, follow_other.inside.a as there from follow.inside, follow_other.inside;
alter table follow_other.inside rename to outside;
select * from apart;
drop schema follow cascade;
drop schema follow_other cascade;
