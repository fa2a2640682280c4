-- EXTRACT gives the unit's own digits, DATE_PART the second with its fraction (r_EXTRACT_function, r_DATE_PART_function)
create table times(d date, ts timestamp, tz timestamptz, iv interval, ti time);
insert into times values ('2009-09-09', '2009-09-09 12:08:43.101', '2009-09-09 12:08:43.101+00', '1 year 2 months 3 days 04:05:06.7', '12:08:43.101');
select extract(ms from ts), extract(sec from ts), date_part(sec, ts), extract(usec from ts), date_part(usec, ts) from times;
select extract(year from d), extract(dow from d), extract(doy from d), extract(week from d), extract(qtr from d) from times;
select extract(decade from ts), extract(century from ts), extract(mil from ts), extract(epoch from ts) from times;
select extract(hour from ti), extract(m from ti), extract(ms from ti) from times;
select extract(year from iv), extract(mon from iv), extract(day from iv), extract(h from iv), extract(s from iv) from times;
select extract(epoch from tz), date_part(epoch, tz), extract(timezone from tz), extract(hour from tz), date_part('timezone_hour', tz) from times;
select date_part(w, ts) as weeks, date_part(h, ts) from times;
select extract(century from d), date_part(century, ts) from times where extract(week from d) = 37 order by extract(ms from ts);
