// Groups of users as rows of the system database. In the transaction of the writer or connection; all throw what the
// engine says as SqlError.
#pragma once

#include "catalog/state/groups.hpp"
#include "sql/store/store_writer.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

// In memory, in bytes, a group and each place of a user in one, as kUserBytes.
inline constexpr std::int64_t kGroupBytes = 512;
inline constexpr std::int64_t kMemberBytes = 32;

std::vector<catalog::Group> read_groups(duckdb::Connection& connection);

// Its id is taken here, and never given again; its members are not looked at.
std::int32_t insert_group(StoreWriter& writer, const std::string& name);
void rename_group(StoreWriter& writer, std::int32_t id, const std::string& name);
void erase_group(StoreWriter& writer, std::int32_t id); // nobody is in it any more
// Neither minds whether the user was in it.
void add_member(StoreWriter& writer, std::int32_t group_id, std::int32_t user_id);
void drop_member(StoreWriter& writer, std::int32_t group_id, std::int32_t user_id);

} // namespace redstart::sql
