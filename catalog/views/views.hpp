// Every declared system view, found by name or OID, and the names of those that Redshift has and Redstart has not.
// Constants; any thread.
#pragma once

#include "catalog/views/system_view.hpp"

#include <span>
#include <string_view>

namespace redstart::catalog {

// Every declared view, in the order the families are listed in views.cpp.
std::span<const SystemView* const> all_views();

// The view of this name (lower case), or nullptr. O(1).
const SystemView* find_view(std::string_view schema, std::string_view name);
// The view of this OID, or nullptr. O(1).
const SystemView* find_view(std::uint32_t oid);

// True for a relation of pg_catalog that Redshift has and Redstart does not: the answer is 0A000 "not supported", never
// 42P01. Source: the system table reference of the Redshift developer guide.
bool known_unsupported_relation(std::string_view name);

namespace views {
// One family per file under catalog/views/.
std::span<const SystemView> pg_catalog();
std::span<const SystemView> pg_relations();
std::span<const SystemView> pg_statistics();
std::span<const SystemView> pg_empty();
std::span<const SystemView> pg_empty_tools();
std::span<const SystemView> information_schema();
std::span<const SystemView> information_schema_rest();
std::span<const SystemView> stl();
std::span<const SystemView> stv();
std::span<const SystemView> svl();
std::span<const SystemView> svv();
std::span<const SystemView> svv_objects();
std::span<const SystemView> sys();
std::span<const SystemView> transfers();
std::span<const SystemView> privileges();
} // namespace views

} // namespace redstart::catalog
