// Common tables that are read more than once: the engine would copy the query of one, below a LIMIT, by writing it down
// and reading it again, and finds the functions of a written plan by their names.
// Called once for every bound plan, on the thread that plans it; it keeps nothing.
#pragma once

namespace duckdb {
class LogicalOperator;
}

namespace redstart::sql {

// Those whose queries have functions that the rules put in, or that go by another name once they are bound, or casts,
// which the rules replace, are computed once, as all others are that no LIMIT stands above.
void keep_common_tables(duckdb::LogicalOperator& plan);

} // namespace redstart::sql
