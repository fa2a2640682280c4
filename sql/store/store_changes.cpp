#include "sql/store/store_changes.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <charconv>
#include <iterator>

namespace redstart::sql {
namespace {

struct StatementText {
    StoreStatement statement;
    std::string_view name; // in texts of changes: stays as it is
    std::string_view sql;
};

// clang-format off
// In the order of StoreStatement.
constexpr StatementText kTexts[] = {
    {StoreStatement::InsertUser, "insert user",
     "INSERT INTO redstart_system.main.users VALUES ($1::INTEGER, $2, $3::BOOLEAN, $4::BOOLEAN, $5::BOOLEAN, "
     "$6::BOOLEAN, $7::INTEGER, $8::BIGINT, $9::INTEGER, $10, $11, $12, $13, $14, $15::BIGINT)"},
    {StoreStatement::UpdateUser, "update user",
     "UPDATE redstart_system.main.users SET name=$2, create_db=$3::BOOLEAN, superuser=$4::BOOLEAN, "
     "password_disabled=$5::BOOLEAN, syslog_unrestricted=$6::BOOLEAN, connection_limit=$7::INTEGER, "
     "valid_until=$8::BIGINT, session_timeout=$9::INTEGER, scram=$10, md5=$11, sha256_digest=$12, sha256_salt=$13, "
     "external_id=$14, last_ddl=$15::BIGINT WHERE id=$1::INTEGER"},
    {StoreStatement::DeleteUser, "delete user", "DELETE FROM redstart_system.main.users WHERE id=$1::INTEGER"},
    {StoreStatement::SetUserSetting, "set user setting",
     "INSERT INTO redstart_system.main.user_settings VALUES ($1::INTEGER, $2, $3)"},
    {StoreStatement::ResetUserSetting, "reset user setting",
     "DELETE FROM redstart_system.main.user_settings WHERE user_id=$1::INTEGER AND ($2='all' OR name=$2)"},
    {StoreStatement::InsertDatabase, "insert database",
     "INSERT INTO redstart_system.main.databases VALUES ($1::UINTEGER, $2, $3::INTEGER, $4, $5::INTEGER, $6::BOOLEAN, "
     "$7)"},
    {StoreStatement::UpdateDatabase, "update database",
     "UPDATE redstart_system.main.databases SET name=$2, owner_id=$3::INTEGER, isolation_level=$4, "
     "connection_limit=$5::INTEGER, allow_connections=$6::BOOLEAN, file=$7 WHERE oid=$1::UINTEGER"},
    {StoreStatement::DeleteDatabase, "delete database",
     "DELETE FROM redstart_system.main.databases WHERE oid=$1::UINTEGER"},
    {StoreStatement::SetDatabaseSetting, "set database setting",
     "INSERT INTO redstart_system.main.database_settings VALUES ($1::UINTEGER, $2, $3)"},
    {StoreStatement::ResetDatabaseSetting, "reset database setting",
     "DELETE FROM redstart_system.main.database_settings WHERE database_oid=$1::UINTEGER AND ($2='all' OR name=$2)"},
    {StoreStatement::InsertGroup, "insert group",
     "INSERT INTO redstart_system.main.user_groups VALUES ($1::INTEGER, $2)"},
    {StoreStatement::RenameGroup, "rename group",
     "UPDATE redstart_system.main.user_groups SET name=$2 WHERE id=$1::INTEGER"},
    {StoreStatement::DeleteGroup, "delete group", "DELETE FROM redstart_system.main.user_groups WHERE id=$1::INTEGER"},
    {StoreStatement::AddGroupMember, "add group member",
     "INSERT INTO redstart_system.main.group_members VALUES ($1::INTEGER, $2::INTEGER)"},
    {StoreStatement::DropGroupMember, "drop group member",
     "DELETE FROM redstart_system.main.group_members WHERE group_id=$1::INTEGER AND user_id=$2::INTEGER"},
    // Of a group, or of a user: the other one is NULL.
    {StoreStatement::DropGroupMembers, "drop group members",
     "DELETE FROM redstart_system.main.group_members WHERE group_id=$1::INTEGER OR user_id=$2::INTEGER"},
    {StoreStatement::InsertRole, "insert role",
     "INSERT INTO redstart_system.main.roles VALUES ($1::INTEGER, $2, $3::INTEGER, $4)"},
    {StoreStatement::UpdateRole, "update role",
     "UPDATE redstart_system.main.roles SET name=$2, owner_id=$3::INTEGER, external_id=$4 WHERE id=$1::INTEGER"},
    {StoreStatement::DeleteRole, "delete role", "DELETE FROM redstart_system.main.roles WHERE id=$1::INTEGER"},
    {StoreStatement::GrantRoleToUser, "grant role to user",
     "INSERT INTO redstart_system.main.role_users VALUES ($1::INTEGER, $2::INTEGER, $3::BOOLEAN)"},
    {StoreStatement::RevokeRoleFromUser, "revoke role from user",
     "DELETE FROM redstart_system.main.role_users WHERE role_id=$1::INTEGER AND user_id=$2::INTEGER"},
    {StoreStatement::GrantRoleToRole, "grant role to role",
     "INSERT INTO redstart_system.main.role_roles VALUES ($1::INTEGER, $2::INTEGER)"},
    {StoreStatement::RevokeRoleFromRole, "revoke role from role",
     "DELETE FROM redstart_system.main.role_roles WHERE granted_id=$1::INTEGER AND role_id=$2::INTEGER"},
    {StoreStatement::RevokeRole, "revoke role",
     "DELETE FROM redstart_system.main.role_users WHERE role_id=$1::INTEGER;"
     "DELETE FROM redstart_system.main.role_roles WHERE granted_id=$1::INTEGER OR role_id=$1::INTEGER"},
    {StoreStatement::RevokeRolesFromUser, "revoke roles from user",
     "DELETE FROM redstart_system.main.role_users WHERE user_id=$1::INTEGER"},
    {StoreStatement::GrantPermission, "grant permission",
     "INSERT INTO redstart_system.main.role_permissions VALUES ($1::INTEGER, $2)"},
    {StoreStatement::RevokePermission, "revoke permission",
     "DELETE FROM redstart_system.main.role_permissions WHERE role_id=$1::INTEGER AND permission=$2"},
    {StoreStatement::RevokePermissions, "revoke permissions",
     "DELETE FROM redstart_system.main.role_permissions WHERE role_id=$1::INTEGER"},
    {StoreStatement::InsertCounter, "insert counter",
     "INSERT INTO redstart_system.main.counters VALUES ($1, $2::INTEGER)"},
    {StoreStatement::SetCounter, "set counter",
     "UPDATE redstart_system.main.counters SET value=$2::INTEGER WHERE name=$1"},
    {StoreStatement::DeleteCounter, "delete counter",
     "DELETE FROM redstart_system.main.counters WHERE name=$1 AND value=$2::INTEGER"},
};
// clang-format on
static_assert(std::size(kTexts) == static_cast<std::size_t>(StoreStatement::DeleteCounter) + 1);

const StatementText& text_of(StoreStatement statement) { return kTexts[static_cast<std::size_t>(statement)]; }

protocol::SqlError no_changes() {
    return {protocol::sqlstate::kSystemError, "what was noted of a change of users cannot be read"};
}

// "4:text", and "-" for NULL.
void append(std::string& text, const std::optional<std::string>& value) {
    if (!value) return text.append("-"), void();
    text.append(std::to_string(value->size())).append(":").append(*value);
}

std::optional<std::string> take(std::string_view& text) {
    if (text.starts_with('-')) return text.remove_prefix(1), std::nullopt;
    std::size_t size = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), size);
    if (read.ec != std::errc() || read.ptr == text.data() + text.size() || *read.ptr != ':') throw no_changes();
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()) + 1);
    if (size > text.size()) throw no_changes();
    std::string value(text.substr(0, size));
    text.remove_prefix(size);
    return value;
}

std::size_t take_count(std::string_view& text) {
    const auto digits = take(text).value_or("");
    std::size_t count = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) throw no_changes();
    return count;
}

StoreStatement statement_named(const std::optional<std::string>& name) {
    for (const auto& row : kTexts)
        if (name == row.name) return row.statement;
    throw no_changes();
}

} // namespace

std::string_view sql_of(StoreStatement statement) { return text_of(statement).sql; }

// The statement's name, the number of its values, and these.
std::string changes_as_text(const std::vector<StoreChange>& changes) {
    std::string text;
    for (const auto& change : changes) {
        append(text, std::string(text_of(change.statement).name));
        append(text, std::to_string(change.values.size()));
        for (const auto& value : change.values) append(text, value);
    }
    return text;
}

std::vector<StoreChange> changes_from_text(std::string_view text) {
    std::vector<StoreChange> changes;
    while (!text.empty()) {
        StoreChange change;
        change.statement = statement_named(take(text));
        for (auto left = take_count(text); left > 0; --left) change.values.push_back(take(text));
        changes.push_back(std::move(change));
    }
    return changes;
}

} // namespace redstart::sql
