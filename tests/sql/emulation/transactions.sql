-- area: transactions
-- row: | transactions | BEGIN … COMMIT, 25P02 gate, TRUNCATE commits, snapshot after the locks; SERIALIZABLE and SNAPSHOT databases, errors 1023 and 1018: [docs/transactions.md](docs/transactions.md) | 1023 for a row conflict under SNAPSHOT is INF; within a snapshot catalog views show tables as of it |
-- proved by: every form of BEGIN opens a block and every form of COMMIT ends it
-- proved by: TRUNCATE commits the transaction it is in
-- proved by: a second writer sees the first one's rows
create table kept (n int);
begin;
insert into kept values (1);
select * from no_such_table;
select 1;
commit;
select count(*) from kept;
begin isolation level serializable;
insert into kept values (2);
truncate kept;
rollback;
select count(*) from kept;
begin;
create table undone (n int);
rollback;
select * from undone;
begin;
vacuum;
rollback;
savepoint s;
select * from stv_db_isolation_level where db_name = 'dev';
