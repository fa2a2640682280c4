// Groups of users, who belong to the cluster and not to one database.
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/command/identities.hpp"
#include "sql/object/name_lock.hpp"
#include "sql/parse/identity/group_statement.hpp"
#include "sql/store/group_rows.hpp"

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;
using Action = GroupStatement::Action;

void require_free_group(const SessionContext& session, const std::string& name) {
    if (session.directories().groups.find(name))
        throw SqlError(state::kDuplicateObject, fmt::format("group \"{}\" already exists", name));
}

// The ids of the users named.
std::vector<std::int32_t> members(const SessionContext& session, const GroupStatement& wanted) {
    std::vector<std::int32_t> ids;
    for (const auto& name : wanted.users) ids.push_back(require_user(session, name)->id);
    return ids;
}

void create(SessionContext& session, StoreWriter& writer, const GroupStatement& wanted) {
    require_free_group(session, wanted.name);
    const auto users = members(session, wanted);
    take_memory(session, kGroupBytes + kMemberBytes * static_cast<std::int64_t>(users.size()));
    const auto id = insert_group(writer, wanted.name);
    for (const auto user : users) add_member(writer, id, user);
}

void change_members(SessionContext& session, StoreWriter& writer, const GroupStatement& wanted) {
    const auto group = require_group(session, wanted.name);
    const auto users = members(session, wanted);
    if (wanted.action == Action::AddUsers) take_memory(session, kMemberBytes * static_cast<std::int64_t>(users.size()));
    for (const auto user : users)
        wanted.action == Action::AddUsers ? add_member(writer, group->id, user) : drop_member(writer, group->id, user);
}

void rename(SessionContext& session, StoreWriter& writer, const GroupStatement& wanted) {
    const auto group = require_group(session, wanted.name);
    require_free_group(session, wanted.new_name);
    rename_group(writer, group->id, wanted.new_name);
}

} // namespace

// Only superusers make groups (r_CREATE_GROUP); that only they change and drop them is INF.
void Commands::change_group(const Statement& statement, const char* what) {
    const auto wanted = parse_group_statement(statement);
    require_superuser(session_, what);
    if (wanted.action == Action::Drop)
        lock_identities({identity_lock('g', require_group(session_, wanted.name)->id)}, LockMode::AccessExclusive);
    lock_users();
    require_superuser(session_, what);
    auto& writer = session_.transaction().store().writer();
    switch (wanted.action) {
    case Action::Create: create(session_, writer, wanted); break;
    case Action::AddUsers:
    case Action::DropUsers: change_members(session_, writer, wanted); break;
    case Action::Rename: rename(session_, writer, wanted); break;
    case Action::Drop: drop_group(wanted.name); break;
    }
    session_.note_store_change();
}

void Commands::drop_group(const std::string& name) {
    const auto group = require_group(session_, name);
    bool held = false;
    runner_.look_up([&](duckdb::ClientContext& context) {
        held = holds_privileges(session_, context, {catalog::GranteeKind::Group, group->id});
    });
    if (held)
        throw SqlError(
            state::kObjectInUse,
            fmt::format("group \"{}\" can't be dropped because the group has a privilege on some object", name));
    erase_group(session_.transaction().store().writer(), group->id);
}

template <> Outcome Commands::run_as<StatementKind::CreateGroup>(const Statement& statement) {
    change_group(statement, "create group");
    return {};
}

template <> Outcome Commands::run_as<StatementKind::AlterGroup>(const Statement& statement) {
    change_group(statement, "alter group");
    return {};
}

template <> Outcome Commands::run_as<StatementKind::DropGroup>(const Statement& statement) {
    change_group(statement, "drop group");
    return {};
}

} // namespace redstart::sql
