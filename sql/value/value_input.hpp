// Values as clients send them, in text or binary, to the engine's values.
// Pure functions, any thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/value_types.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace redstart::sql {

// A field in PostgreSQL's binary format of the type with this OID; 0 and unknown are taken as text.
// Throws 22P03 and 22003 for bytes that are no value of the type, 0A000 for a type without a binary format.
duckdb::Value value_from_binary(std::uint32_t type, std::string_view field);

// unscaled / 10^scale as a DECIMAL with no more digits than it has.
duckdb::Value decimal_value(protocol::Int128 unscaled, int scale);

// boolean's text form, blanks around it allowed. Throws 22P02.
bool bool_from_text(std::string_view text);

// bytea's text form: "\x" and hexadecimal digits, or the text's own bytes. Throws 22P02.
std::string bytes_from_text(std::string_view text);

} // namespace redstart::sql
