-- + joins texts and adds what can be added; nothing counts with booleans.
select 'a'::varchar + 'b'::varchar, x + y from (select 'a'::varchar as x, 'b'::char(3) as y) q;
select date '2008-01-01' + date '2008-01-01';
select timestamp '2008-01-01' + timestamp '2008-01-01';
select a + b from (select date '2008-01-01' as a, timestamp '2008-01-01' as b) q;
select true + true;
select 1 + true;
select true * 2;
select 1.5 / true;
select a % b from (select 5 as a, true as b) q;
select interval '1 day' + date '2008-01-01', date '2008-01-01' + 1, '5' + 5, null + 1;
-- # is exclusive or.
select 17 # 5, 5#3, a # b, 1 # 2 + 4, 6::smallint # 3::smallint, 8::bigint # 1 from (select 12 as a, 10 as b) q;
-- Literals of PostgreSQL that Redshift has no type for.
select b'101';
select x'1F';
select U&'\0041';
select u&1 from (select 3 as u) q;
-- No result is too large for its type.
select 10^400;
select power(10, 400);
select exp(1000);
select 1e308::float8 * 10;
select 1e308::float8 + 1e308::float8;
select -1e308::float8 - 1e308::float8;
select 1e308::float8 / 1e-10::float8;
select 3e38::real * 10::real;
select a * b from (select 1e308::float8 as a, x::float8 as b from generate_series(1, 3) g(x)) q;
select sum(a) from (select 1.7e308::float8 as a union all select 1.7e308) q;
select sum(a) over () from (select 1.7e308::float8 as a union all select 1.7e308) q;
select avg(a) from (select 1.7e308::float8 as a union all select 1.7e308) q;
select 0::float8 ^ -1;
select (-8)::float8 ^ 0.5::float8;
-- Infinities are numbers.
select 'inf'::float8 * 2, 'inf'::float8 + 1, 'nan'::float8 * 2, 'inf'::float8 - 'inf'::float8, exp('inf'::float8), 'inf'::float8 ^ 2, 'nan'::float8 ^ 0, 2^3, (-2)^3, 0^0;
select sum(a), avg(a), sum(distinct a) from (select 'inf'::float8 as a union all select 1.7e308) q;
select sum(a), avg(a) from (select 1.5::real as a union all select 2 union all select null) q;
select sum(a), avg(a) from (select 1::float8 as a where false) q;
