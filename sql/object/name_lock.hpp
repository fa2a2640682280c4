// The lock of a name: what two transactions that create, or rename something to, the same name wait for. A pure
// function.
#pragma once

#include "sql/object/relations.hpp"

#include <cstdint>

namespace redstart::sql {

// What stands for a name in the lock table: an oid that no object has, made of the name. Names of different objects may
// meet in one, and then wait for nothing. An empty `name` is that of the schema itself.
Relation name_lock(const std::string& database, const std::string& schema, const std::string& name);

// What stands for a user ('u'), group ('g') or role ('r'): who is given something is not dropped meanwhile.
Relation identity_lock(char kind, std::int32_t id);

} // namespace redstart::sql
