// GRANT and REVOKE on objects, and ALTER DEFAULT PRIVILEGES, as plain structs.
// Values and pure functions; any thread. Source: Redshift developer guide, GRANT, REVOKE, ALTER DEFAULT PRIVILEGES.
#pragma once

#include "catalog/right/acl.hpp"
#include "sql/parse/qualified_name.hpp"
#include "sql/parse/statement.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

struct GrantTarget {
    catalog::GranteeKind kind = catalog::GranteeKind::User;
    std::string name; // empty for PUBLIC
    bool with_option = false;
};

enum class GrantOn : unsigned char { Relations, RelationsOfSchemas, Schemas, Databases, FunctionsOfSchemas, Functions };

// Privileges of some columns of a relation.
struct ColumnGrant {
    catalog::Privileges privileges = 0;
    std::vector<std::string> columns;
};

struct ObjectGrant {
    bool revoke = false;
    bool only_option = false; // GRANT OPTION FOR
    bool cascade = false;
    bool all = false; // ALL [PRIVILEGES]
    catalog::Privileges privileges = 0;
    std::vector<ColumnGrant> columns;
    GrantOn on = GrantOn::Relations;
    std::vector<QualifiedName> names; // of relations, schemas or databases
    std::string function;             // of Functions: the first one, with its arguments
    std::vector<GrantTarget> targets;
};

struct DefaultGrant {
    std::vector<std::string> users; // FOR USER; none: the session's
    std::vector<std::string> schemas;
    catalog::NewObject object = catalog::NewObject::Relation;
    ObjectGrant grant; // its names are not used
};

// Throws SqlError 42601; 0A000 for what lives elsewhere (models, datashares, languages, external tables, ASSUMEROLE),
// 0LP01 for a privilege that this kind of object does not have, and for WITH GRANT OPTION to a group, a role or PUBLIC.
ObjectGrant parse_object_grant(const Statement& statement);
DefaultGrant parse_default_grant(const Statement& statement);

} // namespace redstart::sql
