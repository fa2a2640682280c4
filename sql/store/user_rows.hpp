// Users as rows of the system database. The writing functions are in the transaction of their writer, the reading ones
// see what that of their connection does. All throw what the engine says as SqlError.
#pragma once

#include "catalog/state/users.hpp"
#include "sql/store/store_writer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// What a user, and one of the values that sessions of a user or database begin with, take in memory, in bytes: they
// count among definitions (DefinitionMemory).
inline constexpr std::int64_t kUserBytes = 2048;
inline std::int64_t setting_bytes(std::string_view value) { return 512 + 2 * static_cast<std::int64_t>(value.size()); }

// All of them, with their first values; without groups, roles and permissions.
std::vector<catalog::User> read_users(duckdb::Connection& connection);

void insert_user(StoreWriter& writer, const catalog::User& user);
void update_user(StoreWriter& writer, const catalog::User& user);
// With his first values, and out of groups and roles.
void erase_user(StoreWriter& writer, std::int32_t user_id);
// Never given before, unless the transaction that took it was rolled back: sessions and objects outlive a user, and
// belong to its id.
std::int32_t take_user_id(StoreWriter& writer);
// ALTER USER ... SET; nullopt: RESET, of every parameter with "all".
void set_user_setting(StoreWriter& writer, std::int32_t user_id, const std::string& name,
                      const std::optional<std::string>& value);

} // namespace redstart::sql
