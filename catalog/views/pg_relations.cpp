// PG_CLASS and its relatives: tables, views, columns, constraints and comments. Columns: PostgreSQL 8.0's catalogs with
// Redshift's additions, then those that newer clients ask a server of this version for (extension).
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "pg_class",
     .oid = 1259,
     .columns = "oid oid, relname name, relnamespace oid, reltype oid, relowner int, relam oid, relfilenode oid, "
                "reltablespace oid, relpages int, reltuples float4, reltoastrelid oid, reltoastidxid oid, "
                "relhasindex boolean, relisshared boolean, relkind \"char\", relnatts smallint, relchecks smallint, "
                "reltriggers smallint, relukeys smallint, relfkeys smallint, relrefs smallint, relhasoids boolean, "
                "relhaspkey boolean, relhasrules boolean, relhassubclass boolean, relacl aclitem[], "
                "reldiststyle smallint, relpersistence \"char\", relhastriggers boolean, relrowsecurity boolean, "
                "relforcerowsecurity boolean, reloftype oid, relreplident \"char\", relispartition boolean, "
                "reloptions text[], relpartbound text, tableoid oid",
     .sql =
         R"sql(SELECT oid, name, schema_oid, 0, owner, 0, oid, 0, 0, tuples, 0, 0, has_index, false, kind, columns,
                         0, 0, 0, 0, 0, false, has_primary_key, false, false, rs_relation_acl(oid), diststyle,
                         persistence, has_foreign_key, false, false, 0, 'd', false, NULL, NULL, 1259
                  FROM rs_relations()
                  UNION ALL
                  SELECT oid, name, schema_oid, 0, owner, 403, oid, 0, 0, 0, 0, 0, false, false, 'i', len(columns), 0,
                         0, 0, 0, 0, false, false, false, false, NULL, 0, persistence, false,
                         false, false, 0, 'n', false, NULL, NULL, 1259
                  FROM rs_constraints() WHERE type IN ('p', 'u'))sql"},
    {.schema = "pg_catalog",
     .name = "pg_class_info",
     .oid = 90020,
     .columns = "reloid oid, relname name, relnamespace oid, reltype oid, relowner int, relam oid, relfilenode oid, "
                "reltablespace oid, relpages int, reltuples float4, reltoastrelid oid, reltoastidxid oid, "
                "relhasindex boolean, relisshared boolean, relkind \"char\", relnatts smallint, relchecks smallint, "
                "reltriggers smallint, relukeys smallint, relfkeys smallint, relrefs smallint, relhasoids boolean, "
                "relhaspkey boolean, relhasrules boolean, relhassubclass boolean, relacl aclitem[], "
                "reldiststyle smallint, relcreationtime timestamp, releffectivediststyle int",
     // When a relation was created is not kept.
     .sql =
         R"sql(SELECT oid, name, schema_oid, 0, owner, 0, oid, 0, 0, tuples, 0, 0, has_index, false, kind, columns,
                         0, 0, 0, 0, 0, false, has_primary_key, false, false, rs_relation_acl(oid), diststyle, NULL,
                         CASE diststyle WHEN 9 THEN 11 ELSE diststyle END
                  FROM rs_relations())sql"},
    {.schema = "pg_catalog",
     .name = "pg_attribute",
     .oid = 1249,
     .columns = "attrelid oid, attname name, atttypid oid, attstattarget int, attlen smallint, attnum smallint, "
                "attndims int, attcacheoff int, atttypmod int, attbyval boolean, attstorage \"char\", "
                "attalign \"char\", attnotnull boolean, atthasdef boolean, attisdropped boolean, attislocal boolean, "
                "attinhcount int, attisdistkey boolean, attispreloaded boolean, attsortkeyord smallint, "
                "attencodingtype smallint, attencrypttype smallint, attacl aclitem[], attcollation oid, "
                "attidentity \"char\", attgenerated \"char\", attcompression \"char\", attfdwoptions text[]",
     .sql = R"sql(SELECT relation, name, type, -1, length, number, dimensions, -1, typmod, by_value, storage, 'i',
                         not_null, default_value IS NOT NULL, false, true, 0, distkey, false, sortkey,
                         rs_encoding_number(encoding), 0, rs_column_acl(relation, name), 0, '', '', '', NULL
                  FROM rs_attributes()
                  UNION ALL
                  SELECT c.oid, a.name, a.type, -1, a.length, list_position(c.columns, a.number), a.dimensions, -1,
                         a.typmod, a.by_value, a.storage, 'i', false, false, false, true, 0, false, false, 0, 0, 0,
                         NULL, 0, '', '', '', NULL
                  FROM rs_constraints() c
                  JOIN rs_attributes() a ON a.relation = c.relation AND list_contains(c.columns, a.number)
                  WHERE c.type IN ('p', 'u'))sql"},
    {.schema = "pg_catalog",
     .name = "pg_attribute_info",
     .oid = 90021,
     .columns = "attrelid oid, attname name, atttypid oid, attstattarget int, attlen smallint, attnum smallint, "
                "attndims int, attcacheoff int, atttypmod int, attbyval boolean, attstorage \"char\", "
                "attalign \"char\", attnotnull boolean, atthasdef boolean, attisdropped boolean, attislocal boolean, "
                "attinhcount int, attisdistkey boolean, attispreloaded boolean, attsortkeyord smallint, "
                "attencodingtype smallint, attencrypttype smallint, attacl aclitem[]",
     .sql = R"sql(SELECT relation, name, type, -1, length, number, dimensions, -1, typmod, by_value, storage, 'i',
                         not_null, default_value IS NOT NULL, false, true, 0, distkey, false, sortkey,
                         rs_encoding_number(encoding), 0, rs_column_acl(relation, name)
                  FROM rs_attributes())sql"},
    {.schema = "pg_catalog",
     .name = "pg_attrdef",
     .oid = 2604,
     .columns = "oid oid, adrelid oid, adnum smallint, adbin text, adsrc text, tableoid oid",
     .sql = R"sql(SELECT 1073741824 + relation % 1000000 * 2000 + number, relation, number, default_value,
                         default_value, 2604
                  FROM rs_attributes() WHERE default_value IS NOT NULL)sql"},
    {.schema = "pg_catalog",
     .name = "pg_constraint",
     .oid = 2606,
     .columns = "oid oid, conname name, connamespace oid, contype \"char\", condeferrable boolean, "
                "condeferred boolean, conrelid oid, contypid oid, confrelid oid, confupdtype \"char\", "
                "confdeltype \"char\", confmatchtype \"char\", conkey smallint[], confkey smallint[], conbin text, "
                "consrc text, conindid oid, conparentid oid, convalidated boolean, tableoid oid",
     .sql = R"sql(SELECT oid, name, schema_oid, type, false, false, relation, 0, target,
                         CASE type WHEN 'f' THEN 'a' ELSE ' ' END, CASE type WHEN 'f' THEN 'a' ELSE ' ' END,
                         CASE type WHEN 'f' THEN 'u' ELSE ' ' END, columns, target_columns, NULL,
                         CASE type WHEN 'c' THEN definition END, key, 0, true, 2606
                  FROM rs_constraints())sql"},
    {.schema = "pg_catalog",
     .name = "pg_index",
     .oid = 2610,
     .columns = "indexrelid oid, indrelid oid, indkey int2vector, indclass oidvector, indnatts smallint, "
                "indisunique boolean, indisprimary boolean, indisclustered boolean, indexprs text, "
                "indpred text, indisvalid boolean, indnkeyatts smallint, indoption int2vector, "
                "indisreplident boolean, indnullsnotdistinct boolean, tableoid oid",
     // Primary and unique keys, as in Redshift; nothing is indexed.
     .sql = R"sql(SELECT oid, relation, key_vector, NULL, len(columns), true, type = 'p', false, NULL, NULL, true,
                         len(columns), NULL, false, false, 2610
                  FROM rs_constraints() WHERE type IN ('p', 'u'))sql"},
    {.schema = "pg_catalog",
     .name = "pg_depend",
     .oid = 2608,
     .columns = "classid oid, objid oid, objsubid int, refclassid oid, refobjid oid, refobjsubid int, "
                "deptype \"char\"",
     // Foreign keys need the index of the key they refer to; clients find a key's name this way.
     .sql = R"sql(SELECT 2606, oid, 0, 1259, key, 0, 'n' FROM rs_constraints() WHERE type = 'f' AND key <> 0)sql"},
    {.schema = "pg_catalog",
     .name = "pg_description",
     .oid = 2609,
     .columns = "objoid oid, classoid oid, objsubid int, description text",
     .sql = R"sql(SELECT oid, 1259, 0, comment FROM rs_relations() WHERE comment IS NOT NULL
                  UNION ALL SELECT relation, 1259, number, comment FROM rs_attributes() WHERE comment IS NOT NULL
                  UNION ALL SELECT oid, 2606, 0, comment FROM rs_constraints() WHERE comment IS NOT NULL
                  UNION ALL SELECT oid, 2615, 0, comment FROM rs_namespaces() WHERE comment IS NOT NULL
                  UNION ALL SELECT oid, 1262, 0, shobj_description(oid, 'pg_database') FROM rs_databases()
                            WHERE shobj_description(oid, 'pg_database') IS NOT NULL)sql"},
    {.schema = "pg_catalog",
     .name = "pg_tables",
     .oid = 90022,
     .columns = "schemaname name, tablename name, tableowner name, tablespace name, hasindexes boolean, "
                "hasrules boolean, hastriggers boolean",
     .sql = R"sql(SELECT schema_name, name, pg_get_userbyid(owner), NULL, has_index, false, has_foreign_key
                  FROM rs_relations() WHERE kind = 'r')sql"},
    {.schema = "pg_catalog",
     .name = "pg_indexes",
     .oid = 90062,
     .columns = "schemaname name, tablename name, indexname name, tablespace name, indexdef text",
     // The declared keys, as in pg_index.
     .sql = R"sql(SELECT r.schema_name, r.name, c.name, NULL, c.index_definition
                  FROM rs_constraints() c JOIN rs_relations() r ON r.oid = c.relation WHERE c.type IN ('p', 'u'))sql"},
    {.schema = "pg_catalog",
     .name = "pg_views",
     .oid = 90023,
     .columns = "schemaname name, viewname name, viewowner name, definition text",
     .sql = R"sql(SELECT schema_name, name, pg_get_userbyid(owner), definition
                  FROM rs_relations() WHERE kind = 'v')sql"},
    {.schema = "pg_catalog",
     .name = "pg_table_def",
     .oid = 90024,
     .columns = "schemaname name, tablename name, \"column\" name, type text, encoding char(32), distkey boolean, "
                "sortkey int, \"notnull\" boolean",
     // Only schemas on the search path (Redshift, PG_TABLE_DEF); tables only.
     .sql = R"sql(SELECT r.schema_name, r.name, a.name, a.type_name, a.encoding, a.distkey, a.sortkey, a.not_null
                  FROM rs_relations() r JOIN rs_attributes() a ON a.relation = r.oid
                  WHERE r.kind = 'r' AND (r.persistence = 't'
                                          OR list_contains(current_schemas(true), r.schema_name)))sql"},
};

} // namespace

std::span<const SystemView> pg_relations() { return kViews; }

} // namespace redstart::catalog::views
