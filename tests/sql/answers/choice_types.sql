-- The types of COALESCE, CASE, GREATEST, LEAST, NULLIF, LAG and LEAD: an integer constant is an INTEGER.
set cluster_rules to off;
create table choices (i int, s smallint, b bigint, n numeric(10,2), r real, v varchar(10), d date, ts timestamp);
insert into choices values (2, 1, 3, 4.5, 7.5, '8', '2020-01-01', '2020-01-01 10:00');
select greatest(s, 20000) * greatest(s, 2), coalesce(s, 1) + 32767, (case when i = 5 then s else 20000 end) * 2 from choices;
create table chosen as select coalesce(s, 1) as a, case when s > 0 then s else 5 end as b, coalesce(s, 1::smallint) as c, nullif(s, 5) as d, nullif(5, s) as e from choices;
select column_name, data_type from information_schema.columns where table_name = 'chosen' order by ordinal_position;
insert into chosen (a, b) values (40000, 40000);
insert into chosen (c) values (1);
select coalesce(s, 0) as a, count(*) from choices group by coalesce(s, 0) order by a;
select nullif(1, 2.5), nullif(i, 2.5), nullif(s, 1e2), nullif('8', v), nullif('2020-01-01', d), nullif(n, 4.5), nullif((select i), 2), nullif(i, (select 2)) from choices;
select n / nullif(sum(i), 0), nullif(max(i), 2) from choices group by n;
select nullif(i, 'x') from choices;
select nullif(d, i) from choices;
select lag(s, 1, 40000) over (order by i), lead(i, 1, 9999999999) over (order by i), lead(i, 1, 2.5) over (order by i) from choices;
select lead(null, 1, i) over (order by i), lead(d, 1, ts) over (order by i), lead(v, 1, 'longer than ten') over (order by i), lead(i, 1, '3') over (order by i), lead(i, 1, (select 7)) over (order by i), lead(i, 1, null) over (order by i) from choices;
-- Set operations that read what is around them.
select (select ts union all select '2020-05-05' order by 1 desc limit 1) + interval '1 day' from choices;
-- round and trunc to digits take a literal as a numeric.
select round('1.555', 2), trunc('1.555', 1), round('-7', 0);
select round('1.5'::varchar, 2);
drop table choices, chosen;
