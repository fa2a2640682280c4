// The check of one value against the length of the column it is assigned to, as an expression of the engine.
// Pure functions, any thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <cstdint>
#include <optional>

namespace duckdb {
class Expression;
} // namespace duckdb

namespace redstart::sql {

struct LengthLimit {
    std::uint32_t bytes = 0;
    bool blank_padded = false; // char(n), not varchar(n)
};

// The limit of a column's type; nullopt for every type but varchar(n) and char(n).
std::optional<LengthLimit> length_limit(const duckdb::LogicalType& type);

// `value` of a character type, checked: too long is SqlError 22001 through the engine (see assignment.hpp).
Owned<duckdb::Expression> checked_length(Owned<duckdb::Expression> value, LengthLimit limit);

} // namespace redstart::sql
