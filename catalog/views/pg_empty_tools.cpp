// Catalogs of later PostgreSQL releases that psql, JDBC, ODBC and database tools read (extension): without rows,
// because Redshift has no such objects.
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "pg_enum",
     .oid = 3501,
     .columns = "oid oid, enumtypid oid, enumsortorder float4, enumlabel name"},
    {.schema = "pg_catalog",
     .name = "pg_range",
     .oid = 3541,
     .columns = "rngtypid oid, rngsubtype oid, rngmultitypid oid, rngcollation oid, rngsubopc oid, "
                "rngcanonical regproc, rngsubdiff regproc"},
    {.schema = "pg_catalog",
     .name = "pg_collation",
     .oid = 3456,
     .columns = "oid oid, collname name, collnamespace oid, collowner int, collprovider \"char\", "
                "collisdeterministic boolean, collencoding int, collcollate text, collctype text, "
                "colliculocale text, collversion text"},
    {.schema = "pg_catalog",
     .name = "pg_opfamily",
     .oid = 2753,
     .columns = "oid oid, opfmethod oid, opfname name, opfnamespace oid, opfowner int, tableoid oid"},
    {.schema = "pg_catalog",
     .name = "pg_policy",
     .oid = 3256,
     .columns = "oid oid, polname name, polrelid oid, polcmd \"char\", polpermissive boolean, "
                "polroles oid[], polqual text, polwithcheck text"},
    {.schema = "pg_catalog",
     .name = "pg_sequence",
     .oid = 2224,
     .columns = "seqrelid oid, seqtypid oid, seqstart bigint, seqincrement bigint, seqmax bigint, "
                "seqmin bigint, seqcache bigint, seqcycle boolean"},
    {.schema = "pg_catalog",
     .name = "pg_sequences",
     .oid = 90080,
     .columns = "schemaname name, sequencename name, sequenceowner name, data_type regtype, "
                "start_value bigint, min_value bigint, max_value bigint, increment_by bigint, "
                "cycle boolean, cache_size bigint, last_value bigint"},
    {.schema = "pg_catalog",
     .name = "pg_extension",
     .oid = 3079,
     .columns = "oid oid, extname name, extowner int, extnamespace oid, extrelocatable boolean, "
                "extversion text, extconfig oid[], extcondition text[]"},
    {.schema = "pg_catalog",
     .name = "pg_event_trigger",
     .oid = 3466,
     .columns = "oid oid, evtname name, evtevent name, evtowner int, evtfoid oid, evtenabled \"char\", "
                "evttags text[]"},
    {.schema = "pg_catalog",
     .name = "pg_foreign_data_wrapper",
     .oid = 2328,
     .columns = "oid oid, fdwname name, fdwowner int, fdwhandler oid, fdwvalidator oid, "
                "fdwacl aclitem[], fdwoptions text[]"},
    {.schema = "pg_catalog",
     .name = "pg_foreign_server",
     .oid = 1417,
     .columns = "oid oid, srvname name, srvowner int, srvfdw oid, srvtype text, srvversion text, "
                "srvacl aclitem[], srvoptions text[]"},
    {.schema = "pg_catalog",
     .name = "pg_foreign_table",
     .oid = 3118,
     .columns = "ftrelid oid, ftserver oid, ftoptions text[]"},
    {.schema = "pg_catalog",
     .name = "pg_user_mappings",
     .oid = 90081,
     .columns = "umid oid, srvid oid, srvname name, umuser oid, usename name, umoptions text[]"},
    {.schema = "pg_catalog",
     .name = "pg_largeobject_metadata",
     .oid = 2995,
     .columns = "oid oid, lomowner int, lomacl aclitem[]"},
    {.schema = "pg_catalog",
     .name = "pg_ts_config",
     .oid = 3602,
     .columns = "oid oid, cfgname name, cfgnamespace oid, cfgowner int, cfgparser oid"},
    {.schema = "pg_catalog",
     .name = "pg_statistic_ext",
     .oid = 3381,
     .columns = "oid oid, stxrelid oid, stxname name, stxnamespace oid, stxowner int, stxstattarget int, "
                "stxkeys int2vector, stxkind \"char\"[]"},
    {.schema = "pg_catalog",
     .name = "pg_publication",
     .oid = 6104,
     .columns = "oid oid, pubname name, pubowner int, puballtables boolean, pubinsert boolean, "
                "pubupdate boolean, pubdelete boolean, pubtruncate boolean, pubviaroot boolean"},
    {.schema = "pg_catalog",
     .name = "pg_publication_rel",
     .oid = 6106,
     .columns = "oid oid, prpubid oid, prrelid oid, prqual text, prattrs int2vector"},
    {.schema = "pg_catalog",
     .name = "pg_publication_namespace",
     .oid = 6237,
     .columns = "oid oid, pnpubid oid, pnnspid oid"},
    {.schema = "pg_catalog",
     .name = "pg_subscription",
     .oid = 6100,
     .columns = "oid oid, subdbid oid, subname name, subowner int, subenabled boolean, "
                "subpublications text[]"},
    {.schema = "pg_catalog",
     .name = "pg_parameter_acl",
     .oid = 6243,
     .columns = "oid oid, parname text, paracl aclitem[]"},
    {.schema = "pg_catalog",
     .name = "pg_prepared_xacts",
     .oid = 90082,
     .columns = "transaction xid, gid text, prepared timestamp, owner name, database name"},
    {.schema = "pg_catalog",
     .name = "pg_timezone_names",
     .oid = 90083,
     .columns = "name text, abbrev text, utc_offset interval, is_dst boolean"},
    {.schema = "pg_catalog",
     .name = "pg_partitioned_table",
     .oid = 3350,
     .columns = "partrelid oid, partstrat \"char\", partnatts smallint, partdefid oid, "
                "partattrs int2vector"},
    {.schema = "pg_catalog",
     .name = "pg_matviews",
     .oid = 90084,
     .columns = "schemaname name, matviewname name, matviewowner name, tablespace name, "
                "hasindexes boolean, ispopulated boolean, definition text"},
    {.schema = "pg_catalog",
     .name = "pg_transform",
     .oid = 3576,
     .columns = "oid oid, trftype oid, trflang oid, trffromsql regproc, trftosql regproc"},
    {.schema = "pg_catalog",
     .name = "pg_shdescription",
     .oid = 2396,
     .columns = "objoid oid, classoid oid, description text"},
};

} // namespace

std::span<const SystemView> pg_empty_tools() { return kViews; }

} // namespace redstart::catalog::views
