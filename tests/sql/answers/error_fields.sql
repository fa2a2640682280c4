-- SQLSTATEs, texts and positions of errors as PostgreSQL has them
create schema error_fields;
create schema other_fields;
set search_path to error_fields;
create table ra(a int, b int);
create table rb(a int);
create table other_fields.ra(a int);
create view rv as select 1 as a;
alter table ra rename to rb;
alter table ra rename to rv;
alter table ra rename to ra;
alter table rv rename to rb;
-- names that stand for two things
with a as (select 1), a as (select 2) select * from a;
with recursive a(n) as (select 1), a as (select 2) select * from a;
select * from ra c, ra c;
select * from ra c join rb c on true;
select 1 from ra, ra;
select * from ra, error_fields.ra;
select * from ra, (select 1) "ra";
select 1 from ra c, (rb join (values (1)) c(x) on true);
select count(*) from ra, other_fields.ra;
select ra.a from ra, other_fields.ra;
select x.a from ra x, ra y, (select a from ra x) z;
with c as (select 1 as a) select c.a from c, ra;
-- regular expressions
select 'a' ~ '[';
select 'a' !~* '(';
select x ~ '*a' from (select 'x'::varchar as x) q;
select 'a' similar to '[';
select 'a' ~ '[b-a]';
select 'a' ~ 'a{2,1}';
-- the order of a set operation
select a from ra union select a from rb order by a + 1;
select a from ra union all select a from rb order by upper('a');
select a from ra union select a from rb order by b;
select a as x from ra union select a from rb order by x, 1;
select a from ra union select a from rb order by 7;
-- integers without an opposite
select -(-32768)::smallint;
select -((-2147483648)::int), 1;
select - x from (select -9223372036854775807::bigint - 1 as x) q;
select abs((-32768)::smallint);
select -(a), -b, - -a, -1.5, -(2::bigint), -(3::smallint) from (select 1 as a, -2 as b) q;
-- functions of a schema
select nosuch.f();
select 1 + nosuch.f(1) from ra;
select * from nosuch.f(1);
select error_fields.f(1);
select pg_catalog.nosuchf(1), 2;
-- where names stand
select a from ra, rb;
select rb.a from ra join rb on a = 1;
select a from ra, rb where a = 1;
insert into ra(nosuch) values (1);
insert into ra(a, nosuch) select 1, 2;
update ra set nosuch = 1;
update ra set a = 1, "noSuch" = 1 where b = 2;
update ra set a = 1, a = 2;
-- positions in the select list
select a from ra group by 2;
select a, b from ra group by 1, 5;
select a from ra group by 0;
select * from ra group by 1, 2;
select a from ra order by 3;
select a, b from ra order by 1, 0;
select a from ra order by -1;
select * from ra order by 5;
drop schema other_fields cascade;
drop schema error_fields cascade;
