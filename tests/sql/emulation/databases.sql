-- area: databases
-- row: | databases | CREATE, ALTER and DROP DATABASE; `db.schema.table` is read from every database | COLLATE CASE_INSENSITIVE, datashares; RENAME neither in a block nor with `--data-dir :memory:`; views over other databases, their system catalogs: 0A000 |
create database ledger isolation level serializable connection limit 10;
create database ledger;
select datname, datconnlimit from pg_database where datname in ('dev', 'ledger') order by 1;
select trim(db_name) as db_name, trim(isolation_level) as level from stv_db_isolation_level
    where db_name in ('dev', 'ledger') order by 1;
\c ledger
create table entries (n int);
insert into entries values (1), (2);
drop database ledger;
\c dev
select sum(n) from ledger.public.entries;
insert into ledger.public.entries values (3);
create view across as select n from ledger.public.entries;
select count(*) from ledger.pg_catalog.pg_class;
begin;
drop database ledger;
rollback;
alter database ledger isolation level snapshot;
alter database ledger rename to books;
select sum(n) from books.public.entries;
create database folded collate case_insensitive;
drop database dev;
drop database books;
drop database books;
