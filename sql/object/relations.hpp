// Looking up tables and views by the names a client uses: search path, pg_catalog first, temporary tables before it.
// Functions over an engine transaction the caller holds open; one thread at a time.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "catalog/state/databases.hpp"
#include "protocol/error.hpp"
#include "sql/lock/lock_manager.hpp"
#include "sql/parse/qualified_name.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace redstart::sql {

class FunctionNames;

// What becomes of a parameter whose type nobody gave: it stays, for the engine to infer; or, where the engine cannot,
// a probe that finds its type (parameter_types.hpp) and, where only the statement's shape is wanted, an empty string or
// NULL stands for it.
enum class Untyped : unsigned char { Leave, Probe, Text, Null };

// Whose names: the session's database, the schemas of its search path in order, and its rights.
struct NameScope {
    std::string database;
    std::vector<std::string> search_path; // "$user" as it is written: searched_schemas.hpp
    std::string user_name;
    std::int32_t user_id = 0;
    bool superuser = false;
    std::set<std::string> entered; // other databases whose lock the transaction holds: it may look into them
    std::vector<std::uint32_t> parameter_types; // type OIDs the client gave to $1..$n; 0 leaves it to the engine
    Untyped untyped = Untyped::Leave;
    std::optional<std::int32_t> named_owner;  // whom CREATE SCHEMA ... AUTHORIZATION or OWNER TO names
    const FunctionNames* functions = nullptr; // which functions a client may call; lives as long as the engine
    std::function<std::uint32_t()> new_oid;   // for a relation or schema that the statement makes
};

// A name in a database that the transaction has not entered: nothing was looked up. As an error of a statement that
// cannot read other databases it says just that (cross-database-overview: they are read only).
class OtherDatabase : public protocol::SqlError {
public:
    explicit OtherDatabase(std::string database);
    const std::string& database() const noexcept { return database_; }

private:
    std::string database_;
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
// not supported and for system catalogs of another database, OtherDatabase for one that was not entered, 42501 for a
// system view the user may not read, 3F000 for an unknown schema.
std::optional<Relation> find_relation(duckdb::ClientContext& context, const NameScope& scope,
                                      const std::string& catalog, const std::string& schema, const std::string& name);

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

// The schema a new object goes to: the one named, or the first of the search path that exists (else 3F000).
std::string creation_schema(duckdb::ClientContext& context, const NameScope& scope, const std::string& schema);

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
