\set VERBOSITY verbose
create table t(id int default 7, name varchar(10) not null, code char(3), price numeric(5,2), flag boolean, at timestamp);
\copy t from stdin
1	one	a	1.5	t	2024-02-29 10:00:00
2	t\tw\\o	\N	\N	\N	\N
\.
\copy t(name, id) from stdin csv header
name,id
"say ""hi""",3
"two
lines",
\.
\copy t(name) from stdin delimiter '|'
plain
\.
\copy t to stdout
\copy t(id, code, name) to stdout csv header
\copy (select name, price from t order by id, name limit 2) to stdout delimiter '|' null 'none'
copy t(id, name) from stdin;
8	good
9	much too long a name
\.
copy t(id, name) from stdin;
8	good
x	name
\.
copy t(id, name) from stdin;
8	good
99999999999	name
\.
copy t(name, price) from stdin csv;
a,1234.5
\.
copy t(name, flag) from stdin csv;
a,on
b, No 
c,maybe
\.
copy t(id, name) from stdin csv;
8,
\.
copy t(id) from stdin;
8
\.
copy t(id, name) from stdin;
8	good
9
\.
copy t(id, name) from stdin csv;
8,"good
\.
copy t(id, nosuch) from stdin;
\.
copy t(id, id) from stdin;
\.
copy nosuch from stdin;
\.
copy pg_class from stdin;
\.
create view v as select * from t;
copy v from stdin;
\.
copy v to stdout;
copy (select nosuch from t) to stdout;
copy (delete from t) to stdout;
copy t from stdin delimiter 'x';
\.
copy t from 's3://bucket/prefix' iam_role default;
begin;
copy t(name) from stdin;
undone
\.
select count(*) from t;
rollback;
begin;
copy t(price, name) from stdin;
x	y
\.
select 1;
rollback;
select count(*) from t;
