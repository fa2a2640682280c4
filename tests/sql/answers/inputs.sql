-- Forms that input functions take.
select 'tr'::bool, 'fa'::bool, 'tru'::bool, 'ye'::bool, 'of'::bool, x::bool from (select 'fals'::varchar as x) q;
select 'o'::bool;
select '040506'::time, '1000'::time, '040506.5+02'::timetz, '2008-01-01 040506'::timestamp;
select 'P1Y2M3DT4H5M6S'::interval, 'P1W'::interval, 'PT36H'::interval, 'P-1Y-2M3DT-4H-5M-6.5S'::interval, 'P0001-02-03T04:05:06'::interval, 'P0.5Y'::interval, 'PT1.5H'::interval;
select 'P'::interval;
select 'PT'::interval;
select 'P1H'::interval;
select 'PT1Y'::interval;
select 'P1'::interval;
select '2024.060'::date, '2024-366'::date, 'J2451187'::date, 'J2451187 10:00'::timestamp, 'J0'::date, '4714-11-24 BC'::date, '4714-11-24 BC'::timestamp;
select '2023-366'::date;
select '2024-000'::date;
select '4714-11-23 BC'::date;
select 'J2451187 2008-01-01'::date;
-- SQLSTATEs
select 1 limit -1;
create temp table k (a int, b int);
insert into k (a, a) values (1, 2);
select 1 limit 1 offset -1;
