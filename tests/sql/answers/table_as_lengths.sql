-- CREATE TABLE AS: a column is as long as the longest branch of UNION, CASE, COALESCE
create table u1(v varchar(3), w varchar(10), c char(2), d char(6));
create table u2 as select v as x from u1 union all select w from u1;
create table u3 as select case when true then v else w end a, coalesce(v,w) b, coalesce(c,d) cc, nvl(v,'abcdefg') d, greatest(v,w) e, nullif(v,w) f, max(coalesce(v,w)) g, coalesce(c,w) hh, coalesce(v,upper(w)) i, v::varchar(2) j, nvl2(v,v,w) k, decode(v,'a',v,w) l, max(v) m, coalesce(v,'b') n from u1 group by v,w,c,d;
create table u4 as with x as (select v from u1 union select w from u1) select v, coalesce(v::varchar(4), v) z from x where v > 'a' order by 1 limit 3;
create table u5 as select v from u1 intersect select w from u1;
select * into u6 from (select v from u1 union all select d from u1 union all select 'abcdefghijklmno') x;
create table u7 as with recursive r(n) as (select v from u1 union all select n from r where n > 'x') select n from r;
create view uv as select v from u1 union all select w from u1;
create table u8 as select a.v, b.w from uv a join u1 b on a.v=b.v;
create table u9 as select v, row_number() over (order by v) from uv;
select table_name, column_name, data_type, character_maximum_length from information_schema.columns where table_name ~ '^u[2-9]$' order by table_name, ordinal_position;
