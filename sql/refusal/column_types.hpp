// Refuses types of columns that a cluster does not have, in CREATE TABLE and ALTER TABLE. Called by the rules behind
// the setting cluster_rules, for one column at a time. A pure function over tokens; any thread.
#pragma once

#include "sql/parse/statement.hpp"

#include <cstddef>
#include <string>

namespace redstart::sql {

class TokenPlaces;

// Throws 0A000 "Column "t.c" has unsupported type "name"." for a column at the place `column`, behind which its type
// stands. Source: Redshift developer guide, "Unsupported PostgreSQL data types", and public reports of the text
// (node-orm2, issue 650).
void refuse_column_type(const Statement& statement, const TokenPlaces& tokens, std::size_t column,
                        const std::string& table);

} // namespace redstart::sql
