-- Keys are informational: declared, shown, checked when declared, never enforced.
create table parent(a int not null, b varchar(5), "C,d" int not null, primary key (a), unique (b, "C,d"));
insert into parent values (1, 'x', 1), (1, 'x', 1);
create table child(id int primary key, a int references parent, b varchar(5), c int constraint own references parent(a),
    constraint both foreign key (c, b) references public.parent ("C,d", b), up int references child);
insert into child values (1, 99, 'no', 99, 99), (1, null, null, null, null);
insert into child(a) values (5);
select conrelid::regclass, conname, contype, conkey, confrelid::regclass, confkey, pg_get_constraintdef(oid)
    from pg_constraint order by 1, 2;
\d parent
\d child
create table k(a int not null, b int not null, c int);
alter table k add primary key (a, b);
alter table k add primary key (b);
alter table k add primary key (c);
alter table k add unique (c);
alter table k add unique (c);
alter table k add constraint mine unique (b);
alter table k add constraint mine unique (a);
alter table k add constraint ref foreign key (c) references parent;
alter table k add foreign key (c) references parent (b);
alter table k add foreign key (c) references nowhere (b);
alter table k add foreign key (nocolumn) references parent;
alter table k add unique (nocolumn);
alter table k add foreign key (a, b) references parent (a);
insert into k values (1, 1, 1), (1, 1, 1);
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'k'::regclass order by 1;
alter table k drop constraint k_c_key;
alter table k drop constraint k_pkey cascade;
alter table k drop constraint k_pkey;
alter table k add column d int;
alter table k rename to renamed;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'renamed'::regclass order by 1;
begin;
alter table renamed drop constraint mine;
rollback;
select count(*) from pg_constraint where conrelid = 'renamed'::regclass;
select attname, attnotnull from pg_attribute where attrelid = 'child'::regclass and attnum > 0 order by attnum;
create table twice(a int primary key, b int primary key);
create table wrong(a int, primary key (z));
create table wrong(a int, constraint x unique (a), constraint x unique (a));
create table wrong(a int references parent (b));
create view v as select 1 as one;
alter table v add unique (one);
-- LIKE takes over columns, NOT NULL and the table's attributes, defaults when asked to, keys never
create table source(a int not null default 7, b varchar(3) encode lzo, c numeric(5,2)) diststyle key distkey(b) sortkey(a, c);
create table copy1(like source);
create table copy2(like source including defaults);
select tablename, "column", type, encoding, distkey, sortkey, "notnull" from pg_table_def
    where tablename like 'copy%' order by 1, 2;
insert into copy1(b) values ('x');
insert into copy2(b) values ('x');
select * from copy2;
create table copy3(like parent);
select count(*) from pg_constraint where conrelid = 'copy3'::regclass;
create table two_columns (a int, b int, primary key (b, a));
select indkey, indkey[0], indkey[1], indkey[2] from pg_index where indrelid = 'two_columns'::regclass;
select attname from pg_attribute a join pg_index i on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indrelid = 'two_columns'::regclass order by 1;
select attname from pg_attribute a join pg_index i on a.attrelid = i.indrelid
    and (i.indkey[0] = a.attnum or i.indkey[1] = a.attnum) where i.indrelid = 'two_columns'::regclass order by 1;
select conkey, conkey[1], conkey[2], conkey[3] from pg_constraint where conrelid = 'two_columns'::regclass;
