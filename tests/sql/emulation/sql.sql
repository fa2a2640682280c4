-- area: SQL
-- row: | SQL | the guide's TICKIT queries; TOP, NVL, DECODE, DATEADD, DATEDIFF, LISTAGG, MINUS, SELECT INTO, `#temp`, DISTKEY/SORTKEY/ENCODE (kept, without effect) | IDENTITY columns, materialized views, procedures, functions, COPY and UNLOAD from S3: 0A000 |
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
create materialized view m as select 1;
create procedure p() as $$ begin end $$ language plpgsql;
create function f() returns int as $$ select 1 $$ language sql immutable;
copy tuned from 's3://bucket/key' iam_role default;
unload ('select 1') to 's3://bucket/key' iam_role default;
select count(*) from dev.public.tuned;
drop table tuned;
