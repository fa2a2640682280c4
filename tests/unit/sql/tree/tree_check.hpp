// What the tests of the tree check share: names that count as resolved, and what becomes of a text.
// Inline functions; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "catalog/state/own_mistake.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/tree/tree_check.hpp"

#include <string>

namespace redstart::sql {

// Functions f and g, table functions t, relations r and s of db.public.
inline ResolvedNames known_names() {
    ResolvedNames names;
    names.scalar = [](std::string_view schema, std::string_view name) {
        return (schema == "main" || schema == "pg_catalog") && (name == "f" || name == "g");
    };
    names.table = [](std::string_view schema, std::string_view name) { return schema == "main" && name == "t"; };
    for (const auto* name : {"r", "s"}) names.add("db", "public", name);
    return names;
}

// The one statement of a text, as the engine reads it. Throws SqlError 42601 where the engine cannot.
Owned<duckdb::SQLStatement> parse_one(const std::string& text);

// "passes", "refused", or the error of something else; "unknown" where the engine's grammar has no such thing.
std::string outcome(const std::string& text, TreeExtent extent = TreeExtent::Whole);

// `filler` in place of every {}.
std::string with(std::string place, const std::string& filler);

} // namespace redstart::sql
