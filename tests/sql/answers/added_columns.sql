-- ALTER TABLE ADD COLUMN with its attributes in any order
create schema added_columns;
set search_path to added_columns;
create table t(a int);
insert into t values (1), (2);
create view v as select * from t;
alter table t add column b int default 3 not null;
alter table t add column c varchar(5) not null default 'abc';
alter table t add d int encode az64 default 5 not null;
alter table t add e int default 6 encode raw null;
alter table t add column f int null;
\d t
select * from t order by a;
select * from v order by a;
insert into t(a, b) values (3, null);
insert into t(a, c) values (3, null);
insert into t(a) values (3);
update t set d = null;
alter table t add column g int not null;
alter table t add column g int default null not null;
alter table t add column g int default nullif(1, 1) not null;
begin;
alter table t add column g int default 7 not null;
insert into t(a) values (4);
alter table t add column h int not null default 8;
select g, h from t where a = 4;
rollback;
select * from t order by a;
create table empty(a int);
alter table empty add column b int not null;
alter table empty add column b boolean default true not null;
\d empty
drop schema added_columns cascade;
