-- Casts to narrower types: no number becomes zero or infinite, an integer is the code of a "char".
select 1e-300::float8::float4;
select 1e300::float8::float4;
select (x * 1e-40)::float4 from (select 1e-10::float8 as x) q;
select 0::float8::float4, '-0'::float8::float4, 'infinity'::float8::float4, 'nan'::float8::float4, 1e-40::float8::float4 > 0;
create temp table reals (r real);
insert into reals values (1e-50::float8);
insert into reals values (1e-30::float8);
select count(*) from reals where r > 0;
select 65::"char", x::"char" from (select 97 as x) q;
select 128::"char";
select (-1)::"char";
select '65'::"char", 0::"char" = ''::"char";
drop table reals;
