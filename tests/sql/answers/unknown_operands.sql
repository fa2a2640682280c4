-- Literals of unknown type as operands and arguments (PostgreSQL, "Type Conversion"); digits that are no constant.
select abs('-1.5'), ceil('1.2'), round('1.5'), sign('-3'), floor('-1.2'), ceiling('3.5'), trunc('1.7');
select abs('1.5'::varchar);
select '2' * interval '1 day', interval '1 day' + '1 hour', interval '3 hours' / '2', '1 hour' + interval '1 day', interval '1 day' - '1 hour';
select time '10:00' + '1 hour';
select to_char('5', '999');
select round(x, i), trunc(x, i), round(-x, i), trunc(-x, i), round(x, -i), round(x, 9 * i), round(x, -9 * i), round(x, null::int) from (select 1.565::numeric(10,3) as x, i from (select 2 as i union all select 0) t) q order by 1;
select round(x, i) from (select 99999999999999999999999999999999999.995::numeric(38,3) as x, 2 as i) q;
select round(x, i) from (select 99999999999999999999999999999999999999::numeric(38,0) as x, -1 as i) q;
-- Rows are compared element by element, NULLs are not known.
select (1,null) = (1,2), (1,2) = (1,2), (null,1) <> (1,2), row(1,2) < row(1,3), (1,2) >= (1,2), (1,null) > (0,5), (1,null) > (1,5), ((1,2),3) = ((1,2),3);
select (1,2) in ((1,2),(3,4)), (1,null) in ((1,2)), (1,null) not in ((1,2)), (1,null) not in ((2,2)), (5,6) in ((1,2));
select (1,2) = (1,2,3);
-- Arrays of text that is no literal.
select x::int[], ('{' || '"a b",NULL}')::varchar[] from (select '{1, 2,NULL}'::varchar as x) q;
select x::int[] from (select '{1,b}'::varchar as x) q;
select x::int[] from (select '{1,2'::varchar as x) q;
