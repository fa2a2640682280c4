// Names of relations and aliases in the engine's spelling.
// Pure functions over a Rewriter.
#pragma once

#include "sql/dialect/rewriter.hpp"

namespace redstart::sql {

// One past name[.name...] at `i`. Throws 42601 when there is no name.
std::size_t qualified_name_end(const Rewriter& rewriter, std::size_t i);

// The parts of the name as identifier_value() gives them.
std::vector<std::string> name_parts(const Rewriter& rewriter, std::size_t first, std::size_t last);

// The name as SQL for the engine: as written where that will do, else quoted.
std::string engine_name(const Rewriter& rewriter, std::size_t first, std::size_t last);

// A table whose name begins with '#' is temporary.
bool is_temp_name(const Token& token);

} // namespace redstart::sql
