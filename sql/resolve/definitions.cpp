#include "sql/resolve/definitions.hpp"

#include "catalog/engine/object_notes.hpp"
#include "catalog/engine/object_tags.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/name_lock.hpp"
#include "sql/resolve/statement_resolver.hpp"
#include "sql/tree/with_lists.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/create_schema_info.hpp>
#include <duckdb/parser/parsed_data/create_sequence_info.hpp>
#include <duckdb/parser/parsed_data/create_table_info.hpp>
#include <duckdb/parser/parsed_data/create_view_info.hpp>
#include <duckdb/parser/statement/create_statement.hpp>
#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

void refuse_mark(const std::string& name) {
    if (name.starts_with(kCommonTableMark))
        throw SqlError(state::kInvalidName, "invalid name: it begins with a control character");
}

Definitions::Definitions(StatementResolver& resolver)
    : resolver_(resolver), state_(resolver.state()), context_(state_.context), scope_(state_.scope),
      report_(resolver.report()), resolution_(resolver.resolution()) {}

void Definitions::create(duckdb::CreateStatement& statement) {
    resolution_.ddl = true;
    switch (statement.info->type) {
    case duckdb::CatalogType::TABLE_ENTRY: return create_table(statement.info->Cast<duckdb::CreateTableInfo>());
    case duckdb::CatalogType::VIEW_ENTRY: return create_view(statement.info->Cast<duckdb::CreateViewInfo>());
    case duckdb::CatalogType::SCHEMA_ENTRY: return create_schema(statement.info->Cast<duckdb::CreateSchemaInfo>());
    default: throw SqlError(state::kFeatureNotSupported, "this kind of object is not supported");
    }
}

RelationId Definitions::claim(std::string& catalog, std::string& schema, const std::string& name, bool temporary,
                              catalog::SystemPermission permission) {
    temporary |= catalog == "temp" || schema == "pg_temp";
    if (!temporary && !catalog.empty() && catalog != scope_.database)
        require_own_database(scope_, {RelationKind::Table, catalog, schema, name, 0});
    refuse_mark(name);
    schema = temporary ? "main" : creation_schema(context_, scope_, schema, permission);
    state_.uses.need(temporary ? in_database(scope_.database, catalog::Privilege::Temporary)
                               : in_schema(scope_.database, schema, catalog::Privilege::Create, permission));
    if (!scope_.superuser) state_.uses.add(identity_lock('u', scope_.user_id), LockMode::AccessShare);
    catalog = temporary ? "temp" : scope_.database;
    Relation relation{RelationKind::Table, catalog, schema, name, 0};
    relation.oid = current_oid(context_, relation);
    if (relation.oid == 0) relation.oid = scope_.new_oid();
    state_.uses.add(relation, LockMode::AccessExclusive);
    if (!temporary) state_.uses.add(name_lock(catalog, schema, name), LockMode::AccessExclusive);
    state_.name(relation);
    return relation.oid;
}

void Definitions::create_schema(duckdb::CreateSchemaInfo& info) {
    if (!info.catalog.empty() && info.catalog != scope_.database)
        throw SqlError(
            state::kFeatureNotSupported,
            fmt::format("cross-database references are not implemented: \"{}.{}\"", info.catalog, info.schema));
    if (info.schema.starts_with("pg_") || info.schema == "information_schema" || info.schema == "main")
        throw SqlError(state::kReservedName, fmt::format("unacceptable schema name \"{}\"", info.schema))
            .detail("The prefix \"pg_\" is reserved for system schemas.");
    const auto right =
        in_database(scope_.database, catalog::Privilege::Create, catalog::SystemPermission::CreateSchema);
    require_own_right(context_, scope_, right); // before anything is told of who shall own it
    state_.uses.need(right);
    if (scope_.named_owner && !scope_.superuser && *scope_.named_owner != scope_.user_id)
        throw SqlError(state::kInsufficientPrivilege,
                       fmt::format("must be member of role \"{}\"", report_.schema_owner));
    state_.uses.add(name_lock(scope_.database, info.schema, ""), LockMode::AccessExclusive);
    resolution_.compute = false;
    info.catalog = scope_.database;
    const auto oid = scope_.new_oid();
    const auto owner = scope_.named_owner.value_or(scope_.user_id);
    if (scope_.named_owner || !scope_.superuser) state_.uses.add(identity_lock('u', owner), LockMode::AccessShare);
    stamp(info, oid, owner);
    if (!duckdb::Catalog::GetSchema(context_, info.catalog, info.schema, duckdb::OnEntryNotFound::RETURN_NULL))
        resolution_.sequences.push_back(catalog::new_schema_notes(info.catalog, info.schema, oid, owner));
}

} // namespace redstart::sql
