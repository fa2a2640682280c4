// StoreChange: one change of the system database as a value: a statement of a closed list and its values. Changes can
// be noted as text and made again from it (sql/session/redo). Values; StoreWriter belongs to one connection and its
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// clang-format off
enum class StoreStatement : unsigned char {
    InsertUser, UpdateUser, DeleteUser, SetUserSetting, ResetUserSetting,
    InsertDatabase, UpdateDatabase, DeleteDatabase, SetDatabaseSetting, ResetDatabaseSetting,
    InsertGroup, RenameGroup, DeleteGroup, AddGroupMember, DropGroupMember, DropGroupMembers,
    InsertRole, UpdateRole, DeleteRole, GrantRoleToUser, RevokeRoleFromUser, GrantRoleToRole, RevokeRoleFromRole,
    RevokeRole, RevokeRolesFromUser, GrantPermission, RevokePermission, RevokePermissions,
    InsertCounter, SetCounter, DeleteCounter
};
// clang-format on

// Texts for all of them; the statement says of which type each is. nullopt is NULL.
using StoreValues = std::vector<std::optional<std::string>>;

struct StoreChange {
    StoreStatement statement = StoreStatement::InsertUser;
    StoreValues values;
};

// What they are as values.
inline std::string store_value(std::string_view text) { return std::string(text); }
inline std::string store_value(bool value) { return value ? "true" : "false"; }
inline std::string store_value(std::int32_t value) { return std::to_string(value); }
inline std::string store_value(std::int64_t value) { return std::to_string(value); }
inline std::string store_value(std::uint32_t value) { return std::to_string(value); }
inline std::string store_value(const std::string& text) { return text; }
template <typename T> std::optional<std::string> store_value(const std::optional<T>& value) {
    if (!value) return std::nullopt;
    return store_value(*value);
}

// The statement's SQL; its values are $1, $2, ...
std::string_view sql_of(StoreStatement statement);

// Changes as one text, and back. A text that is none throws SqlError 58000.
std::string changes_as_text(const std::vector<StoreChange>& changes);
std::vector<StoreChange> changes_from_text(std::string_view text);

} // namespace redstart::sql
