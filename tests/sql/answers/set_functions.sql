-- Functions that return sets, in the select list.
select generate_series(1, 3);
select generate_series(1, 3) as a, 'x' as b;
select generate_series(1, 3) * 2, generate_series(1, 2), generate_series(5, 1, -2);
select generate_series(a, b) from (select 1 as a, 3::bigint as b union all select 5, null) q;
select generate_series('2008-01-01'::timestamp, '2008-01-03', '1 day');
select generate_series(3, 1);
select generate_series(2147483646, 2147483647);
select generate_series(1, 3, 0);
select count(*), sum(s) from (select generate_series(1, 100000) as s) q where s > 10;
select generate_series(1, 100000000);
select * from generate_series(1, 2);
select (information_schema._pg_expandarray('{5,6}'::int2[])).n, (information_schema._pg_expandarray('{5,6}'::int2[])).x;
select (k).x, (k).n from (select information_schema._pg_expandarray('{5,6}'::int2[]) as k) q;
create temp table keyed (a int, b int, primary key (b, a));
select (information_schema._pg_expandarray(indkey)).n, (information_schema._pg_expandarray(indkey)).x from pg_index where indrelid = 'keyed'::regclass;
