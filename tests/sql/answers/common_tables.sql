-- Common tables that are read more than once, also below a LIMIT, where the engine would copy them.
create table ct_rows(v varchar(20), i int, d date);
insert into ct_rows values ('a', 1, '2020-01-01'), ('b ', 2, '2020-01-02'), ('c', 3, null);
with c as (select regexp_instr(v, 'a') as x from ct_rows) select * from c a, c b order by 1, 2 limit 2;
with c as (select v from ct_rows where v = 'b') select * from c a, c b limit 2;
with c as (select upper(v) as x, dateadd(day, 1, d) as y from ct_rows) select * from c a join c b using (x) order by 1 limit 2;
with c as (select i::varchar(2) as x, v::varchar(1) as y from ct_rows) select * from c a, c b order by 1, 2, 3, 4 limit 2;
with c as (select v from ct_rows), e as (select upper(v) as u from c) select * from e a, e b, c order by 1, 2, 3 limit 2;
with c as (select upper(v) as x from ct_rows) select count(*) from c a, c b;
-- WITH RECURSIVE: a query may read those behind it, but no two each other.
with recursive a as (select x + 1 as y from b), b as (select 1 as x) select * from a;
with recursive a as (select * from b), b as (select * from c), c as (select 7 as z) select * from b, a;
with recursive a(n) as (select min(i) from ct_rows union all select n + 1 from a, b where n < b.most), b as (select 3 as most)
    select n, most from a, b order by n;
with recursive a as (select * from b), b as (select * from a) select * from a;
with recursive a(n) as (select 1 union all select n + 1 from b), b as (select n from a) select * from a;
with recursive t as (select 1 as one), u as (select * from t) select * from u;
with a as (select * from b), b as (select 1) select * from a;
select * from (with recursive a as (select * from b), b as (select 2 as x) select * from a) q;
create view ct_view as with recursive a as (select * from b), b as (select 3 as x) select * from a;
select * from ct_view;
-- The table of a recursive query is not on the nullable side of an outer join, however that is written.
with recursive a(n) as (select 1 union all select a.n + 1 from ct_rows left join a on a.n = ct_rows.i where a.n < 3) select * from a;
with recursive a(n) as (select 1 union all select a.n + 1 from a, ct_rows where a.n (+) = ct_rows.i and a.n < 3) select * from a;
with recursive a(n) as (select 1 union all select a.n + 1 from a, ct_rows where a.n = ct_rows.i (+) and a.n < 3) select * from a order by n;
drop view ct_view;
drop table ct_rows;
