// What the statements about users, groups and roles have in common: who is meant, and what the session's user may do.
// Everything is looked up as the session's transaction sees it (SessionContext::directories()). On the session's
// thread.
#pragma once

#include "catalog/right/acl.hpp"
#include "catalog/state/directories.hpp"
#include "sql/session/session_context.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace redstart::sql {

// All throw 42704 where there is none.
std::shared_ptr<const catalog::User> require_user(const SessionContext& session, const std::string& name);
std::shared_ptr<const catalog::Group> require_group(const SessionContext& session, const std::string& name);
std::shared_ptr<const catalog::Role> require_role(const SessionContext& session, const std::string& name);

// The session's user, as the transaction sees him; rdsdb has no row, and all rights. nullptr: dropped.
std::shared_ptr<const catalog::User> session_user(const SessionContext& session);
bool is_superuser(const SessionContext& session);
// Throw 42501 `permission denied to <what>` unless he is a superuser, and unless his roles permit it.
void require_superuser(const SessionContext& session, const std::string& what);
void require_permission(const SessionContext& session, catalog::SystemPermission permission, const std::string& what);

// Whether the session's user is a superuser, owns the role or has it with the admin option. In roles.cpp.
bool administers(const SessionContext& session, const catalog::Role& role);

// Counts what rows to come take in memory. Throws 53200.
void take_memory(SessionContext& session, std::int64_t bytes);

// 42710 where a user, or a role, has the name that another one shall get: they share their names (r_CREATE_ROLE).
void require_free_name(const SessionContext& session, const std::string& name);

// Whether he owns a database, a schema, a relation or a role. Throws 58000 for a database that cannot be looked into.
bool owns_something(SessionContext& session, duckdb::ClientContext& context, std::int32_t user_id);
// Whether anything was granted to it on an object of a database, or by default. Throws as the one above.
bool holds_privileges(SessionContext& session, duckdb::ClientContext& context, const catalog::Grantee& grantee);

} // namespace redstart::sql
