// GRANT and REVOKE on relations, schemas and databases, and ALTER DEFAULT PRIVILEGES. What is granted is a tag of the
// object's entry or of its notes, so that it is made, rolled back and dropped with the object.
#include "catalog/engine/object_notes.hpp"
#include "catalog/object/object_acl.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/command/identities.hpp"
#include "sql/object/name_lock.hpp"
#include "sql/parse/identity/grant_statement.hpp"
#include "sql/parse/identity/object_grant.hpp"

#include <algorithm>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>
#include <duckdb/parser/parsed_data/alter_info.hpp>
#include <duckdb/parser/parsed_data/comment_on_column_info.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::GranteeKind;
using protocol::SqlError;

std::vector<QualifiedName> relations_in(duckdb::ClientContext& context, const std::string& database,
                                        const std::string& schema) {
    auto entry = duckdb::Catalog::GetSchema(context, database, schema, duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry || schema == "main")
        throw SqlError(state::kInvalidSchemaName, "schema \"" + schema + "\" does not exist");
    std::vector<QualifiedName> names;
    entry->Scan(context, duckdb::CatalogType::TABLE_ENTRY, [&](duckdb::CatalogEntry& relation) {
        if (!relation.internal) names.push_back({schema, relation.name});
    });
    return names;
}

std::string plain_name(const QualifiedName& name, const char* kind) {
    if (name.size() > 1) throw SqlError(state::kSyntaxError, std::string("the name of a ") + kind + " has one part");
    return name.back();
}

} // namespace

std::shared_ptr<const catalog::User> Commands::self() const {
    if (auto user = session_user(session_)) return user;
    catalog::User other;
    other.id = session_.user().id();
    return std::make_shared<const catalog::User>(std::move(other));
}

bool Commands::has_right(const RightNeeded& right) {
    const auto names = session_.names();
    if (names.superuser) return true;
    auto needed = right;
    needed.user = names.user_id;
    bool has = false;
    runner_.look_up([&](duckdb::ClientContext& context) { has = sql::has_right(context, names, needed); });
    return has;
}

Grantees Commands::grantees(const std::vector<GrantTarget>& targets) {
    const auto directories = session_.directories();
    const auto id_of = [&](const auto& directory, const char* kind, const std::string& name) {
        const auto found = directory.find(name);
        if (!found) throw SqlError(state::kUndefinedObject, std::string(kind) + " \"" + name + "\" does not exist");
        return found->id;
    };
    Grantees found;
    for (const auto& target : targets) {
        std::int32_t id = 0;
        if (target.kind == GranteeKind::User) id = id_of(directories.users, "user", target.name);
        if (target.kind == GranteeKind::Group) id = id_of(directories.groups, "group", target.name);
        if (target.kind == GranteeKind::Role) id = id_of(directories.roles, "role", target.name);
        found.push_back({{target.kind, id}, target.with_option});
    }
    return found;
}

void Commands::lock_identities(std::vector<Relation> identities, LockMode mode) {
    Resolution plan;
    std::sort(identities.begin(), identities.end(), [](const Relation& a, const Relation& b) { return a.oid < b.oid; });
    for (auto& identity : identities) plan.uses.push_back({std::move(identity), mode});
    runner_.lock_and_begin(plan, false, [&plan] { return plan; });
}

Grantees Commands::locked_grantees(const std::vector<GrantTarget>& targets) {
    std::vector<Relation> identities;
    for (const auto& [grantee, with_option] : grantees(targets))
        if (grantee.kind != GranteeKind::Public)
            identities.push_back(identity_lock(static_cast<char>(grantee.kind), grantee.id));
    lock_identities(std::move(identities), LockMode::AccessShare);
    return grantees(targets); // who was dropped meanwhile is not there
}

void Commands::grant_on_relation(const ObjectGrant& wanted, const Grantees& grantees, const QualifiedName& name) {
    const auto find = [&] {
        auto relation = runner_.require(name);
        refuse_system_view(relation);
        require_own_database(session_.names(), relation);
        return relation;
    };
    find(); // what is wrong with the name is told before anything is waited for
    const auto relation = lock_to_change(find, LockMode::ShareRowExclusive);
    if (relation.catalog == "temp") return; // it is the session's alone
    AclChange change(self(), wanted, grantees);
    alter_entry(relation, [&](duckdb::ClientContext& context) {
        const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, relation.name);
        const auto entry = duckdb::Catalog::GetEntry(context, relation.catalog, relation.schema, lookup,
                                                     duckdb::OnEntryNotFound::THROW_EXCEPTION);
        const auto changes = change.of_relation(*entry);
        return duckdb::make_uniq_base<duckdb::AlterInfo, duckdb::SetCommentInfo>(
            entry->type, relation.catalog, relation.schema, relation.name, catalog::changed_comment(*entry, changes),
            duckdb::OnEntryNotFound::THROW_EXCEPTION);
    });
    warn(change);
}

