-- area: EXPLAIN
-- row: | EXPLAIN | one column QUERY PLAN of `XN` nodes; nothing runs, nothing is locked for writing | rows are the engine's estimate, costs follow the guide's examples (INF), width is 0 |
create table planned (a int, b int);
begin;
explain select a, count(*) from planned where b > 3 group by a order by a;
explain insert into planned values (1, 2);
select lock_mode from svv_transactions where relation = 'planned'::regclass::oid;
rollback;
select count(*) from planned;
explain select * from nowhere;
