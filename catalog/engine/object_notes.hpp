// What is kept of a schema or of the whole database beside the engine's entry, which cannot be changed: descriptions,
// owners. They are tags of an entry of ours in the engine's schema `main`, where no client looks, so they live and die
// in transactions. Functions over the catalog as the caller's transaction sees it.
#pragma once

#include "catalog/engine/entry_tags.hpp"

#include <cstdint>

namespace duckdb {
class ClientContext;
} // namespace duckdb

namespace redstart::catalog {

inline constexpr const char* kDatabaseNotes = "database";
std::string schema_notes(std::uint32_t schema_oid);

// What was noted; with nothing noted it has none.
struct ObjectNotes {
    Tags tags;
    std::optional<std::string> description;
};
ObjectNotes notes_of(duckdb::ClientContext& context, const std::string& database, const std::string& object);

// Changes tags, and the description where `changes` has one (entry_tags.hpp); empty ones are taken away.
void change_notes(duckdb::ClientContext& context, const std::string& database, const std::string& object,
                  const Tags& changes);
// Those of a dropped schema.
void drop_notes(duckdb::ClientContext& context, const std::string& database, const std::string& object);

} // namespace redstart::catalog
