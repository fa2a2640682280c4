// The result columns of a SimpleSelect, and whether it can be answered without the engine at all. Pure functions.
#pragma once

#include "protocol/backend.hpp"
#include "sql/run/instant_select.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace redstart::sql {

// nullopt when an item has a value that only the engine can make (numerics, dates, a wrong argument).
std::optional<std::vector<protocol::ColumnDescription>> simple_columns(const SimpleSelect& select);

// int4, or int8 when an operand needs it.
std::uint32_t arithmetic_type(const SimpleArithmetic& arithmetic);

// Fills in the types that the client left open, by the places of the parameters; varchar where a place tells nothing.
void infer_parameters(const SimpleSelect& select, std::vector<std::uint32_t>& types);

} // namespace redstart::sql
