// Types by the words that PostgreSQL has for them, where the engine uses its own.
// Pure functions over text, any thread; no engine header needed.
#pragma once

#include <string>
#include <string_view>

namespace redstart::sql {

// "VARCHAR" -> "character varying", "DECIMAL(10,2)" -> "numeric".
std::string sql_type(std::string_view engine_type);

// A text of the engine's with the names of types in it exchanged; what is quoted stays.
std::string in_sql_words(std::string_view text);

} // namespace redstart::sql
