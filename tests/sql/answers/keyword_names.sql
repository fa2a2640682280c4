-- Names that are keywords of the engine fold as every other does.
create table kq (TYPE int, NAME varchar(9), Value int, primary key (TYPE));
select attname from pg_attribute where attrelid = 'kq'::regclass and attnum > 0 order by attnum;
alter table kq rename to LEVEL;
alter table LEVEL add column KEY int;
insert into Level (TYPE, KEY) values (1, 2);
select Level.*, LEVEL.Type as TYPE from LEVEL;
copy level (KEY, Type) to stdout csv header;
create schema DATA;
create table DATA.EVENT (A int);
select 'data.event'::regclass, relname from pg_class where relname ilike 'event';
create view VALUE as select 1 as YEAR;
select relname from pg_class where relname ilike 'value';
select v.* from VALUE v;
select * from (select 1 as TYPE) t;
with DATA (VALUE) as (select 1) select * from data;
select * from (values (1)) as VALUE (NAME);
