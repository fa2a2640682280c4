// Values as clients send them, in text or binary, to the engine's values.
// Pure functions, any thread.
#pragma once

#include "sql/engine_types.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace redstart::sql {

// A field in PostgreSQL's binary format of the type with this OID; 0 and unknown are taken as text.
// Throws 22P03 and 22003 for bytes that are no value of the type, 0A000 for a type without a binary format.
duckdb::Value value_from_binary(std::uint32_t type, std::string_view field);

// The text forms of integers (int16, int32 or int64) and boolean, blanks around them allowed.
// Throw 22P02 for text that is no such value, 22003 for an integer that does not fit.
template <typename Integer> Integer integer_from_text(std::string_view text);
bool bool_from_text(std::string_view text);

// bytea's text form: "\x" and hexadecimal digits, or the text's own bytes. Throws 22P02.
std::string bytes_from_text(std::string_view text);

} // namespace redstart::sql
