// The types that PREPARE names and the arguments of EXECUTE, which become values of those types by assignment
// (PostgreSQL). Pure functions, any thread.
#pragma once

#include "sql/parse/words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

struct LexOptions;

// The OID of a type as written: "varchar(10)", "INT[]". Throws 42704 for a name that is no type's.
std::uint32_t written_type(std::string_view written);

// The literal `argument`, with or without a cast, as text of the parameter's type; nullopt for NULL. `number` is that
// of the parameter. Throws 0A000 for what is no literal, 42804 for one that cannot become such a value, and what is
// wrong with the value.
std::optional<std::string> argument_text(std::string_view argument, std::size_t number, std::uint32_t type,
                                         const LexOptions& options);

} // namespace redstart::sql
