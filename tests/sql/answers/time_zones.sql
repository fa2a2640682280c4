-- Zones are known by name, in any case
set timezone to 'america/new_york';
show timezone;
select '2020-01-01 12:00:00+00'::timestamptz;
set timezone to 'No/Where';
select set_config('timezone', 'Nowhere', false);
show timezone;
set time zone -7;
show timezone;
-- a prepared statement without tables is computed in the time zone it is executed in
prepare moments as select '2020-01-01 20:00+00'::timestamptz::date, '2020-01-01 20:00'::timestamp::timestamptz;
set timezone to 'Asia/Tokyo';
execute moments;
set timezone to 'America/New_York';
execute moments;
deallocate moments;
reset timezone;
set timezone to 'UTC';
-- A zone that a text names counts for that text alone
create temp table q (i int, v varchar(60));
insert into q values (1, '2020-07-01 00:00:00 Europe/Berlin'), (2, '2020-07-01 00:00:00'), (3, null), (4, '2020-07-01 00:00:00 America/New_York'), (5, '2020-07-01 00:00:00+02'), (6, '2020-07-01 00:00:00'), (7, '2020-07-01');
select i, v::timestamptz from q order by 1;
select i, v::timestamptz from q where i = 1;
create temp table moments (m timestamptz);
copy moments from stdin;
2020-07-01 00:00:00 Europe/Berlin
2020-07-01 00:00:00
\.
select * from moments order by 1;
update q set v = v::timestamptz where i < 3;
select i, v from q where i < 3 order by i;
-- An abbreviation and an offset of POSIX are fixed offsets, whatever the day
select timestamp '2008-07-01 12:00' at time zone z, timestamptz '2008-07-01 12:00+00' at time zone z from (select 'PST' as z union all select 'CST' union all select 'ast' union all select 'BST' union all select 'PDT' union all select 'CEST' union all select 'AKST' union all select '+03' union all select 'UTC+3' union all select 'GMT-5' union all select 'America/New_York' union all select '<+0330>-3:30' union all select 'EST5EDT') zones order by 1, 2;
select timestamp '2008-07-01 12:00' at time zone 'PST', timestamptz '2008-07-01 12:00+00' at time zone 'PDT';
select timestamp '2008-07-01 12:00' at time zone null, null::timestamp at time zone 'PDT', timestamp 'infinity' at time zone 'PDT';
select timetz '12:00+00' at time zone 'PDT', timetz '12:00+02' at time zone 'UTC-3:30';
select timezone('pdt', timestamp '2008-07-01 12:00');
select timestamp '2008-07-01 12:00' at time zone 'nowhere';
select timestamp '2008-07-01 12:00' at time zone '-0330';
select timestamp '2008-07-01 12:00' at time zone (select 'PDT'), (select max(m) from (select timestamptz '2008-07-01 12:00+00' as m) moments) at time zone 'PDT';
select convert_timezone('PST', timestamp '2008-07-01 12:00'), convert_timezone('PDT', 'CEST', timestamp '2008-07-01 12:00'), convert_timezone('GMT-5', timestamp '2008-07-01 12:00');
