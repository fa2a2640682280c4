// Values of every type as the text that clients see, in the engine's vectors: what a column shows, a cast to text
// gives, and an array has as its elements. Functions of the engine's threads and of the backend's; they keep no state.
#pragma once

#include "sql/value/value_writer.hpp"

#include <cstddef>

namespace duckdb {
class ClientContext;
struct BoundCastInfo;
class Vector;
} // namespace duckdb

namespace redstart::sql {

// How `type` is written as text in the session that `context` belongs to.
ValueWriter text_writer(duckdb::ClientContext& context, const duckdb::LogicalType& type);

// `count` values into the VARCHAR vector `target`, as ValueWriter writes them or, without a writer, the engine does.
// NULLs are kept. Throws 22008 through the engine.
void values_to_text(duckdb::ClientContext& context, duckdb::Vector& source, duckdb::Vector& target, std::size_t count);

// `cast`, the engine's own cast of `source` to a text type, becomes values_to_text() where the engine's text is another
// than PostgreSQL's; `context` must outlive it.
void replace_cast_to_text(duckdb::ClientContext& context, duckdb::BoundCastInfo& cast,
                          const duckdb::LogicalType& source);

} // namespace redstart::sql
