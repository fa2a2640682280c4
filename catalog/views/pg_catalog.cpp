// PG_*: users, databases, types, functions and settings. Columns: PostgreSQL 8.0's catalogs as Redshift has them (INF
// where the guide is silent), then those that newer clients ask a server of this version for (extension).
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "pg_database",
     .oid = 1262,
     .columns = "oid oid, datname name, datdba int, encoding int, datistemplate boolean, datallowconn boolean, "
                "datlastsysoid oid, datvacuumxid xid, datfrozenxid xid, dattablespace oid, datconfig text[], "
                "datacl aclitem[], datcollate name, datctype name, datlocprovider \"char\", daticulocale text, "
                "datconnlimit int",
     .sql =
         R"sql(SELECT oid, name, owner, 6, false, allow_connections, 16383, 0, 0, 1663, config,
                         rs_database_acl(oid), 'C', 'C', 'c', NULL,
                         CASE connection_limit WHEN 'UNLIMITED' THEN -1 ELSE connection_limit::int END
                  FROM rs_databases())sql"},
    {.schema = "pg_catalog",
     .name = "pg_database_info",
     .oid = 90000,
     .columns = "datid oid, datname name, datdba int, encoding int, datistemplate boolean, datallowconn boolean, "
                "datlastsysoid oid, datvacuumxid xid, datfrozenxid xid, dattablespace oid, datconfig text[], "
                "datacl aclitem[], datconnlimit text",
     .sql =
         R"sql(SELECT oid, name, owner, 6, false, allow_connections, 16383, 0, 0, 1663, config,
                         rs_database_acl(oid), connection_limit
                  FROM rs_databases())sql"},
    {.schema = "pg_catalog",
     .name = "pg_user",
     .oid = 90001,
     .columns = "usename name, usesysid int, usecreatedb boolean, usesuper boolean, usecatupd boolean, passwd text, "
                "valuntil abstime, useconfig text[]",
     .sql = R"sql(SELECT name, id, create_db, superuser, id = 1, '********', valid_until, config FROM rs_users())sql"},
    {.schema = "pg_catalog",
     .name = "pg_user_info",
     .oid = 90002,
     .access = Access::Superuser,
     .columns = "usename name, usesysid int, usecreatedb boolean, usesuper boolean, usecatupd boolean, passwd text, "
                "valuntil abstime, useconfig text[], useconnlimit text",
     .sql = R"sql(SELECT name, id, create_db, superuser, id = 1, '********', valid_until, config,
                         CASE WHEN id = 1 THEN NULL ELSE connection_limit END
                  FROM rs_users())sql"},
    {.schema = "pg_catalog",
     .name = "pg_shadow",
     .oid = 1260,
     .access = Access::Superuser,
     .columns = "usename name, usesysid int, usecreatedb boolean, usesuper boolean, usecatupd boolean, passwd text, "
                "valuntil abstime, useconfig text[]",
     // Verifiers never leave the server: the column stays masked, for superusers too.
     .sql = R"sql(SELECT name, id, create_db, superuser, id = 1, '********', valid_until, config FROM rs_users())sql"},
    {.schema = "pg_catalog",
     .name = "pg_group",
     .oid = 90060,
     .columns = "groname name, grosysid int, grolist int[]",
     .sql = R"sql(SELECT name, id, members FROM rs_groups())sql"},
    {.schema = "pg_catalog",
     .name = "pg_roles", // extension: PostgreSQL 8.1 and later
     .oid = 90003,
     .columns = "oid oid, rolname name, rolsuper boolean, rolinherit boolean, rolcreaterole boolean, "
                "rolcreatedb boolean, rolcatupdate boolean, rolcanlogin boolean, rolreplication boolean, "
                "rolconnlimit int, rolpassword text, rolvaliduntil timestamp, rolbypassrls boolean, rolconfig text[]",
     .sql = R"sql(SELECT id, name, superuser, true, superuser, create_db, id = 1, can_login, false,
                         CASE connection_limit WHEN 'UNLIMITED' THEN -1 ELSE connection_limit::int END, '********',
                         valid_until, superuser, config
                  FROM rs_users())sql"},
    {.schema = "pg_catalog",
     .name = "pg_db_role_setting", // extension: PostgreSQL 9.0 and later
     .oid = 2964,
     .columns = "setdatabase oid, setrole oid, setconfig text[]",
     .sql = R"sql(SELECT oid, 0, config[2:] FROM rs_databases() WHERE len(config) > 1
                  UNION ALL SELECT 0, id, config FROM rs_users() WHERE config IS NOT NULL)sql"},
    {.schema = "pg_catalog",
     .name = "pg_namespace",
     .oid = 2615,
     .columns = "oid oid, nspname name, nspowner int, nspacl aclitem[], tableoid oid",
     .sql = "SELECT oid, name, owner, rs_schema_acl(oid), 2615 FROM rs_namespaces()"},
    {.schema = "pg_catalog",
     .name = "pg_type",
     .oid = 1247,
     .columns = "oid oid, typname name, typnamespace oid, typowner int, typlen smallint, typbyval boolean, "
                "typtype \"char\", typisdefined boolean, typdelim \"char\", typrelid oid, typelem oid, "
                "typinput regproc, typoutput regproc, typreceive regproc, typsend regproc, typanalyze regproc, "
                "typalign \"char\", typstorage \"char\", typnotnull boolean, typbasetype oid, typtypmod int, "
                "typndims int, typdefaultbin text, typdefault text, typcategory \"char\", typarray oid, "
                "typcollation oid, typacl aclitem[], tableoid oid",
     .sql = R"sql(SELECT oid, name, 11, 1, length, by_value, kind, true, ',', 0, element, input,
                         left(input, -2) || 'out', left(input, -2) || 'recv', left(input, -2) || 'send', '-',
                         CASE WHEN length = 8 THEN 'd' WHEN length = 2 THEN 's' WHEN length = 1 THEN 'c' ELSE 'i' END,
                         CASE WHEN length < 0 THEN 'x' ELSE 'p' END, false, 0, -1, 0, NULL, NULL, category,
                         array_type, 0, NULL, 1247
                  FROM rs_types())sql"},
    {.schema = "pg_catalog",
     .name = "pg_proc",
     .oid = 1255,
     .columns = "oid oid, proname name, pronamespace oid, proowner int, prolang oid, proisagg boolean, "
                "prosecdef boolean, proisstrict boolean, proretset boolean, provolatile \"char\", pronargs smallint, "
                "prorettype oid, proargtypes oidvector, proargnames text[], prosrc text, probin text, "
                "proacl aclitem[], prokind \"char\", proiswindow boolean, proallargtypes oid[], "
                "proargmodes \"char\"[], proargdefaults text, proparallel \"char\", tableoid oid",
     .sql = R"sql(SELECT oid, name, 11, 1, 12, kind = 'a', false, strict, false, volatility, arguments, result,
                         argument_types, argument_names, name, NULL, NULL, kind, kind = 'w', NULL, NULL, NULL, 'u', 1255
                  FROM rs_procedures()
                  UNION ALL
                  SELECT oid, name, 11, 1, 12, false, false, true, false, volatility, arguments, result,
                         argument_types, NULL, name, NULL, NULL, 'f', false, NULL, NULL, NULL, 'u', 1255
                  FROM rs_type_procedures())sql"},
    {.schema = "pg_catalog",
     .name = "pg_proc_info",
     .oid = 90004,
     .columns = "prooid oid, proname name, pronamespace oid, proowner int, prolang oid, proisagg boolean, "
                "prosecdef boolean, proisstrict boolean, proretset boolean, provolatile \"char\", pronargs smallint, "
                "prorettype oid, proargtypes oidvector, proargnames text[], prosrc text, probin text, "
                "proacl aclitem[], prokind \"char\", proargmodes \"char\"[], proallargtypes oid[]",
     .sql = R"sql(SELECT oid, name, 11, 1, 12, kind = 'a', false, strict, false, volatility, arguments, result,
                         argument_types, argument_names, name, NULL, NULL, kind, NULL, NULL
                  FROM rs_procedures())sql"},
    {.schema = "pg_catalog",
     .name = "pg_language",
     .oid = 2612,
     .columns = "oid oid, lanname name, lanispl boolean, lanpltrusted boolean, lanplcallfoid oid, lanvalidator oid, "
                "lanacl aclitem[], lanowner int, tableoid oid",
     .sql = R"sql(SELECT oid, name, false, trusted, 0, 0, NULL, 1, 2612
                  FROM (VALUES (12, 'internal', false), (14, 'sql', true)) v(oid, name, trusted))sql"},
    {.schema = "pg_catalog",
     .name = "pg_tablespace",
     .oid = 1213,
     .columns = "oid oid, spcname name, spcowner int, spclocation text, spcacl aclitem[], spcoptions text[]",
     .sql = R"sql(SELECT oid, name, 1, '', NULL, NULL
                  FROM (VALUES (1663, 'pg_default'), (1664, 'pg_global')) v(oid, name))sql"},
    {.schema = "pg_catalog",
     .name = "pg_am",
     .oid = 2601,
     .columns = "oid oid, amname name, amowner int, amtype \"char\"",
     // What the keys in pg_index are said to be.
     .sql = "SELECT 403, 'btree', 1, 'i'"},
    {.schema = "pg_catalog",
     .name = "pg_settings",
     .oid = 90005,
     .columns = "name text, setting text, unit text, category text, short_desc text, extra_desc text, context text, "
                "vartype text, source text, min_val text, max_val text, enumvals text[], boot_val text, "
                "reset_val text",
     .sql = R"sql(SELECT name, setting, NULL, NULL, NULL, NULL, 'user', 'string', 'session', NULL, NULL, NULL, setting,
                         setting
                  FROM rs_settings())sql"},
};

} // namespace

std::span<const SystemView> pg_catalog() { return kViews; }

} // namespace redstart::catalog::views
