-- area: TimeZone
-- row: | TimeZone | timestamptz is read and shown in the session's zone; AT TIME ZONE and CONVERT_TIMEZONE take names, abbreviations and POSIX offsets | an offset of the form `GMT+05:30` (and SET TIME ZONE 5.5) counts as UTC; SET takes the POSIX zones of fixed offsets (`PST8`, west is positive) and those that the engine knows (`PST8PDT`), not every one that a cluster takes unread; an abbreviation that has stood for several offsets has the one of today |
set timezone to 'America/New_York';
select '2024-07-01 12:00:00+00'::timestamptz;
select '2024-07-01 12:00:00'::timestamptz at time zone 'UTC';
set timezone to 'utc';
select '2024-07-01 12:00:00-04'::timestamptz;
set timezone to 'america/new_york';
show timezone;
set timezone to 'No/Where';
select timestamp '2008-07-01 12:00' at time zone 'PST' = timestamptz '2008-07-01 20:00+00' as abbreviation,
    timestamp '2008-07-01 12:00' at time zone 'UTC+3' = timestamptz '2008-07-01 15:00+00' as posix,
    convert_timezone('PDT', timestamp '2008-07-01 12:00') as converted;
set timezone to 'GMT+3';
