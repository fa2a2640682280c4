// What is kept of a schema or of the whole database beside the engine's entry, which cannot be changed, and of which
// the engine's log has only the name: oids, owners, descriptions. They are tags of an entry of ours in the engine's
// schema `main`, where no client looks, so they live and die in transactions. Functions over the catalog as the
// caller's transaction sees it.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "catalog/engine/entry_tags.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace duckdb {
class ClientContext;
class SchemaCatalogEntry;
struct CreateSequenceInfo;
} // namespace duckdb

namespace redstart::catalog {

inline constexpr const char* kDatabaseNotes = "database";
std::string schema_notes(const std::string& schema);

// What was noted; with nothing noted it has none.
struct ObjectNotes {
    Tags tags;
    std::optional<std::string> description;
};
ObjectNotes notes_of(duckdb::ClientContext& context, const std::string& database, const std::string& object);

// The objects with notes whose names begin so.
std::vector<std::string> noted_objects(duckdb::ClientContext& context, const std::string& database,
                                       std::string_view prefix);

// Changes tags, and the description where `changes` has one (entry_tags.hpp); empty ones are taken away.
void change_notes(duckdb::ClientContext& context, const std::string& database, const std::string& object,
                  const Tags& changes);
// A schema as the notes, and the tags it was made with, tell it; an oid of 0 and no owner are told by neither.
struct SchemaIdentity {
    std::uint32_t oid = 0;
    std::optional<std::int32_t> owner;
    std::optional<std::string> description;
};
SchemaIdentity identity_of_schema(duckdb::ClientContext& context, const std::string& database,
                                  const duckdb::SchemaCatalogEntry& schema);
// The notes of a new schema, to be made with it.
sql::Owned<duckdb::CreateSequenceInfo> new_schema_notes(const std::string& database, const std::string& schema,
                                                        std::uint32_t oid, std::int32_t owner);
// Those of a dropped schema.
void drop_notes(duckdb::ClientContext& context, const std::string& database, const std::string& object);

} // namespace redstart::catalog
