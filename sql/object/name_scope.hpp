// NameScope: whose names a statement has; Relation: what a name stands for. Values; the pointers of a scope live as
// long as the engine.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "catalog/state/databases.hpp"
#include "catalog/state/users.hpp"
#include "sql/lock/lock_manager.hpp"

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
    std::optional<std::int32_t> named_owner;       // whom CREATE SCHEMA ... AUTHORIZATION or OWNER TO names
    const FunctionNames* functions = nullptr;      // which functions a client may call; lives as long as the engine
    const catalog::UserDirectory* users = nullptr; // whose rights are checked; these live as long as the engine, too
    const catalog::DatabaseDirectory* databases = nullptr;
    std::function<std::uint32_t()> new_oid; // for a relation or schema that the statement makes
};

enum class RelationKind : unsigned char { Table, View, SystemView };

struct Relation {
    RelationKind kind = RelationKind::Table;
    std::string catalog; // of the engine: the database, "temp" or "system"
    std::string schema;
    std::string name;
    RelationId oid = 0;
};

} // namespace redstart::sql
