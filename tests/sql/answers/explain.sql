-- EXPLAIN prints a plan and runs nothing.
create table t(a int, b varchar(10));
create table u(a int, c int);
insert into t values (1, 'x'), (2, 'y'), (3, 'x');
insert into u values (1, 5), (2, 6);
explain select 1;
explain select a from t where b = 'x';
explain verbose select t.b, count(*) from t join u on t.a = u.a group by t.b;
explain select * from t left join u on t.a = u.a;
explain select b from t order by a limit 2;
explain select a from t union all select a from u;
explain insert into t select * from u;
explain update t set a = 5 where a = 1;
explain delete from t;
explain create table v as select * from t;
select count(*), min(a) from t;
select count(*) from v;
explain analyze select 1;
explain select nocolumn from t;
begin;
explain delete from t;
select lock_mode, count(*) from svv_transactions
    where lockable_object_type = 'relation' and relation = 't'::regclass::oid group by 1;
commit;
