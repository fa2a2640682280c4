// Looking up tables and views by the names a client uses: search path, pg_catalog first, temporary tables before it.
// Functions over an engine transaction the caller holds open; one thread at a time.
#pragma once

#include "sql/engine_types.hpp"
#include "sql/lock/lock_manager.hpp"
#include "sql/qualified_name.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

// Whose names: the session's database, the schemas of its search path in order, and its rights.
struct NameScope {
    std::string database;
    std::vector<std::string> search_path; // "$user" expanded; schemas that do not exist are skipped
    std::string user_name;
    std::int32_t user_id = 0;
    bool superuser = false;
    std::vector<std::uint32_t> parameter_types; // type OIDs the client gave to $1..$n; 0 leaves it to the engine
};

enum class RelationKind : unsigned char { Table, View, SystemView };

struct Relation {
    RelationKind kind = RelationKind::Table;
    std::string catalog; // of the engine: the database, "temp" or "system"
    std::string schema;
    std::string name;
    RelationId oid = 0;
};

// The relation a possibly qualified name stands for; empty parts are not given. Throws 0A000 for a known name that is
// not supported and for another database, 42501 for a system view the user may not read, 3F000 for an unknown schema.
std::optional<Relation> find_relation(duckdb::ClientContext& context, const NameScope& scope,
                                      const std::string& catalog, const std::string& schema, const std::string& name);

// The same, or 42P01 `relation "x" does not exist`.
Relation require_relation(duckdb::ClientContext& context, const NameScope& scope, const std::string& catalog,
                          const std::string& schema, const std::string& name);

Relation require_relation(duckdb::ClientContext& context, const NameScope& scope, const QualifiedName& name);

// Nothing of a client's may write, lock or change a system view: 42501.
void refuse_system_view(const Relation& relation);
// The same, and 42809 for a view: what is left is a table.
void require_table(const Relation& relation);

// The schema a new object goes to: the one named, or the first of the search path that exists (else 3F000).
std::string creation_schema(duckdb::ClientContext& context, const NameScope& scope, const std::string& schema);

// The oid that database.schema.name has now; 0 when it is not there.
RelationId current_oid(duckdb::ClientContext& context, const Relation& relation);

} // namespace redstart::sql
