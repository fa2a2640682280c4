// The access lists of objects, as they are kept with them, and whose the objects are. Functions over the catalog as the
// caller's transaction sees it; the session's database only.
#pragma once

#include "catalog/right/acl.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace duckdb {
class CatalogEntry;
class ClientContext;
} // namespace duckdb

namespace redstart::catalog {

inline constexpr const char* kAclTag = "acl";        // of a relation, and in the notes of a schema or the database
inline constexpr const char* kColumnAclTag = "acl."; // and a column's name: a tag of its relation

struct ObjectAcl {
    std::int32_t owner = 0;
    Acl acl;             // what was granted, or else the default
    bool changed = true; // something was granted or revoked
};

std::int32_t relation_owner(const duckdb::CatalogEntry& entry);
ObjectAcl relation_acl(const duckdb::CatalogEntry& entry);
// What is granted of one column; empty when nothing is.
Acl column_acl(const duckdb::CatalogEntry& entry, const std::string& column);
// Some column has an access list.
bool has_column_acls(const duckdb::CatalogEntry& entry);

// The schema has to exist.
ObjectAcl schema_acl(duckdb::ClientContext& context, const std::string& database, const std::string& schema);
// `owner` is the database's.
ObjectAcl database_acl(duckdb::ClientContext& context, const std::string& database, std::int32_t owner);

// Default privileges of new objects (ALTER DEFAULT PRIVILEGES): tags in the notes of the schema that they are for, or
// of the database.
struct DefaultAcl {
    std::int32_t owner = 0; // whose new objects
    std::string schema;     // where; empty: everywhere
    NewObject object = NewObject::Relation;
    Acl acl; // on top of what every new object has
};

std::string default_acl_tag(std::int32_t owner, NewObject object);
std::vector<DefaultAcl> default_acls(duckdb::ClientContext& context, const std::string& database);
// The access list of a relation that `owner` makes, as a text; empty where there are no default privileges for it.
std::string new_relation_acl(duckdb::ClientContext& context, const std::string& database, const std::string& schema,
                             std::int32_t owner);

// Something in the database was granted to the grantee, or by default is, or by it when it is a user.
bool holds_privileges(duckdb::ClientContext& context, const std::string& database, const Grantee& grantee);

} // namespace redstart::catalog
