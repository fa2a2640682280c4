-- Zones are known by name, in any case
set timezone to 'america/new_york';
show timezone;
select '2020-01-01 12:00:00+00'::timestamptz;
set timezone to 'No/Where';
select set_config('timezone', 'Nowhere', false);
show timezone;
set time zone -7;
show timezone;
