-- area: functions
-- row: | functions | those of the guide, and PostgreSQL's that drivers and tools call: [docs/sql.md](docs/sql.md#functions) lists each; what is not listed is 42883, whatever the engine has | SUPER, HyperLogLog, spatial and machine learning functions are 0A000 by their name; APPROXIMATE COUNT is exact; CHECKSUM of a text is a number of Redstart's own |
select fnv_hash('Amazon Redshift'), dateadd(year, 1, '2016-02-29'), to_hex('abc'::varbyte), text_to_int_alt('123-');
select proname, prokind, oidvectortypes(proargtypes) from pg_proc where proname in ('listagg', 'split_part') order by 1, 3;
select json_parse('{}');
select hll(1);
select ST_Point(1, 2);
select regexp_extract('a', 'b');
select epoch_ms(1);
create table pieces (kind varchar(5), price int);
insert into pieces values ('a', 1), ('a', 2), ('b', 3);
select approximate count(distinct kind) from pieces;
select * from pieces pivot (sum(price) for kind in ('a', 'b'));
select * from pieces pivot (avg(price) for kind in ('a', 'b'));
select kind, median(price) over (partition by kind) from pieces order by 1, 2;
drop table pieces;
