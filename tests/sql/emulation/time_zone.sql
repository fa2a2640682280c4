-- area: TimeZone
-- row: | TimeZone | timestamptz is read and shown in the session's zone | a name that is no zone counts as UTC; names are told apart by case |
set timezone to 'America/New_York';
select '2024-07-01 12:00:00+00'::timestamptz;
select '2024-07-01 12:00:00'::timestamptz at time zone 'UTC';
set timezone to 'utc';
select '2024-07-01 12:00:00-04'::timestamptz;
