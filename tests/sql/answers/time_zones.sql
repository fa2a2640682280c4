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
