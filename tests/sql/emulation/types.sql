-- area: types
-- row: | types | smallint … numeric(38,s), char(n) and varchar(n) with enforced lengths, date, time, timestamp(tz), interval, boolean, varbyte | SUPER, GEOMETRY, GEOGRAPHY and HLLSKETCH are refused with 0A000; the n of varbyte(n) is not enforced; trailing blanks count in MIN, MAX, GREATEST and LEAST, and where ROLLUP or an aggregate with DISTINCT gives a text it has none (INF); `extra_float_digits` is 1 at first, where a cluster's is 0: floats show what reads back exactly until a session asks for fewer digits; a UNION of varchar columns has the longest length (INF) |
create table every_type (si smallint, i int, bi bigint, d numeric(38, 10), r real, dp double precision, b boolean,
    c char(5), v varchar(10), dt date, t time, tz timetz, ts timestamp, tstz timestamptz, iv interval, vb varbyte(10));
insert into every_type values (1, 2, 3, 12345678901234567890.0123456789, 1.5, 2.5, 't', 'abc', 'défg', '2024-02-29',
    '12:34:56', '12:34:56+02', '2024-02-29 12:34:56.789', '2024-02-29 12:34:56+02', '1 day 02:03:04', 'xyz'::varbyte);
\x on
select * from every_type;
\x off
select attname, format_type(atttypid, atttypmod) from pg_attribute
    where attrelid = 'every_type'::regclass and attnum > 0 order by attnum;
insert into every_type (v) values ('eleven char');
insert into every_type (c) values ('longer than five');
insert into every_type (si) values (40000);
create table no_super (s super);
create table no_geometry (g geometry);
create table no_sketch (h hllsketch);
select 'a '::char(2) = 'a'::varchar(2) as trailing_blank, 'a ' = 'a' as varchars, 'a ' like 'a' as pattern;
select max(length(v)) as longest, count(distinct v) as values, max(v) = 'a' as equal from (select 'a' as v union all select 'a ') q;
select 0.1::float8 + 0.2::float8 as exact;
set extra_float_digits to 0;
select 0.1::float8 + 0.2::float8 as rounded;
