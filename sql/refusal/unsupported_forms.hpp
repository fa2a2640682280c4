// Forms of supported commands that Redshift has and Redstart does not: their words are a syntax error to the engine.
// Pure functions; any thread.
#pragma once

#include "sql/parse/statement.hpp"

#include <optional>
#include <string_view>

namespace redstart::sql {

// For a statement that the engine's grammar has refused: the form it has, for example "CONNECT BY";
// nullopt when it is just wrong.
std::optional<std::string_view> unsupported_form(const Statement& statement);

} // namespace redstart::sql
