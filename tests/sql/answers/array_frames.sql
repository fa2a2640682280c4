-- array_agg() over the frames of a window has the rows of each frame, in their order.
set cluster_rules to off;
create table frame_rows(i int, v varchar(80), r int);
insert into frame_rows select g, case when g % 3 = 0 then null else repeat(chr(97 + g % 26), g % 70) end, g % 2 from generate_series(1, 6) g;
select i, array_agg(i) over (order by i rows between 1 preceding and 1 following) from frame_rows order by i;
select i, array_agg(v) over (order by i rows between 2 following and 3 following) from frame_rows order by i;
select i, array_agg(i) over (partition by r order by i) from frame_rows order by i;
select i, array_agg(i) over (partition by r) from frame_rows order by i;
select i, array_agg(row(i, v)) over (order by i rows unbounded preceding) from frame_rows order by i limit 3;
select i, array_agg(array[i, r]) over (order by i desc rows 1 preceding) from frame_rows order by i;
select i, array_agg(distinct r) over (order by i) from frame_rows order by i;
create table wide_rows as select g as i, g::varchar(10) || repeat('x', g % 40) as v from generate_series(1, 10000) g;
select count(*), sum(case when a = b then 1 else 0 end) from (select
    array_agg(i) over (order by i rows between 3 preceding and 2 following) as a,
    case when i between 4 and 9998 then array[i - 3, i - 2, i - 1, i, i + 1, i + 2] end as b from wide_rows) q;
select sum(array_upper(a, 1)), sum(len(array_to_string(a, ''))) from (select
    array_agg(v) over (order by i rows between i % 50 preceding and i % 7 following) as a from wide_rows) q;
select sum(len(array_to_string(a, ''))) from (select array_agg(v) over (partition by i % 100 order by i) as a from wide_rows) q;
select count(*) from (select array_agg(i) over (order by i) as a from generate_series(1, 300000) g(i)) q;
drop table frame_rows;
drop table wide_rows;
