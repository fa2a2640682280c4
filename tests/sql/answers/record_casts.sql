-- Types that nothing can be compared or cast to are told before there is a row, also inside of records and arrays.
set cluster_rules to off;
create table rc_rows(i int, f float8, d date, v varchar(10));
select row(i, d) = row(i, f) from rc_rows;
select (select row(i, d) from rc_rows) = (select row(i, f) from rc_rows);
select (select row(i, row(v, d)) from rc_rows) < (select row(i, row(v, f)) from rc_rows);
select array_agg(row(i, d)) = array_agg(row(i, f)) from rc_rows;
select array_agg(d) = array_agg(f) from rc_rows;
select array_agg(f)::date[] from rc_rows;
select (select row(i, d) from rc_rows) = (select row(i, null) from rc_rows);
select row(i, d) = row(1, null) from rc_rows;
select (select row(i, v) from rc_rows) = (select row(i, 'x') from rc_rows);
drop table rc_rows;
