// information_schema: the views about things Redstart has one or none of. Columns: PostgreSQL's documentation.
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "information_schema",
     .name = "routines",
     .oid = 12610,
     .columns = "specific_catalog varchar, specific_schema varchar, specific_name varchar, routine_catalog varchar, "
                "routine_schema varchar, routine_name varchar, routine_type varchar, data_type varchar, "
                "routine_body varchar, routine_definition varchar, external_language varchar",
     .sql = R"sql(SELECT current_database(), 'pg_catalog', name || '_' || oid, current_database(), 'pg_catalog', name,
                         'FUNCTION', pg_get_function_result(oid), 'EXTERNAL', NULL, 'INTERNAL'
                  FROM rs_procedures())sql"},
    {.schema = "information_schema",
     .name = "character_sets",
     .oid = 12611,
     .columns = "character_set_catalog varchar, character_set_schema varchar, character_set_name varchar, "
                "character_repertoire varchar, form_of_use varchar, default_collate_catalog varchar, "
                "default_collate_schema varchar, default_collate_name varchar",
     .sql = "SELECT NULL, NULL, 'UTF8', 'UCS', 'UTF8', current_database(), 'pg_catalog', 'C'"},
    {.schema = "information_schema",
     .name = "constraint_table_usage",
     .oid = 12612,
     .columns = "table_catalog varchar, table_schema varchar, table_name varchar, constraint_catalog varchar, "
                "constraint_schema varchar, constraint_name varchar",
     .sql = R"sql(SELECT current_database(), r.schema_name, r.name, current_database(), r.schema_name, c.name
                  FROM rs_constraints() c
                  JOIN rs_relations() r ON r.oid = CASE c.type WHEN 'f' THEN c.target ELSE c.relation END)sql"},
    {.schema = "information_schema",
     .name = "check_constraints",
     .oid = 12613,
     .columns = "constraint_catalog varchar, constraint_schema varchar, constraint_name varchar, "
                "check_clause varchar",
     .sql = R"sql(SELECT current_database(), r.schema_name, c.name, c.definition
                  FROM rs_constraints() c JOIN rs_relations() r ON r.oid = c.relation WHERE c.type = 'c')sql"},
    {.schema = "information_schema",
     .name = "sequences",
     .oid = 12615,
     .columns = "sequence_catalog varchar, sequence_schema varchar, sequence_name varchar, data_type varchar, "
                "numeric_precision int, numeric_precision_radix int, numeric_scale int, start_value varchar, "
                "minimum_value varchar, maximum_value varchar, increment varchar, cycle_option varchar"},
    {.schema = "information_schema",
     .name = "triggers",
     .oid = 12616,
     .columns = "trigger_catalog varchar, trigger_schema varchar, trigger_name varchar, "
                "event_manipulation varchar, event_object_catalog varchar, event_object_schema varchar, "
                "event_object_table varchar, action_order int, action_condition varchar, action_statement varchar, "
                "action_orientation varchar, action_timing varchar"},
    {.schema = "information_schema",
     .name = "parameters",
     .oid = 12617,
     .columns = "specific_catalog varchar, specific_schema varchar, specific_name varchar, ordinal_position int, "
                "parameter_mode varchar, is_result varchar, as_locator varchar, parameter_name varchar, "
                "data_type varchar"},
    {.schema = "information_schema",
     .name = "applicable_roles",
     .oid = 12618,
     .columns = "grantee varchar, role_name varchar, is_grantable varchar"},
};

} // namespace

std::span<const SystemView> information_schema_rest() { return kViews; }

} // namespace redstart::catalog::views
