// information_schema: what Redshift's leader node has of it and clients read. Columns: PostgreSQL's documentation.
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "information_schema",
     .name = "tables",
     .oid = 12600,
     .columns = "table_catalog varchar, table_schema varchar, table_name varchar, table_type varchar, "
                "self_referencing_column_name varchar, reference_generation varchar, "
                "user_defined_type_catalog varchar, user_defined_type_schema varchar, user_defined_type_name varchar",
     .sql = R"sql(SELECT current_database(), schema_name, name,
                         CASE WHEN kind = 'v' THEN 'VIEW' WHEN persistence = 't' THEN 'LOCAL TEMPORARY'
                              ELSE 'BASE TABLE' END, NULL, NULL, NULL, NULL, NULL
                  FROM rs_relations())sql"},
    {.schema = "information_schema",
     .name = "columns",
     .oid = 12601,
     .columns = "table_catalog varchar, table_schema varchar, table_name varchar, column_name varchar, "
                "ordinal_position int, column_default varchar, is_nullable varchar, data_type varchar, "
                "character_maximum_length int, character_octet_length int, numeric_precision int, "
                "numeric_precision_radix int, numeric_scale int, datetime_precision int, interval_type varchar, "
                "interval_precision varchar, character_set_catalog varchar, character_set_schema varchar, "
                "character_set_name varchar, collation_catalog varchar, collation_schema varchar, "
                "collation_name varchar, domain_catalog varchar, domain_schema varchar, domain_name varchar, "
                "udt_catalog varchar, udt_schema varchar, udt_name varchar, scope_catalog varchar, "
                "scope_schema varchar, scope_name varchar, maximum_cardinality int, dtd_identifier varchar, "
                "is_self_referencing varchar",
     .sql = R"sql(SELECT current_database(), table_schema, table_name, column_name, ordinal_position, column_default,
                         CASE WHEN nullable THEN 'YES' ELSE 'NO' END, data_type, character_maximum_length,
                         character_maximum_length, numeric_precision, numeric_precision_radix, numeric_scale,
                         datetime_precision, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                         current_database(), 'pg_catalog', udt_name, NULL, NULL, NULL, NULL, ordinal_position, 'NO'
                  FROM rs_columns())sql"},
    {.schema = "information_schema",
     .name = "schemata",
     .oid = 12602,
     .columns = "catalog_name varchar, schema_name varchar, schema_owner varchar, "
                "default_character_set_catalog varchar, default_character_set_schema varchar, "
                "default_character_set_name varchar, sql_path varchar",
     .sql = R"sql(SELECT current_database(), name, pg_get_userbyid(owner), NULL, NULL, NULL, NULL
                  FROM rs_namespaces())sql"},
    {.schema = "information_schema",
     .name = "views",
     .oid = 12603,
     .columns = "table_catalog varchar, table_schema varchar, table_name varchar, view_definition varchar, "
                "check_option varchar, is_updatable varchar, is_insertable_into varchar",
     .sql = R"sql(SELECT current_database(), schema_name, name, definition, 'NONE', 'NO', 'NO'
                  FROM rs_relations() WHERE kind = 'v')sql"},
    {.schema = "information_schema",
     .name = "table_constraints",
     .oid = 12604,
     .columns = "constraint_catalog varchar, constraint_schema varchar, constraint_name varchar, "
                "table_catalog varchar, table_schema varchar, table_name varchar, constraint_type varchar, "
                "is_deferrable varchar, initially_deferred varchar",
     .sql = R"sql(SELECT current_database(), r.schema_name, c.name, current_database(), r.schema_name, r.name,
                         CASE c.type WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' WHEN 'f' THEN 'FOREIGN KEY'
                              ELSE 'CHECK' END, 'NO', 'NO'
                  FROM rs_constraints() c JOIN rs_relations() r ON r.oid = c.relation)sql"},
    {.schema = "information_schema",
     .name = "key_column_usage",
     .oid = 12605,
     .columns = "constraint_catalog varchar, constraint_schema varchar, constraint_name varchar, "
                "table_catalog varchar, table_schema varchar, table_name varchar, column_name varchar, "
                "ordinal_position int",
     .sql = R"sql(SELECT current_database(), r.schema_name, c.name, current_database(), r.schema_name, r.name, a.name,
                         list_position(c.columns, a.number)
                  FROM rs_constraints() c JOIN rs_relations() r ON r.oid = c.relation
                  JOIN rs_attributes() a ON a.relation = r.oid AND list_contains(c.columns, a.number)
                  WHERE c.type IN ('p', 'u', 'f'))sql"},
    {.schema = "information_schema",
     .name = "referential_constraints",
     .oid = 12606,
     .columns = "constraint_catalog varchar, constraint_schema varchar, constraint_name varchar, "
                "unique_constraint_catalog varchar, unique_constraint_schema varchar, "
                "unique_constraint_name varchar, match_option varchar, update_rule varchar, delete_rule varchar",
     .sql = R"sql(SELECT current_database(), r.schema_name, c.name, NULL, NULL, NULL, 'NONE', 'NO ACTION', 'NO ACTION'
                  FROM rs_constraints() c JOIN rs_relations() r ON r.oid = c.relation WHERE c.type = 'f')sql"},
    {.schema = "information_schema",
     .name = "constraint_column_usage",
     .oid = 12607,
     .columns = "table_catalog varchar, table_schema varchar, table_name varchar, column_name varchar, "
                "constraint_catalog varchar, constraint_schema varchar, constraint_name varchar",
     // A foreign key is listed with the columns it refers to.
     .sql = R"sql(SELECT current_database(), r.schema_name, r.name, a.name, current_database(), r.schema_name, c.name
                  FROM rs_constraints() c
                  JOIN rs_relations() r ON r.oid = CASE c.type WHEN 'f' THEN c.target ELSE c.relation END
                  JOIN rs_attributes() a ON a.relation = r.oid
                   AND list_contains(CASE c.type WHEN 'f' THEN c.target_columns ELSE c.columns END, a.number))sql"},
};

} // namespace

std::span<const SystemView> information_schema() { return kViews; }

} // namespace redstart::catalog::views
