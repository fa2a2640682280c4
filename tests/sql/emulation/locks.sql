-- area: locks
-- row: | locks | AccessShare, ShareRowExclusive, AccessExclusive; FIFO; held to the end of the transaction; `LOCK`, deadlock 40P01 | locks end at the error that fails a block, as in PostgreSQL (INF); locks of catalog tables are not shown |
-- proved by: the conflict matrix, by statements
-- proved by: waiters queue in the order in which they came
-- proved by: a deadlock is an error for the one whose request closes the circle
-- proved by: a failed block holds no locks
create table lockable (n int);
begin;
select count(*) from lockable;
insert into lockable values (1);
select lock_mode, granted from svv_transactions where relation = 'lockable'::regclass::oid order by lock_mode;
lock table lockable;
select lock_mode, granted from svv_transactions where relation = 'lockable'::regclass::oid order by lock_mode;
-- The error that fails the block ends its locks.
select 1/0;
rollback;
select count(*) from svv_transactions where lockable_object_type = 'relation' and relation = 'lockable'::regclass::oid;
lock pg_class;
