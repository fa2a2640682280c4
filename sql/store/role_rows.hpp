// Roles, whom they are granted to and what they permit, as rows of the system database. In the transaction of the
// writer or connection; all throw what the engine says as SqlError.
#pragma once

#include "catalog/state/roles.hpp"
#include "sql/store/store_writer.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

// In memory, in bytes, a role and each grant of one, as kUserBytes.
inline constexpr std::int64_t kRoleBytes = 1024;
inline constexpr std::int64_t kRoleGrantBytes = 64;

// The system's roles among them, which have no rows of their own; by id.
std::vector<catalog::Role> read_roles(duckdb::Connection& connection);

// Its id is taken here, and never given again; it is granted to nobody.
std::int32_t insert_role(StoreWriter& writer, const catalog::Role& role);
void update_role(StoreWriter& writer, const catalog::Role& role); // its name, owner and external id
void erase_role(StoreWriter& writer, std::int32_t id);            // with all its grants
// None of these minds what there was.
void grant_role_to_user(StoreWriter& writer, std::int32_t role_id, const catalog::RoleMember& user);
void revoke_role_from_user(StoreWriter& writer, std::int32_t role_id, std::int32_t user_id);
void grant_role_to_role(StoreWriter& writer, std::int32_t granted_id, std::int32_t role_id);
void revoke_role_from_role(StoreWriter& writer, std::int32_t granted_id, std::int32_t role_id);
void grant_permissions(StoreWriter& writer, std::int32_t role_id, catalog::SystemPermissions permissions);
void revoke_permissions(StoreWriter& writer, std::int32_t role_id, catalog::SystemPermissions permissions);

} // namespace redstart::sql
