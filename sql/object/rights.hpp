// The rights that a statement needs, and whether who needs them has them: privileges on relations, schemas and the
// database, or to own them. Functions over an engine transaction the caller holds open; one thread at a time.
// Sources: Redshift developer guide, GRANT and "Required privileges" of each statement; texts PostgreSQL's.
#pragma once

#include "catalog/right/privilege.hpp"
#include "catalog/state/system_permissions.hpp"
#include "sql/object/name_scope.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

// How much: every privilege; to own the object or to have one of them; the same, where ownership is what is missed.
enum class Need : unsigned char { All, Any, Own };

// The system permission, which roles have, is as good.
struct RightNeeded {
    catalog::ObjectKind kind = catalog::ObjectKind::Relation;
    Relation object = {}; // of a schema: its database and name in `catalog` and `schema`; of a database: `catalog`
    catalog::Privileges privileges = 0;
    Need need = Need::All;
    std::optional<catalog::SystemPermission> permission = {};
    std::int32_t user = 0;                 // who needs it: the session's user, or the owner of a view
    std::vector<std::string> columns = {}; // that are written: where the table does not grant it, each column may
};

RightNeeded to_use(const Relation& relation, catalog::Privileges privileges);
RightNeeded to_use_any(const Relation& relation, catalog::Privileges privileges);
RightNeeded to_own(const Relation& relation, catalog::Privileges instead = 0,
                   std::optional<catalog::SystemPermission> permission = std::nullopt);
RightNeeded in_schema(const std::string& database, const std::string& schema, catalog::Privilege privilege,
                      std::optional<catalog::SystemPermission> permission = std::nullopt);
RightNeeded in_database(const std::string& database, catalog::Privilege privilege,
                        std::optional<catalog::SystemPermission> permission = std::nullopt);

// `user` has it, as the transaction sees the object and the server its users.
bool has_right(duckdb::ClientContext& context, const NameScope& scope, const RightNeeded& needed);
// Throws 42501 otherwise: `permission denied for relation t`, `must be owner of relation t`.
void require_right(duckdb::ClientContext& context, const NameScope& scope, const RightNeeded& needed);
// The same of the session's user.
void require_own_right(duckdb::ClientContext& context, const NameScope& scope, RightNeeded needed);

// Columns of the relation that the user may not read; empty when he may read all, or none at all.
std::vector<std::string> hidden_columns(duckdb::ClientContext& context, const NameScope& scope,
                                        const Relation& relation, std::int32_t user);

} // namespace redstart::sql
