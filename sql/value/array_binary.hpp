// PostgreSQL's binary form of arrays (array_send and array_recv, arrayfuncs.c), for list values of the engine.
// Pure functions; any thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace redstart::sql {

// Throws 0A000 unless the elements of `list`, of any depth, have a binary form.
void check_array(const duckdb::LogicalType& list);

// `count` list values of `source` into the BLOB vector `target`, NULLs kept. int2vector and oidvector begin at 0, other
// arrays at 1. Throws 2202E when the lists inside a list differ in length.
void arrays_to_binary(duckdb::Vector& source, duckdb::Vector& target, std::size_t count);

// A value in the binary form of the type with that OID; throws 22P03.
using ElementReader = duckdb::Value(std::uint32_t type, std::string_view field);

// A field in the binary form of the array type with this OID. Throws 22P03 for bytes that are none, 42804 for elements
// of another type, 0A000 for several dimensions, 54000 for more than six.
duckdb::Value array_from_binary(std::uint32_t type, std::string_view field, ElementReader* read);

} // namespace redstart::sql
