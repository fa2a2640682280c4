// What was granted on objects. Columns: the guide's pages of the views as they are today; PostgreSQL's.
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "pg_default_acl",
     .oid = 826,
     .columns = "oid oid, defacluser oid, defaclrole oid, defaclnamespace oid, defaclobjtype \"char\", "
                "defaclacl aclitem[]",
     .sql = "SELECT 0, owner, 0, schema_oid, object, acl FROM rs_default_acls()"},
    {.schema = "pg_catalog",
     .name = "svv_relation_privileges",
     .oid = 90750,
     .columns = "namespace_name text, relation_name text, privilege_type text, identity_id int, "
                "identity_name text, identity_type text, admin_option boolean",
     .sql = R"sql(SELECT schema_name, name, privilege, grantee_id, grantee, grantee_kind, grantable
                  FROM rs_privileges() WHERE kind = 'relation' AND explicit)sql"},
    {.schema = "pg_catalog",
     .name = "svv_schema_privileges",
     .oid = 90751,
     .columns = "namespace_name text, privilege_type text, identity_id int, identity_name text, "
                "identity_type text, admin_option boolean, privilege_scope text",
     .sql = R"sql(SELECT name, privilege, grantee_id, grantee, grantee_kind, grantable, 'SCHEMA'
                  FROM rs_privileges() WHERE kind = 'schema' AND explicit)sql"},
    {.schema = "pg_catalog",
     .name = "svv_database_privileges",
     .oid = 90752,
     .columns = "database_name text, privilege_type text, identity_id int, identity_name text, "
                "identity_type text, admin_option boolean, privilege_scope text",
     // Of the session's database only.
     .sql = R"sql(SELECT name, privilege, grantee_id, grantee, grantee_kind, grantable, 'DATABASE'
                  FROM rs_privileges() WHERE kind = 'database' AND explicit)sql"},
    {.schema = "pg_catalog",
     .name = "svv_column_privileges",
     .oid = 90753,
     .columns = "namespace_name text, relation_name text, column_name text, privilege_type text, identity_id int, "
                "identity_name text, identity_type text",
     .sql = R"sql(SELECT schema_name, name, column_name, privilege, grantee_id, grantee, grantee_kind
                  FROM rs_privileges() WHERE kind = 'column' AND explicit)sql"},
    {.schema = "pg_catalog",
     .name = "svv_default_privileges",
     .oid = 90754,
     .columns = "schema_name text, object_type text, owner_id int, owner_name text, owner_type text, "
                "privilege_type text, grantee_id int, grantee_name text, grantee_type text, admin_option boolean",
     .sql = R"sql(SELECT schema_name, CASE kind WHEN 'table' THEN 'RELATION' ELSE upper(kind) END, owner,
                         pg_get_userbyid(owner), 'user', privilege, grantee_id, grantee, grantee_kind, grantable
                  FROM rs_privileges() WHERE kind IN ('table', 'function', 'procedure'))sql"},
    {.schema = "information_schema",
     .name = "table_privileges",
     .oid = 12614,
     .columns = "grantor varchar, grantee varchar, table_catalog varchar, table_schema varchar, table_name varchar, "
                "privilege_type varchar, is_grantable varchar, with_hierarchy varchar",
     .sql = R"sql(SELECT grantor, CASE grantee_kind WHEN 'public' THEN 'PUBLIC' ELSE grantee END, current_database(),
                         schema_name, name, privilege, CASE WHEN grantable THEN 'YES' ELSE 'NO' END, 'NO'
                  FROM rs_privileges() WHERE kind = 'relation')sql"},
    {.schema = "information_schema",
     .name = "column_privileges",
     .oid = 12620,
     .columns = "grantor varchar, grantee varchar, table_catalog varchar, table_schema varchar, table_name varchar, "
                "column_name varchar, privilege_type varchar, is_grantable varchar",
     .sql = R"sql(SELECT grantor, CASE grantee_kind WHEN 'public' THEN 'PUBLIC' ELSE grantee END, current_database(),
                         schema_name, name, column_name, privilege, CASE WHEN grantable THEN 'YES' ELSE 'NO' END
                  FROM rs_privileges() WHERE kind = 'column')sql"},
};

} // namespace

std::span<const SystemView> privileges() { return kViews; }

} // namespace redstart::catalog::views
