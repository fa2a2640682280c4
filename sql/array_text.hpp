// PostgreSQL's text form of arrays, `{a,"b c",NULL}`, for list values of the engine. Pure functions.
#pragma once

#include <cstddef>
#include <string>

namespace duckdb {
class Value;
class Vector;
} // namespace duckdb

namespace redstart::sql {

// One list value; elements are quoted where array_out would (array_out, arrayfuncs.c). int2vector and oidvector have
// their own form, `1 2`.
std::string array_text(const duckdb::Value& list);

// `count` list values of `source` into the VARCHAR vector `target`, NULLs kept.
void arrays_to_text(duckdb::Vector& source, duckdb::Vector& target, std::size_t count);

} // namespace redstart::sql
