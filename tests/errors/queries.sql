-- Queries that are wrong, one a line.
select i from t, u
select t.i from t t, u t
select i from t join t on true
select * from t join u using (nosuch)
select * from t join u using (x)
select * from t join u using (s)
select * from t join u using (j)
select * from t natural join nosuch
select * from nosuch
select * from nosuch.t
select * from a.b.c.d
select * from dev.public.nosuch
select * from nosuch.public.t
select * from t as q (a, b, c, d, e, f, g, h, k, l, m, n, o, p, q)
select * from (select 1, 2) q (a, b, c)
select * from (select 1)
select * from t, (select t.i) q
select * from t join (select t.i) q on true
select * from t left join u on t.i = nosuch.i
select * from t join u on i = i
select * from t join u on t.i
select * from t join u
select * from t full join u on t.i < u.i
select * from t full join u on t.i = u.i or t.j = u.i
select 1 union select 1, 2
select 1 union select 'x'
select i from t union select d from t
select b from t intersect select i from t
select d from t except select s from t
select 1 union select 2 order by 3
select 1 as a union select 2 order by b
select 1 as a union select 2 order by a + 1
(select 1) union select 2 limit x
select i from t order by 2
select i from t order by 0
select i from t order by -1
select i from t order by 'x'
select i from t group by 2
select i from t group by 0
select i from t group by 'x'
select i, j from t group by i
select i + j from t group by i
select * from t group by i
select i from t group by sum(i)
select sum(i) from t group by 1
select i from t having i > 0
select i from t having sum(i) > 0
select sum(i) from t where sum(i) > 0
select i from t where row_number() over () = 1
select sum(i), j from t
select i, count(*) from t group by rollup (j)
select i from t group by cube (nosuch)
select i from t group by grouping sets ((j), ())
select grouping(j) from t group by i
select grouping(i, nosuch) from t group by i
select distinct i from t order by j
select distinct on (i) i, j from t order by j
select distinct on (nosuch) i from t
select i as a, i as a from t order by a
select i as j from t order by j + nosuch
select a.i from t
select t.i from t as a
select t.* from u
select t.i.j from t
select public.u.i from t
select i from t where s = i.x
select 1 from t where t
select t from t where t = 1
select t + 1 from t
with q as (select 1), q as (select 2) select * from q
with q (a, b) as (select 1) select * from q
with q as (select * from r), r as (select 1) select * from q
with q as (select * from q) select * from q
with recursive q as (select * from q) select * from q
with recursive q as (select 1 union all select * from q order by 1) select * from q
with recursive q (a) as (select 1 union all select a + 1 from q limit 3) select * from q
with recursive q (a) as (select 1 union all select 'x' from q) select * from q
with recursive q (a) as (select 1 union all select a, 2 from q) select * from q
with recursive q (a) as (select 1 intersect select a from q) select * from q
with q as (insert into t (i) values (1) returning i) select * from q
with q as (delete from t) select 1
with q as (create table x (a int)) select 1
with q as (show tables) select 1
select i from t limit -1
select i from t offset -1
select i from t limit 'x'
select i from t limit i
select i from t limit (select i from t)
select i from t limit 1 + nosuch
select i from t limit 9223372036854775808
select i from t limit 10 percent
select i from t limit 1 limit 2
select i from t fetch first x rows only
select i from t for update
select i from t for share nowait
select i from t window w as (order by i), w as (order by j)
select sum(i) over w from t window v as (order by i)
select sum(i) over (w order by j) from t window w as (order by i)
select sum(i) over (w partition by j) from t window w as (order by i)
select sum(i) over (w) from t window w as (rows unbounded preceding)
select
select from t
select from
selec 1
select 1 1
select 1,
select (1
select 1)
select 'x
select "x
select $$x
select /* x
select 1 from
select * * from t
select i i i from t
select i as from t
select as
select 1 where
select distinct
select all
select i from t where
select i from t where and
select i from t group
select i from t group by
select i from t order
select i from t having
select i from t join
select i from t left u
select case end
select case when 1 end
select not
select between
select ""
select 1 as ""
select e'\u12'
select u&'\x'
select x'zz'
select b'2'
select 1e
select 1.2.3
select 0x1g
select @
select #
select `x`
select ;;; select nosuch
values
values ()
values (1), (1, 2)
values (1), ('x')
values (d)
table nosuch
table
from t
from t select nosuch
describe nosuch
summarize nosuch
pivot t on i using sum(j)
unpivot t on i into name n value v
select * from t pivot (sum(i) for s in ('a', 'a'))
select * from t pivot (sum(i) for nosuch in ('a'))
select * from t pivot (i for s in ('a'))
select * from t pivot (sum(i) for s in (nosuch))
select * from t pivot (sum(i) for s in (select s from t))
select * from t pivot (sum(nosuch) for s in ('a'))
select * from t pivot (sum(i), max(j) for s in ('a', 'b'))
select * from t pivot (sum(t.i) for t.s in ('a'))
select * from t pivot (sum(i) over () for s in ('a'))
select * from t pivot (sum(i) for s in ())
select * from t pivot (sum((select 1)) for s in ('a'))
select * from t pivot (sum(i) + 1 for s in ('a'))
select * from t pivot (sum(i) for s + 1 in ('a'))
select * from t pivot (sum(i) for s in (1))
select * from t pivot (sum(i) for i in ('a'))
select * from t unpivot (v for n in (i, nosuch))
select * from t unpivot (v for n in (i, s))
select * from t unpivot (v for n in ())
select * from t unpivot ((v, w) for n in (i, j))
select * from t unpivot (v for n in (i + 1))
select * from t unpivot (i for i in (i, j))
select * from t unpivot (v for n in ((i, j)))
select * from t unpivot ((v, w) for n in ((i, j), (l)))
select * exclude (nosuch) from t
select * exclude i, nosuch from t
select * exclude (i, i) from t
select * replace (1 as nosuch) from t
select * rename (nosuch as x) from t
select columns('x') from t
select columns(*) from t
select columns(i) from t
select *columns(*) from t
select unpack(columns(*)) from t
select coalesce(*columns(*)) from t
select * like 'x' from t
select * from t where *
select * from t where columns(*) > 1
select count(*) filter (where *) from t
select try(1 / 0)
select try((select 1))
select try(random())
select list_transform([1], x -> x)
select [x for x in [1]]
select {'a': 1, 'a': 2}
select {'a': 1}.b
select map {1: 2}
select struct_pack(1)
select row()
select i:1
select #1
select #0
select #9 from t
select * from generate_series(1, 2, 3, 4)
select * from generate_series('x', 'y')
select * from generate_series(1, i) g, t
select * from t, generate_series(1, t.i) g
select * from abs(1)
select * from nosuch(1)
select * from sum(1)
select * from current_date
select * from coalesce(1, 2)
select * from generate_series(1, 3) as g (a, b, c)
select * from generate_series(1, 3) with ordinality
select * from rows from (generate_series(1, 3))
select * from (values (1, 2)) v (a)
select * from (values (1), (2, 3)) v
select * from unnest(array[1])
select * from unnest(1)
select * from lateral t
select * from t, lateral (select nosuch) q
select * from t left join lateral (select t.i) q on true
select * from t full join lateral (select t.i as k) q on q.k = t.i
select * from t right join lateral (select t.i) q on true
select * from t asof join u on t.i >= u.i
select * from t positional join u
select * from t semi join u using (i)
select * from t anti join u using (nosuch)
select (select i from u where u.i = t.i limit t.i) from t
select (select u.i from u order by t.i limit 1 offset t.j) from t
select (select sum(t.i + u.i) from u) from t group by t.j
select (select t.i) from t group by t.j
select (select sum(t.i)) from t
select (select sum(sum(t.i))) from t
select i from t where i = (select sum(t.i) from u)
select (select row_number() over (order by t.i) from u) from t
select (select max(u.i) over (partition by t.i) from u limit 1) from t
select * from t where (i, j) in (select i, s from u)
select * from t where (i, s) in (select i, s from u where u.i = t.i)
select * from t where i not in (select x from u)
select * from t where (select i, j from t t2 where t2.i = t.i) is null
select (select * from (select t.i union all select u.i from u) q limit 1) from t
select (select u.i from u tablesample system (10) where u.i = t.i) from t
select (select count(*) from (select u.i from u pivot (max(s) for x in ('a')) where u.i = t.i) q) from t
select (with q as (select t.i) select i from q) from t
select (select i from u where i = t.i intersect select t.j) from t
