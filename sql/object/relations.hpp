// Looking up tables and views by the names a client uses: search path, pg_catalog first, temporary tables before it.
// Functions over an engine transaction the caller holds open; one thread at a time.
#pragma once

#include "catalog/state/system_permissions.hpp"
#include "protocol/error.hpp"
#include "sql/object/name_scope.hpp"
#include "sql/parse/qualified_name.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

// A name in a database that the transaction has not entered: nothing was looked up. As an error of a statement that
// cannot read other databases it says just that (cross-database-overview: they are read only).
class OtherDatabase : public protocol::SqlError {
public:
    explicit OtherDatabase(std::string database);
    const std::string& database() const noexcept { return database_; }

private:
    std::string database_;
};

// The relation a possibly qualified name stands for; empty parts are not given. Throws 0A000 for a known name that is
// not supported and for system catalogs of another database, OtherDatabase for one that was not entered, 42501 for a
// system view the user may not read and a named schema that he may not use, 3F000 for an unknown schema. `as`: whose
// right to use the schema counts, instead of the session's user's.
std::optional<Relation> find_relation(duckdb::ClientContext& context, const NameScope& scope,
                                      const std::string& catalog, const std::string& schema, const std::string& name,
                                      std::optional<std::int32_t> as = std::nullopt);

std::optional<Relation> find_relation(duckdb::ClientContext& context, const NameScope& scope,
                                      const QualifiedName& name);

// The same, or 42P01 `relation "x" does not exist`.
Relation require_relation(duckdb::ClientContext& context, const NameScope& scope, const std::string& catalog,
                          const std::string& schema, const std::string& name);

Relation require_relation(duckdb::ClientContext& context, const NameScope& scope, const QualifiedName& name);

// Nothing of a client's may write, lock or change a system view: 42501.
void refuse_system_view(const Relation& relation);
// The same, and 42809 for a view: what is left is a table.
void require_table(const Relation& relation);

// The schema a new object goes to: the one named, or the first of the search path that exists (else 3F000). Throws
// 42501 when the user may not create in it; the system permission is as good as the right to.
std::string creation_schema(duckdb::ClientContext& context, const NameScope& scope, const std::string& schema,
                            std::optional<catalog::SystemPermission> permission = std::nullopt);

// True for a relation of another database than the session's: it can be read only (cross-database-overview).
bool is_foreign(const NameScope& scope, const Relation& relation);
// Throws 0A000 for one.
void require_own_database(const NameScope& scope, const Relation& relation);
// What stands for a database in the lock table: its oid, which no relation has.
Relation database_lock(const catalog::Database& database);

// What database.schema.name stands for now; nullopt when it is not there.
std::optional<Relation> current_relation(duckdb::ClientContext& context, const Relation& relation);
// The oid that database.schema.name has now; 0 when it is not there.
RelationId current_oid(duckdb::ClientContext& context, const Relation& relation);

} // namespace redstart::sql
