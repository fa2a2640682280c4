// Text to the values of a type, as PostgreSQL's input functions read it: one cast for statements and for COPY.
// Functions of the engine's threads; they keep no state.
#pragma once

#include <cstddef>
#include <string>

namespace duckdb {
class ClientContext;
class Expression;
struct BoundCastInfo;
struct LogicalType;
class Vector;
} // namespace duckdb

namespace redstart::sql {

// `cast`, the engine's own cast of a text type to `target`, becomes the one that reads as PostgreSQL does; left alone
// for a target that is no type of a column. Values it cannot read are SqlError 22P02, 22003, 22007, 22008, 22009 or
// 22015 through the engine (catalog/engine/engine_error.hpp), NULL in TRY_CAST.
void replace_text_cast(duckdb::ClientContext& context, duckdb::BoundCastInfo& cast, const duckdb::LogicalType& target);

// `count` texts (VARCHAR) to the type of `to`. Throws the same for the first text that is no value of it.
void cast_texts(duckdb::ClientContext& context, duckdb::Vector& from, duckdb::Vector& to, std::size_t count);

// Throws the error of one text that is no value of the type.
void check_text(duckdb::ClientContext& context, const std::string& text, const duckdb::LogicalType& type);

} // namespace redstart::sql
