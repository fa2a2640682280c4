-- Commands that are not supported, and names of types in messages
create table a(x int);
create table b(x int);
alter table a append from b;
begin;
alter table a append from b;
rollback;
select sum('a'::varchar(3));
select sum('a'::char(3));
select convert_timezone('Mars/Olympus', timestamp '2024-01-01 00:00:00');
