-- area: names
-- row: | names | `public`, `search_path` with `"$user"`, `pg_catalog` first; quoted identifiers are folded to lower case; CREATE SCHEMA … AUTHORIZATION, ALTER SCHEMA … OWNER TO; QUOTA is accepted; who creates or renames to a name that another transaction has taken waits for its end | ALTER SCHEMA … RENAME TO and ALTER TABLE … SET SCHEMA: 0A000; `"$user"` stands for a schema only when it is the user's own (a cluster goes by the USAGE privilege), by its name it is found all the same |
-- proved by: a schema that bears a user's name and is not the user's stands in nobody's way
-- proved by: schemas are made by superusers and the owner of the database
-- proved by: a user's own table is no system view's double
-- proved by: a schema of the user's own name comes first in its search path, behind the system's
show search_path;
select current_schema(), current_database();
create table "Folded" (n int);
select count(*) from folded;
create table pg_class (n int);
select count(*) > 50 as is_the_catalog from pg_class;
create schema side;
create table side.t as select 'side' as place;
set search_path to side, public;
select place from t;
create schema quoted quota 5 gb;
alter schema quoted owner to admin;
alter schema quoted rename to other;
create table keeps (i int);
alter table keeps set schema quoted;
drop table keeps;
drop schema quoted;
