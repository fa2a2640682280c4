// Catalogs of PostgreSQL 8.0 and Redshift about kinds of objects Redstart has none of: declared, without rows.
#include "catalog/views/views.hpp"

namespace redstart::catalog::views {

namespace {

constexpr SystemView kViews[] = {
    {.schema = "pg_catalog",
     .name = "pg_shdepend",
     .oid = 1214,
     .columns = "dbid oid, classid oid, objid oid, refclassid oid, refobjid oid, deptype \"char\""},
    {.schema = "pg_catalog",
     .name = "pg_auth_members",
     .oid = 1261,
     .columns = "roleid oid, member oid, grantor oid, admin_option boolean"},
    {.schema = "pg_catalog",
     .name = "pg_inherits",
     .oid = 2611,
     .columns = "inhrelid oid, inhparent oid, inhseqno int, inhdetachpending boolean"},
    {.schema = "pg_catalog",
     .name = "pg_trigger",
     .oid = 2620,
     .columns = "oid oid, tgrelid oid, tgname name, tgfoid oid, tgtype smallint, tgenabled \"char\", "
                "tgisconstraint boolean, tgconstrname name, tgconstrrelid oid, tgdeferrable boolean, "
                "tginitdeferred boolean, tgnargs smallint, tgattr int2vector, tgargs text, "
                "tgisinternal boolean, tgparentid oid, tgconstraint oid, tableoid oid"},
    {.schema = "pg_catalog",
     .name = "pg_rewrite",
     .oid = 2618,
     .columns = "oid oid, rulename name, ev_class oid, ev_attr smallint, ev_type \"char\", "
                "is_instead boolean, ev_qual text, ev_action text, ev_enabled \"char\", tableoid oid"},
    {.schema = "pg_catalog",
     .name = "pg_rules",
     .oid = 90061,
     .columns = "schemaname name, tablename name, rulename name, definition text"},
    {.schema = "pg_catalog",
     .name = "pg_aggregate",
     .oid = 2600,
     .columns = "aggfnoid regproc, aggtransfn regproc, aggfinalfn regproc, aggtranstype oid, "
                "agginitval text"},
    {.schema = "pg_catalog",
     .name = "pg_operator",
     .oid = 2617,
     .columns = "oid oid, oprname name, oprnamespace oid, oprowner int, oprkind \"char\", "
                "oprcanhash boolean, oprleft oid, oprright oid, oprresult oid, oprcom oid, "
                "oprnegate oid, oprcode regproc, oprrest regproc, oprjoin regproc"},
    {.schema = "pg_catalog",
     .name = "pg_opclass",
     .oid = 2616,
     .columns = "oid oid, opcamid oid, opcname name, opcnamespace oid, opcowner int, opcintype oid, "
                "opcdefault boolean, opckeytype oid, opcmethod oid, opcfamily oid, tableoid oid"},
    {.schema = "pg_catalog",
     .name = "pg_cast",
     .oid = 2605,
     .columns = "oid oid, castsource oid, casttarget oid, castfunc oid, castcontext \"char\", "
                "castmethod \"char\""},
    {.schema = "pg_catalog",
     .name = "pg_conversion",
     .oid = 2607,
     .columns = "oid oid, conname name, connamespace oid, conowner int, conforencoding int, "
                "contoencoding int, conproc regproc, condefault boolean"},
    {.schema = "pg_catalog",
     .name = "pg_statistic",
     .oid = 2619,
     .columns = "starelid oid, staattnum smallint, stanullfrac float4, stawidth int, stadistinct float4"},
    {.schema = "pg_catalog",
     .name = "pg_external_schema",
     .oid = 90063,
     .columns = "esoid oid, eskind smallint, esdbname text, esoptions text"},
    {.schema = "pg_catalog",
     .name = "stl_undone",
     .oid = 90350,
     .columns = "xact_id bigint, xact_id_undone bigint, undo_start_ts timestamp, undo_end_ts timestamp, "
                "table_id bigint"},
};

} // namespace

std::span<const SystemView> pg_empty() { return kViews; }

} // namespace redstart::catalog::views
