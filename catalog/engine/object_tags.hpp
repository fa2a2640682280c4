// The tags Redstart keeps on the engine's catalog entries: they are stored with the object, so oid, owner and table
// attributes live and die with it, transactionally. Pure functions over an entry the caller keeps alive.
#pragma once

#include <cstdint>
#include <string>

namespace duckdb {
class CatalogEntry;
struct CreateInfo;
} // namespace duckdb

namespace redstart::sql {

inline constexpr const char* kOidTag = "oid";
inline constexpr const char* kOwnerTag = "owner";
inline constexpr const char* kDefinitionTag = "definition";      // a view's text as the client sent it
inline constexpr const char* kLateBindingTag = "late_binding";   // WITH NO SCHEMA BINDING
inline constexpr const char* kFixedColumnsTag = "fixed_columns"; // a view's query went through fix_columns()

// The object's oid; 0 when it carries none (objects the engine made itself).
std::uint32_t oid_of(const duckdb::CatalogEntry& entry);

// Stamps a new object before it is created.
void stamp(duckdb::CreateInfo& info, std::uint32_t oid, std::int32_t owner_id);

} // namespace redstart::sql
