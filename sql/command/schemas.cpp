// ALTER SCHEMA (r_ALTER_SCHEMA). The engine's schemas cannot be altered: what changes is noted beside them.
#include "catalog/engine/object_notes.hpp"
#include "catalog/engine/object_tags.hpp"
#include "catalog/object/catalog_walk.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

template <> Outcome Commands::run_as<StatementKind::AlterSchema>(const Statement& statement) {
    const auto wanted = parse_alter_schema(statement);
    if (wanted.name == "pg_catalog" || wanted.name == "information_schema")
        throw SqlError(state::kInsufficientPrivilege, "permission denied for schema " + wanted.name);
    if (wanted.rename_to) throw SqlError(state::kFeatureNotSupported, "ALTER SCHEMA ... RENAME TO is not supported");
    const auto schema = lock_to_change([&] { return schema_lock(wanted.name); }, LockMode::AccessExclusive);
    require_own_schema(schema, wanted.name);
    if (!wanted.owner) return {};
    const auto user = session_.directories().users.find(*wanted.owner);
    if (!user) throw SqlError(state::kUndefinedObject, fmt::format("user \"{}\" does not exist", *wanted.owner));
    if (!session_.user().superuser() && user->id != session_.user().id())
        throw SqlError(state::kInsufficientPrivilege, "must be superuser to change owner of a schema");
    change_notes(catalog::schema_notes(wanted.name), {{kOwnerTag, std::to_string(user->id)}});
    return {};
}

} // namespace redstart::sql
