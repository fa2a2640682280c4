// Text of a client to the values of a column, as PostgreSQL's input functions read it where the engine reads it
// otherwise: integers and booleans by their grammar, bytea, numbers that do not fit.
// Functions over the caller's data, on the session's thread, inside its transaction.
#pragma once

#include "sql/engine_types.hpp"

#include <cstddef>
#include <string>

namespace duckdb {
class Vector;
}

namespace redstart::sql {

// `count` texts (VARCHAR, flat) to the type of `to`. Returns false or throws when one of them is no value of the type;
// `message` is the engine's, if it has one. check_text() then tells which one and why.
bool cast_texts(duckdb::ClientContext& context, duckdb::Vector& from, duckdb::Vector& to, std::size_t count,
                std::string& message);

// Throws the error of one text that is no value of the type: 22P02, 22003, 22007, 22008.
void check_text(duckdb::ClientContext& context, const std::string& text, const duckdb::LogicalType& type);

} // namespace redstart::sql
