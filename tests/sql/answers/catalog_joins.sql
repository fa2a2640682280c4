-- Functions of types have PostgreSQL's OIDs, so that clients' joins find them.
select t.typname, p.oid, p.proname, p.pronargs, p.proargtypes from pg_type t join pg_proc p on p.oid = t.typinput where t.typname in ('int4', '_int4', 'date', 'timestamptz', 'int2vector') order by 1;
select typname, typinput, typoutput, typreceive, typreceive::oid, typsend from pg_type where typname in ('int4', '_int4', 'date') order by 1;
select count(*) from pg_type t left join pg_proc p on p.oid = t.typreceive where t.typtype = 'b' and t.typname in ('bool', 'int8', 'text', 'varchar', 'bpchar', 'numeric', 'float8', 'timestamp', 'bytea', 'name', 'oid', '_text') and p.oid is null;
select 'array_in'::regproc::oid, 750::regproc, 'int4in'::regproc = 42;
-- What a foreign key refers to.
create table parents (a int, b int, c int unique, primary key (b, a));
create table children (x int, y int references parents(c), z int, foreign key (x, z) references parents(a, b));
select c.conname, i.relname, c.conkey, c.confkey from pg_constraint c join pg_class i on i.oid = c.conindid where c.conrelid = 'children'::regclass order by 1;
select c.conname, i.relname, d.deptype from pg_constraint c join pg_depend d on d.classid = 'pg_constraint'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass join pg_class i on i.oid = d.refobjid where i.relkind = 'i' order by 1;
select i.relname, am.amname, a.attnum, a.attname, x.indnatts from pg_index x join pg_class i on i.oid = x.indexrelid join pg_am am on am.oid = i.relam join pg_attribute a on a.attrelid = i.oid where x.indrelid = 'parents'::regclass order by 1, 3;
drop table children;
drop table parents;
