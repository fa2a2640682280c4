#include "sql/command/identities.hpp"

#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/object_notes.hpp"
#include "catalog/engine/object_tags.hpp"
#include "catalog/object/object_acl.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// PostgreSQL's oid of pg_shadow stands for "the users" in the lock table: user DDL queues like writers of one table.
constexpr RelationId kUsersRelation = 1260;

Resolution users_plan() {
    Resolution plan;
    plan.uses.push_back(
        {{RelationKind::Table, "system", "pg_catalog", "pg_shadow", kUsersRelation}, LockMode::ShareRowExclusive});
    plan.takes_snapshot = plan.writes = true;
    return plan;
}

bool owned_by(const duckdb::CatalogEntry& entry, std::int32_t user_id) {
    return catalog::tag_of(entry, kOwnerTag) == std::to_string(user_id);
}

template <typename Row>
std::shared_ptr<const Row> require_row(std::shared_ptr<const Row> row, const char* kind, const std::string& name) {
    if (!row) throw SqlError(state::kUndefinedObject, fmt::format("{} \"{}\" does not exist", kind, name));
    return row;
}

SqlError denied(const std::string& what) { return {state::kInsufficientPrivilege, "permission denied to " + what}; }

} // namespace

void Commands::lock_users() {
    auto plan = users_plan();
    runner_.lock_and_begin(plan, true, users_plan);
    session_.transaction().store().begin();
}

std::shared_ptr<const catalog::User> require_user(const SessionContext& session, const std::string& name) {
    return require_row(session.directories().users.find(name), "user", name);
}

std::shared_ptr<const catalog::Group> require_group(const SessionContext& session, const std::string& name) {
    return require_row(session.directories().groups.find(name), "group", name);
}

std::shared_ptr<const catalog::Role> require_role(const SessionContext& session, const std::string& name) {
    return require_row(session.directories().roles.find(name), "role", name);
}

std::shared_ptr<const catalog::User> session_user(const SessionContext& session) {
    const auto id = session.user().id();
    if (id != catalog::kBootstrapUserId) return session.directories().users.find_by_id(id);
    auto bootstrap = std::make_shared<catalog::User>();
    bootstrap->id = id;
    bootstrap->superuser = true;
    return bootstrap;
}

bool is_superuser(const SessionContext& session) {
    const auto self = session_user(session);
    return self && self->superuser;
}

void require_superuser(const SessionContext& session, const std::string& what) {
    if (!is_superuser(session)) throw denied(what);
}

void require_permission(const SessionContext& session, catalog::SystemPermission permission, const std::string& what) {
    const auto self = session_user(session);
    if (!self || !self->may(permission)) throw denied(what);
}

void take_memory(SessionContext& session, std::int64_t bytes) {
    session.engine().definitions().take(bytes);
    session.engine().definitions().keep(bytes);
}

void require_free_name(const SessionContext& session, const std::string& name) {
    const auto directories = session.directories();
    const bool user = name == "rdsdb" || directories.users.find(name);
    if (user || directories.roles.find(name))
        throw SqlError(state::kDuplicateObject,
                       fmt::format("{}{}\" already exists", user ? "user \"" : "role \"", name));
}

bool owns_something(SessionContext& session, duckdb::ClientContext& context, std::int32_t user_id) {
    const auto directories = session.directories();
    bool owns = false;
    for (const auto& role : directories.roles.all()) owns |= role->owner_id == user_id;
    for (const auto& database : directories.databases.all()) {
        owns |= database->owner_id == user_id;
        if (!database->damage.empty()) throw SqlError(state::kSystemError, database->damage); // what he owns is there
        for (auto& schema : duckdb::Catalog::GetCatalog(context, database->name).GetSchemas(context)) {
            owns |= catalog::identity_of_schema(context, database->name, schema.get()).owner == user_id;
            schema.get().Scan(context, duckdb::CatalogType::TABLE_ENTRY,
                              [&](duckdb::CatalogEntry& entry) { owns |= owned_by(entry, user_id); });
        }
    }
    return owns;
}

bool holds_privileges(SessionContext& session, duckdb::ClientContext& context, const catalog::Grantee& grantee) {
    for (const auto& database : session.directories().databases.all()) {
        if (!database->damage.empty()) throw SqlError(state::kSystemError, database->damage);
        if (catalog::holds_privileges(context, database->name, grantee)) return true;
    }
    return false;
}

} // namespace redstart::sql
