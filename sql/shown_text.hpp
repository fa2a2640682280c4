// The text of a statement as logs and system views may show it: passwords are '***'. Pure functions.
#pragma once

#include "sql/statement.hpp"

#include <string>

namespace redstart::sql {

std::string shown_text(const Statement& statement);

} // namespace redstart::sql
