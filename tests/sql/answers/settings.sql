-- One release number, and a name for every session
select version() like '%Redshift ' || current_setting('padb_version') as one_release;
select current_setting('session_id') ~ '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' as is_uuid;
set session_id to 'x';
-- pg_catalog counts as a schema of the search path where it is named.
set search_path to pg_catalog; select current_schema(); select current_schemas(true), current_schemas(false);
set search_path to pg_catalog,public; select current_schema(); select current_schema(), current_schemas(true), current_schemas(false);
set search_path to public,pg_catalog; select current_schema(); select current_schemas(true), current_schemas(false);
set search_path to information_schema,public; select current_schema(); select current_schemas(true), current_schemas(false);
set search_path to nowhere; select current_schema() is null; select current_schemas(true), current_schemas(false);
reset search_path;
-- System catalogs need no maintenance; who does not own the database is warned.
vacuum pg_catalog.pg_database;
analyze pg_catalog.pg_class;
vacuum pg_catalog.nowhere;
create user upkeep password disable;
set session authorization upkeep;
vacuum pg_catalog.pg_class;
analyze pg_catalog.pg_class;
reset session authorization;
drop user upkeep;
-- Floats show what reads back exactly, and fewer digits where the session asks for them.
create temp table floats (d float8, r real);
insert into floats values (0.1::float8 + 0.2::float8, 0.1), (1e15, 1e6), (123456789012345678, 16777216), ('nan', 'inf'), (-1e-7, -1.5), (1::float8/3, 1::real/3), (0, 0), (100, 100);
select d, r, d::varchar(40), 'x' || r, array[d] from floats order by 1;
set extra_float_digits to 0;
select d, r, d::varchar(40), 'x' || r, array[d] from floats order by 1;
set extra_float_digits to -5;
select d, r, d::varchar(40) from floats order by 1;
copy floats to stdout;
set extra_float_digits to -15;
select d, r from floats order by 1;
set extra_float_digits to 3;
select d, r, d::text from floats where r = 0.1::real;
reset extra_float_digits;
select d, r from floats where r = 0.1::real;
-- A long application_name is cut, and told of, as PostgreSQL does.
select repeat('n', 300) as name \gset
set application_name to :'name';
select length(current_setting('application_name'));
reset application_name;
