-- Values as text are what columns show, in casts, in || and inside arrays.
select '0044-03-15 BC'::timestamptz, '0044-03-15 BC'::timestamptz::varchar, '0044-03-15 BC'::date::varchar, '0044-03-15 BC'::timestamp || '';
set timezone to 'America/New_York';
select '0044-03-15 12:00 BC'::timestamptz, '2008-07-01 12:00+00'::timestamptz::varchar(30), '2008-07-01 12:00+00'::timestamptz;
reset timezone;
select 3::float8::varchar, 100::float8::varchar, 'nan'::float8::varchar, '-inf'::float8::varchar, 1.5::real::varchar, 3::real || 'x', 'x' || 0.1::float8, 1e300::float8::text, null::float8::text;
select x::varchar(5), x::char(5) from (select 3::float8 as x union all select 1e100 union all select null) q order by 1;
select '1 mon 3 days 04:05:06'::interval::varchar, '-1 day'::interval::text, true::text;
select array['0044-03-15 BC'::date], array['nan'::float8, 'inf', 1, 1.5, 1e100], array[true, false], array['0044-03-15 BC'::timestamptz], array['1 day'::interval], array[1.50::numeric(5,2), null];
select array[1, 2]::varchar, array['a b', 'c', null, 'null', '']::text, array[array[1, 2], array[3]]::text, x::text from (select array[g] as x from generate_series(1, 2) g) q;
create temp table keyed (a int, b int, primary key (a, b));
select conkey::varchar from pg_constraint where conrelid = 'keyed'::regclass;
-- Types with ranges of their own.
select 4294967295::oid, (-1)::oid, '-1'::oid, '5'::oid, 'keyed'::regclass::oid = 'keyed'::regclass;
select 4294967296::oid;
select '4294967296'::oid;
select length(repeat('x', 200)::name), 'ab'::"char", ''::"char";
-- Numerics are rounded before they are held against the precision.
create temp table n (a numeric(5,2));
insert into n values ('999.994'), (999.994), (-999.994), (99.995);
select * from n;
insert into n values (999.995);
select '999.994'::numeric(5,2), 999.994::numeric(5,2), a::numeric(3,0), (a * 1.000000000000000000001)::numeric(7,4) from n where a = 100;
select a::numeric(5,2) from (select 999.995::numeric(38,20) as a) q;
prepare p as select $1::numeric(5,2);
execute p('999.994');
select array[1,2,3]::int[2], array['a b']::varchar[1], array[array[1],array[2]]::int[1][1];
-- A numeric of digits behind the point alone has a zero before it.
select 0.5::numeric(1,1)::varchar, 'a'||0.25::numeric(2,2), (-0.5)::numeric(1,1)::text, length(0.25::numeric(2,2)::text), 0::numeric(2,2)::text, array[0.5::numeric(1,1)]::text, 0.5::numeric(1,1)::char(3);
create temp table fractions (v varchar(5), d numeric(3,3), h numeric(38,38));
insert into fractions values (0.5::numeric(1,1), 0.125, 0.00000000000000000000000000000000000001);
insert into fractions select d, -d, h from fractions;
select * from fractions order by 2;
select v, d::varchar, d::text = '0.125', h::text, d::text || '!' from fractions order by 1;
