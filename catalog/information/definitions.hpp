// What SHOW TABLE and SHOW VIEW print: statements that make the relation anew.
// Bodies of functions of pg_catalog (scalar_function.hpp).
#pragma once

#include "catalog/information/scalar_function.hpp"

namespace redstart::catalog {

// Of the relation that the first argument names. Throw 42P01, and 42809 for a relation of the other kind.
Datum table_definition(FunctionCall& call);
Datum view_statement(FunctionCall& call);

} // namespace redstart::catalog
