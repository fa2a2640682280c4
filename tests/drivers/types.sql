-- Every type that drivers map to one of their own, in two tables of the same shape. `driver_types` holds the extremes, an
-- ordinary row and NULL; each driver copies it value by value, through parameters, into `driver_copy`.
create table driver_types (
    id int not null, s smallint, i int, l bigint, r real, d double precision, n numeric(18, 4), w numeric(38, 37),
    b boolean, c char(5), v varchar(200), dt date, tm time, tz timetz, ts timestamp, tsz timestamptz);
insert into driver_types values
    (1, -32768, -2147483648, -9223372036854775808, -1.5, -1.7976931348623157e308, -99999999999999.9999,
     -9.9999999999999999999999999999999999999, false, 'a', E'ünï 漢字 🚀 ''"\\ tab\t', '0001-01-01', '00:00:00',
     '00:00:00+00', '0001-01-01 00:00:00', '1970-01-01 00:00:00+00'),
    (2, 32767, 2147483647, 9223372036854775807, 'infinity', '-infinity', 99999999999999.9999,
     9.9999999999999999999999999999999999999, true, 'abcde', '', '9999-12-31', '23:59:59.999999',
     '23:59:59.999999+02', '9999-12-31 23:59:59.999999', '2026-02-28 13:45:00.25+00'),
    (3, 0, 0, 0, 'nan', 5e-324, 0.0001, 1e-37, true, '', 'x', '2000-02-29', '12:00:00', '12:00:00-08',
     '1999-12-31 23:59:59', '2000-01-01 00:00:00.000001+00'),
    (4, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
create table driver_copy (
    id int not null, s smallint, i int, l bigint, r real, d double precision, n numeric(18, 4), w numeric(38, 37),
    b boolean, c char(5), v varchar(200), dt date, tm time, tz timetz, ts timestamp, tsz timestamptz);
