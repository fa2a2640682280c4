-- area: privileges
-- row: | privileges | GRANT and REVOKE on tables, views, columns, schemas and databases, to users, groups, roles and PUBLIC, WITH GRANT OPTION; ALTER DEFAULT PRIVILEGES; ownership, USAGE of schemas, views with their owners' rights: [docs/privileges.md](docs/privileges.md) has what each statement needs; `relacl`, `svv_relation_privileges` and family, `has_table_privilege()`, SHOW GRANTS | privileges of languages, models, datashares and external objects, ASSUMEROLE: 0A000; catalogs list what one may not use; privileges of another database are not shown; texts are PostgreSQL's (INF), those about columns our own |
create user owner_of; create user reader; create group readers; create role loaders;
create schema shop; grant usage on schema shop to public;
create table shop.orders (id int, note varchar(10)); insert into shop.orders values (1, 'x');
alter table shop.orders owner to owner_of;
create view shop.ids as select id from shop.orders; grant select on shop.orders to admin;
set session authorization reader;
select * from shop.orders;
drop table shop.orders;
reset session authorization;
grant select (id) on shop.orders to reader;
grant insert on shop.orders to role loaders; grant role loaders to reader;
grant select on shop.ids to group readers; alter group readers add user reader;
set session authorization reader;
select * from shop.orders;
select note from shop.orders;
insert into shop.orders values (2, 'y');
select count(*) from shop.ids;
reset session authorization;
select relname, relacl from pg_class where relname in ('orders', 'ids') order by 1;
show grants on table shop.orders;
select has_table_privilege('reader', 'shop.orders', 'insert'), has_schema_privilege('reader', 'shop', 'create');
alter default privileges for user owner_of in schema shop grant select on tables to reader;
select schema_name, privilege_type, grantee_name from svv_default_privileges;
grant usage on language sql to reader;
grant assumerole on all to reader for all;
