-- area: SQL
-- row: | SQL | the guide's TICKIT queries; TOP, NVL, DECODE, DATEADD, DATEDIFF, LISTAGG, MINUS, SELECT INTO, `#temp`, `a = b (+)`, integers as conditions; IDENTITY columns; DISTKEY, SORTKEY and ENCODE (checked and kept, without effect), also by ALTER TABLE; ALTER TABLE APPEND; COMMENT; SHOW TABLES, COLUMNS, SCHEMAS, DATABASES, CONSTRAINTS, TABLE, VIEW | materialized views, procedures, functions, SHOW GRANTS, COPY and UNLOAD from S3: 0A000; IDENTITY without seed and step begins with 1 (INF), and its values have no gaps but those of rollbacks |
\c tickit
select top 3 catname, nvl(catdesc, '-') from category order by catid;
select decode(catgroup, 'Sports', 'S', 'Shows', 'W', 'other'), count(*) from category group by 1 order by 1;
select dateadd(month, 1, '2024-01-31'::date), datediff(day, '2024-01-01'::date, '2024-03-01'::date);
select listagg(catname, ',') within group (order by catname) from category where catgroup = 'Shows';
select catid from category minus select catid from category where catid > 2 order by 1;
select catid, catname into #picked from category where catid < 3;
select * from #picked order by 1;
create table tuned (a int encode az64 distkey, b varchar(9)) diststyle key sortkey (a);
create table numbered (id int identity(1, 1), n int);
insert into numbered (n) values (5), (6);
insert into numbered values (9, 9);
select * from numbered order by 1;
select n from numbered where 1 and n;
select a.n, b.id from numbered a, numbered b where a.id = b.n(+) order by 1;
alter table tuned alter distkey b;
create table moved (id int, n int);
create table movers (id int, n int);
alter table moved append from movers;
comment on table numbered is 'numbers';
select obj_description('numbered'::regclass);
show columns from table public.numbered like 'n';
show grants on table public.numbered;
drop table numbered; drop table moved; drop table movers;
create materialized view m as select 1;
create procedure p() as $$ begin end $$ language plpgsql;
create function f() returns int as $$ select 1 $$ language sql immutable;
copy tuned from 's3://bucket/key' iam_role default;
unload ('select 1') to 's3://bucket/key' iam_role default;
select count(*) from dev.public.tuned;
drop table tuned;
