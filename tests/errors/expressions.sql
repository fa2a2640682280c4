-- Expressions over table t that are wrong, one a line; the test puts SELECT in front of each.
i / 0
i % 0
n / 0
f / 0
mod(i, 0)
2147483647 + i
9223372036854775807 + l
i * 2147483647 * 3
32767::smallint + m
-2147483648 - i
n * 99999999999999999999999999999999999999
f * 1e308 * 1e308
-(-32768::smallint)
abs(-2147483648::int)
d + 2147483647
ts + interval '300000 years'
d - interval '10000 years'
interval '1 day' * 1e300
interval '1 day' / 0
1 << 70
i is true
not i
not s
s is null is null is true and 3
-s
-b
-d
+ts
@i
|/ -1
||/ i
i!
!!i
date '2024-01-01' + date '2024-01-01'
time '10:00' + time '10:00'
ts + ts
tz * 2
b + b
case when i then 1 end
case when s then 1 end
case i when 's' then 1 end
case when true then i else d end
case when true then d else b end
coalesce(i, d)
coalesce(b, ts)
coalesce()
nullif(i)
nullif(i, d)
greatest(i, d)
least(b, n)
greatest()
i in ('x')
i in (d)
i in (1, 'x', d)
d in ('x')
b in (1, d)
i between d and 3
d between 1 and 2
i in ()
i in (select i, j from t)
(i, j) in (select i from t)
(i, j) = (1, 2, 3)
(i, j) < (1)
row(i, j) = row(1)
i = any (select d from t)
i = any (select i, j from t)
i > all (select s from t)
i = any (3)
i + any (select 1)
exists (3)
exists (select nosuch from t)
(select i from t)
(select i from t where i = 1, 2)
(select i, j from t where i = 1)
(values (1, 2))
array[1, 'x', d]
array[1, array[2]]
i[1]
s[1]
(i).x
(t).nosuch
t.nosuch
nosuch.i
public.nosuch.i
public.t.nosuch
a.b.c.d.e
nosuch
$1
$9
:x
?
i::nosuch
cast(i as)
cast(i)
convert(int, 'x')
convert(nosuch, 1)
extract(nosuch from ts)
extract(hour from d)
extract(day from tm)
extract(day from i)
extract(day from s)
extract('day' from 'x')
extract(day)
date_part('nosuch', ts)
position('x' in i)
position(1 in s)
substring(s from 'x' for 3)
substring(s from -1 for -2)
overlay(s placing 1)
trim(both from)
trim(1, 2, 3)
interval 'x'
interval '1 nosuch'
interval '1' nosuch
date 'x'
timestamp 'x'
time 'x'
numeric 'x'
bool 'x'
nosuch 'x'
ts at time zone 'Nowhere/City'
ts at time zone 3
i at time zone 'utc'
s collate nosuch
i collate "C"
s like 'a' escape 'xx'
s like 'a\'
s like 'ab' escape 3
s similar to '('
s ~ '('
s ~ '['
s ~ '*'
s ~ 'a{2,1}'
s ~ '\'
s ~ '(?<'
regexp_replace(s, '(', 'x')
regexp_substr(s, '[')
regexp_count(s, '*')
regexp_instr(s, '(')
default
*
t.*, 1 + t.*
count(t.*) + t.*
sum(*)
abs(*)
nosuch.*
max(distinct)
count(distinct *)
abs(distinct i)
abs(all i)
abs(i order by i)
abs(i) filter (where true)
abs(i) over ()
row_number()
rank()
lag(i)
ntile(3)
row_number() over (order by nosuch)
rank(i) over (order by i)
ntile(0) over (order by i)
ntile(-1) over ()
ntile('x') over ()
lag(i, 'x') over (order by i)
lag(i, 1, 'x') over (order by i)
nth_value(i, 0) over ()
nth_value(i, -1) over ()
first_value() over ()
lead(i, 1, 2, 3) over ()
sum(i) over nosuch
sum(i) over (w)
sum(sum(i)) over ()
sum(i) over (order by sum(j))
sum(row_number() over ())
row_number() over (order by row_number() over ())
sum(i) over (rows between unbounded following and current row)
sum(i) over (rows between current row and unbounded preceding)
sum(i) over (rows between 1 following and 1 preceding)
sum(i) over (rows between -1 preceding and current row)
sum(i) over (order by i rows between 'x' preceding and current row)
sum(i) over (order by i range between -1 preceding and current row)
sum(i) over (order by i range between 'x' preceding and current row)
sum(i) over (order by s range between 1 preceding and current row)
sum(i) over (range between 1 preceding and current row)
sum(i) over (order by i, j range between 1 preceding and current row)
sum(i) over (order by i rows between j preceding and current row)
sum(i) over (order by i groups between 1 preceding and current row)
sum(i) over (order by i rows between null preceding and current row)
sum(distinct i) over ()
row_number(distinct) over ()
sum(i) ignore nulls over ()
abs(i ignore nulls)
lag(i) ignore nulls
sum(i) within group (order by i)
listagg(s, i)
listagg(s, s) within group (order by i)
listagg()
listagg(s) within group (order by nosuch)
percentile_cont(2) within group (order by i)
percentile_cont('x') within group (order by i)
percentile_cont(0.5)
percentile_cont(0.5) within group (order by s)
percentile_disc(-1) within group (order by i)
percentile_cont(0.5, 1) within group (order by i)
percentile_cont(i) within group (order by i)
median(s)
median()
approximate sum(i)
grouping(i)
sum(grouping(i))
generate_series(1, 3) + 1
generate_series(1, 3, 0)
generate_series('x', 3)
generate_series(1)
generate_series(d, d)
sum(generate_series(1, 3))
version(1)
current_date(1)
now(1)
current_user(1)
getdate(1)
pi(1)
random(1)
nosuch()
nosuch(i)
nosuch(*)
nosuch.abs(i)
pg_catalog.nosuch(i)
public.abs(i)
a.b.c.abs(i)
abs(i, )
abs(x := i)
abs(i => 3)
count()
count(i, j)
sum(s)
sum(d)
sum(b)
avg(s)
avg(d)
avg(b)
stddev(s)
stddev(d)
var_pop(b)
bool_and(i)
bool_or(s)
bit_and(s)
bit_or(d)
max()
min(i, j, 3, 4)
any_value()
any_value(i, j)
sqrt(-1)
ln(0)
ln(-1)
log(0)
log(-2.0)
exp(10000)
power(0, -1)
power(-1, 0.5)
power(10, 400)
power(1e300, 3)
acos(2)
asin(-2)
factorial(-1)
factorial(100)
chr(-1)
chr(0)
chr(99999999)
ascii()
ascii(i)
repeat(s, 'x')
repeat('x', 100000)
repeat(s)
lpad(s)
lpad(s, 'x')
lpad(s, 100000)
rpad('x', 100000, 'y')
left(s, 'x')
substring(s, 'x')
substring(i, 1)
split_part(s, 'x')
split_part(s, 'x', 0)
split_part(s, 'x', -1)
split_part(s, 'x', 'y')
translate(s, 'a')
replace(s, 'a')
strpos(s)
charindex('x')
initcap(s, s)
upper(i, j)
upper()
length(i, j)
length()
to_char(i)
to_char(i, 3)
to_char(s, 'x', 'y')
to_char(ts, 3)
to_number('x', '999')
to_number(3, '99')
to_number('1')
to_date('x', 'YYYY')
to_date('2024-02-30', 'YYYY-MM-DD')
to_date(3, 'YYYY')
to_timestamp('x', 'YYYY')
to_date('2024')
date_trunc('nosuch', ts)
date_trunc('day', s)
date_trunc(3, ts)
date_trunc('day')
dateadd(nosuch, 1, d)
dateadd(day, 'x', d)
dateadd(day, 1)
dateadd(day, 1, 'x')
dateadd(day, 2147483647, d)
dateadd(year, 300000, ts)
datediff(nosuch, d, d)
datediff(day, d)
datediff(day, 'x', d)
datediff(day, d, i)
add_months(d, 'x')
add_months(d)
add_months(d, 2147483647)
last_day(i)
last_day('x')
months_between(d)
next_day(d, 'nosuch')
next_day(d)
date_cmp(d)
date_cmp(d, 'x')
timeofday(1)
convert_timezone('Nowhere/City', ts)
convert_timezone(ts)
convert_timezone('utc', 'x', ts)
trunc(s)
trunc(i, 'x')
round(s)
round(i, 2, 3)
round(n, 'x')
round(f, 400)
ceil(s)
floor(d)
sign(b)
mod(f, 2)
mod(s, 2)
div(i, 0)
radians(s)
sin(b)
md5(i)
md5()
sha1(i)
sha2(s)
sha2(s, 3)
crc32(i)
func_sha1(i)
to_hex(s)
to_hex(-1)
strtol('x', 10)
strtol('9', 40)
strtol('99999999999999999999', 10)
strtol(s)
bpcharcmp(s, i)
json_extract_path_text('{', 'x')
json_extract_path_text(s)
json_extract_path_text('{}', i)
json_parse('{')
json_array_length('x')
json_extract_array_element_text('[1', 0)
json_extract_array_element_text('[1]', 'x')
is_valid_json(i)
json_extract_array_element_text('x', 0)
decode(i)
decode(i, 1)
decode(i, 'x', 1)
decode(i, 1, 'x', d)
nvl(i, d)
nvl()
nvl2(i, 1)
isnull(i)
isnull(i, d)
iff(true, 1, 2)
if(true, 1, 2)
greatest(i, 'x')
len(i)
bttext_pattern_cmp(i, s)
pg_get_viewdef(3)
pg_get_viewdef('nosuch')
has_table_privilege('nosuch', 'select')
has_table_privilege('t', 'nosuch')
has_schema_privilege('nosuch', 'usage')
'nosuch'::regclass
't'::regtype
'nosuch'::regtype
'nosuch'::regproc
current_setting('nosuch')
set_config('nosuch', 'x', false)
set_config('work_mem', 'x', false)
pg_cancel_backend('x')
pg_terminate_backend(-1)
pg_table_size('nosuch')
nextval('nosuch')
currval('t')
lastval()
obj_description(1, 2, 3)
format_type('x', 1)
array_upper(i, 1)
array_length(s, 1)
array_to_string(i, ',')
string_to_array(i, ',')
unnest(i)
array_append(i, 1)
quote_ident(i)
quote_literal()
text(i, j)
int4('x')
bool('x')
date('x')
varchar(i)
numeric(i)
float8('x')
