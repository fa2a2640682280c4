// SVV_*: databases, schemas, tables and columns. Columns: Redshift developer guide, "SVV metadata views".
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "svv_tables",
     .oid = 90730,
     .columns = "table_catalog text, table_schema text, table_name text, table_type text, remarks text",
     .sql = R"sql(SELECT current_database(), schema_name, name,
                         CASE WHEN kind = 'v' THEN 'VIEW' WHEN persistence = 't' THEN 'LOCAL TEMPORARY'
                              ELSE 'BASE TABLE' END, comment
                  FROM rs_relations())sql"},
    {.schema = "pg_catalog",
     .name = "svv_columns",
     .oid = 90731,
     .columns = "table_catalog text, table_schema text, table_name text, column_name text, ordinal_position int, "
                "column_default text, is_nullable text, data_type text, character_maximum_length int, "
                "numeric_precision int, numeric_precision_radix int, numeric_scale int, datetime_precision int, "
                "interval_type text, interval_precision text, character_set_catalog text, character_set_schema text, "
                "character_set_name text, collation_catalog text, collation_schema text, collation_name text, "
                "domain_name text, remarks text",
     .sql = R"sql(SELECT current_database(), table_schema, table_name, column_name, ordinal_position, column_default,
                         CASE WHEN nullable THEN 'yes' ELSE 'no' END, data_type, character_maximum_length,
                         numeric_precision, numeric_precision_radix, numeric_scale, datetime_precision, NULL, NULL,
                         NULL, NULL, NULL, NULL, NULL, NULL, NULL, comment
                  FROM (SELECT * FROM rs_columns() UNION ALL SELECT * FROM rs_late_columns()))sql"},
    {.schema = "pg_catalog",
     .name = "svv_all_schemas",
     .oid = 90732,
     .columns = "database_name varchar(128), schema_name varchar(128), schema_owner int, schema_type varchar(128), "
                "schema_acl varchar(128), source_database varchar(128), schema_option varchar(256)",
     .sql = "SELECT current_database(), name, owner, 'local', left(array_to_string(rs_schema_acl(oid), '~'), 128), "
            "NULL, NULL "
            "FROM rs_namespaces()"},
    {.schema = "pg_catalog",
     .name = "svv_all_tables",
     .oid = 90733,
     .columns = "database_name varchar(128), schema_name varchar(128), table_name varchar(128), "
                "table_acl varchar(128), table_type varchar(128), remarks varchar(256)",
     .sql = R"sql(SELECT current_database(), schema_name, name, left(array_to_string(rs_relation_acl(oid), '~'), 128),
                         CASE WHEN kind = 'v' THEN 'VIEW' ELSE 'TABLE' END,
                         comment
                  FROM rs_relations() WHERE NOT system)sql"},
    {.schema = "pg_catalog",
     .name = "svv_all_columns",
     .oid = 90734,
     .columns = "database_name varchar(128), schema_name varchar(128), table_name varchar(128), "
                "column_name varchar(128), ordinal_position int, column_default varchar(4000), "
                "is_nullable varchar(3), data_type varchar(128), character_maximum_length int, "
                "numeric_precision int, numeric_scale int, remarks varchar(256)",
     .sql = R"sql(SELECT current_database(), table_schema, table_name, column_name, ordinal_position, column_default,
                         CASE WHEN nullable THEN 'YES' ELSE 'NO' END, data_type, character_maximum_length,
                         numeric_precision, numeric_scale, comment
                  FROM (SELECT * FROM rs_columns() UNION ALL SELECT * FROM rs_late_columns()) WHERE NOT system)sql"},
    {.schema = "pg_catalog",
     .name = "svv_redshift_databases",
     .oid = 90735,
     .columns = "database_name varchar(128), database_owner int, database_type varchar(32), "
                "database_acl varchar(128), database_options varchar(128), database_isolation_level varchar(128)",
     .sql = "SELECT name, owner, 'local', left(array_to_string(rs_database_acl(oid), '~'), 128), NULL, isolation_level "
            "FROM rs_databases()"},
    {.schema = "pg_catalog",
     .name = "svv_redshift_schemas",
     .oid = 90736,
     .columns = "database_name varchar(128), schema_name varchar(128), schema_owner int, schema_type varchar(16), "
                "schema_acl varchar(128), schema_option varchar(128)",
     .sql =
         "SELECT current_database(), name, owner, 'local', left(array_to_string(rs_schema_acl(oid), '~'), 128), NULL "
         "FROM rs_namespaces()"},
    {.schema = "pg_catalog",
     .name = "svv_redshift_tables",
     .oid = 90737,
     .columns = "database_name varchar(128), schema_name varchar(128), table_name varchar(128), "
                "table_type varchar(128), table_acl varchar(128), remarks varchar(128), table_owner varchar(128)",
     .sql = R"sql(SELECT current_database(), schema_name, name, CASE WHEN kind = 'v' THEN 'VIEW' ELSE 'TABLE' END,
                         left(array_to_string(rs_relation_acl(oid), '~'), 128), comment, pg_get_userbyid(owner)
                  FROM rs_relations())sql"},
    {.schema = "pg_catalog",
     .name = "svv_redshift_columns",
     .oid = 90738,
     .columns = "database_name varchar(128), schema_name varchar(128), table_name varchar(128), "
                "column_name varchar(128), ordinal_position int, data_type varchar(32), "
                "column_default varchar(4000), is_nullable varchar(3), encoding varchar(128), distkey boolean, "
                "sortkey int, column_acl varchar(128), remarks varchar(256)",
     .sql = R"sql(SELECT current_database(), r.schema_name, r.name, a.name, a.number, a.type_name, a.default_value,
                         CASE WHEN a.not_null THEN 'NO' ELSE 'YES' END, a.encoding, a.distkey, a.sortkey,
                         left(array_to_string(rs_column_acl(a.relation, a.name), '~'), 128),
                         a.comment
                  FROM rs_relations() r JOIN rs_attributes() a ON a.relation = r.oid)sql"},
    {.schema = "pg_catalog",
     .name = "svv_redshift_functions",
     .oid = 90739,
     .columns = "database_name varchar(128), schema_name varchar(128), function_name varchar(128), "
                "function_type varchar(128), argument_type varchar(512), result_type varchar(128)",
     .sql = R"sql(SELECT current_database(), 'pg_catalog', name,
                         CASE kind WHEN 'a' THEN 'AGGREGATE FUNCTION' ELSE 'REGULAR FUNCTION' END,
                         pg_get_function_arguments(oid), pg_get_function_result(oid)
                  FROM rs_procedures())sql"},
    {.schema = "pg_catalog",
     .name = "svv_external_schemas",
     .oid = 90740,
     .columns = "esoid oid, eskind smallint, schemaname name, esowner int, databasename text, esoptions text"},
    {.schema = "pg_catalog",
     .name = "svv_external_tables",
     .oid = 90741,
     .columns = "redshift_database_name text, schemaname text, tablename text, tabletype text, location text, "
                "input_format text, output_format text, serialization_lib text, serde_parameters text, "
                "compressed int, parameters text"},
    {.schema = "pg_catalog",
     .name = "svv_external_columns",
     .oid = 90742,
     .columns = "redshift_database_name text, schemaname text, tablename text, columnname text, external_type text, "
                "columnnum int, part_key int, is_nullable text"},
    {.schema = "pg_catalog",
     .name = "svv_mv_info",
     .oid = 90743,
     .columns = "database_name char(128), schema_name char(128), user_name char(128), name char(128), "
                "is_stale char(1), state int, autorefresh char(1), autorewrite char(1)"},
};

} // namespace

std::span<const SystemView> svv_objects() { return kViews; }

} // namespace redstart::catalog::views
