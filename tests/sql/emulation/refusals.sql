-- area: refusals
-- row: | refusals | what only the engine has is a syntax error; `cluster_rules`, on by default, refuses what runs on PostgreSQL and not on a cluster: DISTINCT ON, VALUES as a table, leader-node functions over tables, ordered windows without a frame, reserved words as names | see [docs/cluster-rules.md](docs/cluster-rules.md) for each rule, its source and what is missing |
set cluster_rules to on;
create table t (a int, b varchar(10));
select [1, 2];
select a, from t;
select distinct on (a) a from t;
select * from (values (1), (2)) v (x);
select now(), a from t;
select sum(a) over (order by a) from t;
create table r (tag int);
set cluster_rules to off;
select distinct on (a) a from t;
select x from (values (1), (2)) v (x);
drop table t;
