-- area: keys
-- row: | keys | PRIMARY KEY, UNIQUE and FOREIGN KEY of CREATE TABLE and ALTER TABLE are checked when declared, shown in `pg_constraint`, `pg_index` and psql's `\d`, never enforced; a primary key is NOT NULL | after RENAME of a key's column or of the table a foreign key refers to, the key is not shown; the text for a primary key over a column that may be NULL is INF |
create table parents (id int primary key, name varchar(10) unique);
create table children (id int, parent int references parents (id), constraint twice unique (id, parent));
insert into parents values (1, 'one'), (1, 'one');
insert into children values (1, 42), (1, 42);
select count(*) from parents;
create table late (a int not null, b int);
insert into late values (1, 1), (1, 2);
alter table late add constraint late_key primary key (a);
insert into late values (1, 3);
alter table late add primary key (b);
select conname, contype from pg_constraint where conrelid in ('parents'::regclass, 'children'::regclass, 'late'::regclass)
    order by 1;
\d late
alter table late drop constraint late_key;
insert into parents values (null, 'none');
create table wrong (a int, primary key (b));
drop table children, late, parents;
