-- Defaults as PostgreSQL shows them
create schema default_texts;
set search_path to default_texts;
create table t(a int, n numeric(8,2) default 1.5, v varchar(10) default 'it''s', c char(4) default 'ab',
    yes boolean default true, no boolean default false, ts timestamp default getdate(), sd timestamp default sysdate,
    neg int default -3, d date default '2020-01-01', dd date default '2020-01-01'::date, nothing int default null,
    ex int default 1 + 2 * 3, cu date default current_date, us varchar(20) default user,
    cst varchar(3) default 'abcd'::varchar(3), chr char(3) default 'abcd'::char(3), bi bigint default 5,
    up varchar(10) default upper('a'), ca int default case when true then 1 else 2 end, i8 int8 default 7::int8,
    nn int default 4 not null, cmp boolean default 1 < 2, cc varchar(10) default 'a' || 'b');
\d t
select adnum, adsrc from pg_attrdef where adrelid = 't'::regclass order by 1;
select column_name, column_default from information_schema.columns where table_schema = 'default_texts' order by ordinal_position;
select column_name, column_default from svv_columns where table_schema = 'default_texts' order by ordinal_position;
alter table t add column late varchar(5) default 'x';
select attname, atthasdef from pg_attribute where attrelid = 't'::regclass and attname in ('a', 'nothing', 'late');
insert into t(a) values (1);
select n, v, c, yes, no, neg, d, dd, nothing, ex, us, cst, chr, bi, up, ca, i8, nn, cmp, cc, late from t;
drop schema default_texts cascade;
