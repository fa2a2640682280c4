// Walks the schemas and relations a session can name: its database, its temporary tables and the system views.
// Values taken in the caller's transaction; entries they point to live as long as that transaction. One thread.
#pragma once

#include "catalog/type/type_map.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace duckdb {
class CatalogEntry;
class ClientContext;
} // namespace duckdb

namespace redstart::catalog {

inline constexpr std::uint32_t kPgCatalogOid = 11;
inline constexpr std::uint32_t kPublicOid = 2200;
inline constexpr std::uint32_t kTempNamespaceOid = 11000;
inline constexpr std::uint32_t kInformationSchemaOid = 12500;
inline constexpr std::uint32_t kFirstNormalOid = 16384; // plus the engine's number, for objects without an oid tag

struct NamespaceRow {
    std::uint32_t oid = 0;
    std::string name;
    std::int32_t owner = 0;
    std::string comment;
};

struct RelationRow {
    std::uint32_t oid = 0;
    std::string name;
    std::string schema;
    std::uint32_t schema_oid = 0;
    std::int32_t owner = 0;
    char kind = 'r';        // 'r' table, 'v' view
    char persistence = 'p'; // 'p' permanent, 't' temporary
    std::int16_t columns = 0;
    bool has_primary_key = false;
    bool has_index = false; // a primary or unique key; Redshift lists them in pg_index, although nothing is indexed
    bool has_foreign_key = false;
    double tuples = 0;
    const duckdb::CatalogEntry* entry = nullptr; // nullptr for a system view
};

struct AttributeRow {
    std::uint32_t relation = 0;
    std::string name;
    WireType type;
    std::int16_t number = 0;
    bool not_null = false;
    std::optional<std::string> default_value; // SQL text
    std::optional<std::string> comment;
    bool distribution_key = false;
    std::int16_t sort_key = 0; // position in the sort key from 1, 0 none; of an interleaved one -2, -4, ...
    std::string encoding;      // as PG_TABLE_DEF prints it
};

// Table constraints. Redshift does not enforce keys: they are tags of the table (declared_key.hpp).
struct ConstraintRow {
    std::uint32_t oid = 0;
    std::string name;
    std::uint32_t schema_oid = 0;
    char type = 'p'; // 'p', 'u', 'f', 'c'
    std::uint32_t relation = 0;
    std::vector<std::int64_t> columns; // attribute numbers
    std::string target_schema;         // of a foreign key
    std::string target_table;
    std::uint32_t target = 0;
    std::vector<std::int64_t> target_columns;
    std::uint32_t key = 0;        // a key's own oid; of a foreign key the oid of the key it refers to, 0 without one
    std::string definition;       // as pg_get_constraintdef prints it
    std::string index_definition; // of a primary or unique key, as pg_get_indexdef prints it
    std::int32_t owner = 0;       // the relation's
    char persistence = 'p';       // the relation's
    std::optional<std::string> comment;
};

std::vector<NamespaceRow> namespaces(duckdb::ClientContext& context);
std::vector<RelationRow> relations(duckdb::ClientContext& context);
std::vector<AttributeRow> attributes(const RelationRow& relation);
std::vector<ConstraintRow> constraints(const std::vector<RelationRow>& relations);

// A view's text: as the client sent it, or printed from its tree. Empty when the relation is no view.
std::string view_definition(const RelationRow& relation);
// COMMENT ON the relation; nullopt when there is none.
std::optional<std::string> comment_of(const RelationRow& relation);
// The value of a tag of the relation; empty when there is none.
std::string tag_of(const RelationRow& relation, const std::string& tag);

} // namespace redstart::catalog
