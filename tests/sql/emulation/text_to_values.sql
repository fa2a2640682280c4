-- area: text to values
-- row: | text to values | casts, INSERT, UPDATE and COPY read numbers, booleans, dates, times and intervals by PostgreSQL's grammar and with its SQLSTATEs (a test compares both) | a timestamptz in another DateStyle than ISO is shown with the offset of its zone, not its abbreviation; numeric has no NaN |
create table typed (i int, b boolean, d date, n numeric(4, 2));
insert into typed values ('1.5', 't', '2024-01-01', '1');
insert into typed values ('99999999999', 't', '2024-01-01', '1');
insert into typed values (' 7 ', 'yes', 'Jan 2, 2024', '99.994');
insert into typed values (1, 'maybe', '2024-01-01', 1);
insert into typed values (1, 't', '2024-02-30', 1);
insert into typed values (1, 't', '01/02/2024', '100');
insert into typed values (1, 't', 'todays', 1);
select * from typed;
select 'NaN'::numeric;
set datestyle to 'ISO, DMY';
select '01/02/2024'::date, 'today'::date = current_date as today;
set datestyle to 'German';
select d from typed where d is not null order by d limit 1;
select '12 months 3 days'::interval;
