-- area: TimeZone
-- row: | TimeZone | timestamptz is read and shown in the session's zone | an offset of the form `GMT+05:30` (and SET TIME ZONE 5.5) counts as UTC; POSIX names such as `GMT+3` are refused |
set timezone to 'America/New_York';
select '2024-07-01 12:00:00+00'::timestamptz;
select '2024-07-01 12:00:00'::timestamptz at time zone 'UTC';
set timezone to 'utc';
select '2024-07-01 12:00:00-04'::timestamptz;
set timezone to 'america/new_york';
show timezone;
set timezone to 'No/Where';
