-- A row that an UPDATE joins with several others is changed, and counted, once
create schema single_changes;
set search_path to single_changes;
create table t(id int, a int, v varchar(10));
create table s(id int, x int);
insert into t values (1, 0, 'a'), (2, 0, 'b'), (3, 0, 'c');
insert into s values (1, 7), (1, 7), (1, 7), (2, 3);
update t set a = s.x from s where s.id = t.id;
select * from t order by id;
update t set a = 1 from s;
update t set v = 'from s ' || s.x, a = a + s.x from s where s.id = t.id and s.x > 5;
update t set v = 'not stored in ten' from s where s.id = t.id;
update t set a = t.a + other.a from t other where other.id < t.id and t.id = 2;
update t set a = j.x from s left join s s2 on s.id = s2.id join s j on j.id = s.id where s.id = t.id;
update t set a = m.x from (select id, max(x) as x from s group by id) m where m.id = t.id;
update t set a = s.x + (select count(*) from t t3 where t3.id <= t.id) from s
where s.id = t.id and exists (select 1 from s s2 where s2.id = t.id);
with w as (select id, x from s) update t set a = w.x from w where w.id = t.id;
update t set a = n.x from (values (1, 10), (1, 10), (3, 30)) n(id, x) where n.id = t.id;
select * from t order by id;
prepare p as update t set a = s.x + $1 from s where s.id = t.id and s.x > $2;
execute p(1, 0);
execute p(2, 5);
insert into s values (3, 9), (3, 9);
execute p(2, 5);
select * from t order by id;
prepare q as update t set a = n.x from (values (1, $1::int), (1, 2)) n(id, x) where n.id = t.id;
execute q(5);
execute q(6);
with a as (select 1 as id), w as (select s.id, x from s, a) update t set a = w.x from w where w.id = t.id;
-- without FROM nothing can match twice
update t set a = 0;
update t set a = (select max(x) from s);
update t set a = (select max(x) from s where s.id = t.id) where id in (select id from s);
select * from t order by id;
-- what DELETE counts
begin;
delete from t using s where s.id = t.id;
rollback;
-- more rows than the engine takes at once
create table big as select i as id, 0 as a from generate_series(1, 100000) g(i);
create table twice as select id, 5 as x from big union all select id, 5 from big;
update big set a = twice.x from twice where twice.id = big.id;
select count(*), sum(a) from big;
-- MERGE refuses it and changes nothing
merge into t using s on t.id = s.id when matched then update set a = s.x;
merge into t using s on t.id = s.id when matched then delete;
merge into t using s on t.id = s.id when matched then update set a = s.x
when not matched then insert values (s.id, s.x, 'new');
merge into big using twice on big.id = twice.id when matched then update set a = 6;
select count(*), sum(a) from big;
select * from t order by id;
prepare m as merge into t using (select distinct id, x + $1 as x from s) n on t.id = n.id
when matched then update set a = n.x when not matched then insert values (n.id, n.x, 'new');
execute m(1);
execute m(2);
insert into s values (4, 4), (5, 5);
execute m(3);
execute m(4);
select * from t order by id;
prepare v as merge into t using (values (1, $1::int), (2, 2)) n(id, x) on t.id = n.id when matched then update set a = n.x;
execute v(5);
execute v(6);
insert into s values (4, 40);
execute m(3);
-- rows that nothing is done with, and rows that are inserted, may come twice
merge into t using (values (6, 1), (6, 2)) n(id, x) on t.id = n.id when matched then update set a = n.x
when not matched then insert values (n.id, n.x, 'new');
merge into t using (values (6, 1), (6, 2)) n(id, x) on t.id = n.id
when not matched then insert values (n.id, n.x, 'new');
merge into big using (select id from big) n on big.id = n.id when matched then update set a = 6;
begin;
merge into t using s on t.id = s.id when matched then delete;
select 1;
rollback;
explain update t set a = s.x from s where s.id = t.id;
drop schema single_changes cascade;