void Commands::grant_on_schema(const ObjectGrant& wanted, const Grantees& grantees, const std::string& name) {
    if (name == "pg_catalog" || name == "information_schema")
        throw SqlError(state::kInsufficientPrivilege, "permission denied for schema " + name);
    lock_to_change([&] { return schema_lock(name); }, LockMode::ShareRowExclusive);
    session_.transaction().note_granted();
    AclChange change(self(), wanted, grantees);
    runner_.look_up([&](duckdb::ClientContext& context) {
        const auto& database = session_.database();
        const auto acl = change.of(catalog::ObjectKind::Schema, name, catalog::schema_acl(context, database, name));
        catalog::change_notes(context, database, catalog::schema_notes(name), {{catalog::kAclTag, acl}});
    });
    warn(change);
}

// Of another database, too, in a transaction that changes no other.
void Commands::grant_on_database(const ObjectGrant& wanted, const Grantees& grantees, const std::string& name) {
    const auto database = session_.directories().databases.find(name);
    if (!database) throw SqlError(state::kInvalidCatalogName, "database \"" + name + "\" does not exist");
    if (name != session_.database()) session_.transaction().enter_database(name, session_.connection());
    lock_to_change([&] { return database_lock(*database); }, LockMode::ShareRowExclusive);
    session_.transaction().note_granted();
    AclChange change(self(), wanted, grantees);
    runner_.look_up([&](duckdb::ClientContext& context) {
        const auto before = catalog::database_acl(context, name, database->owner_id);
        const auto acl = change.of(catalog::ObjectKind::Database, name, before);
        catalog::change_notes(context, name, catalog::kDatabaseNotes, {{catalog::kAclTag, acl}});
    });
    warn(change);
}

void Commands::warn(const AclChange& change) {
    for (const auto& warning : change.warnings()) session_.output().notice(warning);
}

Outcome Commands::change_grants(const Statement& statement) {
    const auto wanted = parse_object_grant(statement);
    if (wanted.on == GrantOn::Functions) throw SqlError(state::kUndefinedFunction, wanted.function + " does not exist");
    const auto to = locked_grantees(wanted.targets);
    auto names = wanted.names;
    if (wanted.on == GrantOn::RelationsOfSchemas || wanted.on == GrantOn::FunctionsOfSchemas) {
        names.clear();
        runner_.look_up([&](duckdb::ClientContext& context) {
            for (const auto& schema : wanted.names)
                for (auto& name : relations_in(context, session_.database(), plain_name(schema, "schema")))
                    names.push_back(std::move(name));
        });
        if (wanted.on == GrantOn::FunctionsOfSchemas) return {}; // there are none
    }
    for (const auto& name : names) {
        if (wanted.on == GrantOn::Schemas)
            grant_on_schema(wanted, to, plain_name(name, "schema"));
        else if (wanted.on == GrantOn::Databases)
            grant_on_database(wanted, to, plain_name(name, "database"));
        else
            grant_on_relation(wanted, to, name);
    }
    return {};
}

template <> Outcome Commands::run_as<StatementKind::Grant>(const Statement& statement) {
    if (is_role_grant(statement)) return grant_roles(statement), Outcome();
    return change_grants(statement);
}

template <> Outcome Commands::run_as<StatementKind::Revoke>(const Statement& statement) {
    if (is_role_grant(statement)) return revoke_roles(statement), Outcome();
    return change_grants(statement);
}

// Whose new objects they are: one's own, or those of the users who are named, which is for superusers and those who
// have the permission.
std::vector<std::int32_t> Commands::default_owners(const DefaultGrant& wanted) {
    const auto granter = this->self();
    std::vector<std::int32_t> owners;
    for (const auto& name : wanted.users) {
        const auto user = session_.directories().users.find(name);
        if (!user) throw SqlError(state::kUndefinedObject, "user \"" + name + "\" does not exist");
        if (user->id != granter->id && !granter->may(catalog::SystemPermission::AlterDefaultPrivileges))
            throw SqlError(state::kInsufficientPrivilege, "permission denied to change default privileges");
        owners.push_back(user->id);
    }
    if (!session_user(session_)) // dropped meanwhile
        throw SqlError(state::kInsufficientPrivilege, "permission denied to change default privileges");
    if (owners.empty()) owners.push_back(granter->id);
    return owners;
}

template <> Outcome Commands::run_as<StatementKind::AlterDefaultPrivileges>(const Statement& statement) {
    const auto wanted = parse_default_grant(statement);
    const auto to = locked_grantees(wanted.grant.targets);
    std::vector<Relation> locked;
    for (const auto owner : default_owners(wanted)) locked.push_back(identity_lock('u', owner));
    lock_identities(std::move(locked), LockMode::AccessShare);
    const auto owners = default_owners(wanted); // who was dropped meanwhile is not there
    const auto database = session_.directories().databases.find(session_.database());
    auto schemas = wanted.schemas;
    if (schemas.empty()) schemas.emplace_back();
    for (const auto& schema : schemas) {
        lock_to_change([&] { return schema.empty() ? database_lock(*database) : schema_lock(schema); },
                       LockMode::ShareRowExclusive);
        catalog::Tags changes;
        runner_.look_up([&](duckdb::ClientContext& context) {
            const auto before = catalog::default_acls(context, session_.database());
            for (const auto owner : owners)
                changes[catalog::default_acl_tag(owner, wanted.object)] =
                    changed_default(before, {owner, schema, wanted.object, {}}, wanted.grant, to);
        });
        change_notes(schema.empty() ? catalog::kDatabaseNotes : catalog::schema_notes(schema), changes);
    }
    return {};
}

} // namespace redstart::sql
