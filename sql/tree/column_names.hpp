// The names of result columns that the client did not name, by PostgreSQL's FigureColname and Redshift's samples
// in the developer guide. Pure functions over a parsed tree.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace redstart::sql {

// Gives every expression of the select list without a name the name PostgreSQL would.
void name_columns(duckdb::SelectNode& select);

// The columns of VALUES are column1, column2, ...
void name_values(duckdb::ExpressionListRef& values);

} // namespace redstart::sql
