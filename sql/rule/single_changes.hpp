// One change per row: what UPDATE and MERGE do with a row of their table that is joined with several others.
// Functions over plans the engine has not optimized yet; any thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace duckdb {
class Expression;
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

// True when the rows that an UPDATE reads can hold a row of its table more than once, that is, when it has a FROM
// clause: the engine's binder makes a product of the table and what stands there; filters, and joins with subqueries,
// come on top.
bool may_repeat_rows(const duckdb::LogicalOperator& rows);

// True where the id of a row is seen for the first time. PostgreSQL changes a row once, too, and says as little which
// of the rows it is joined with gives the values; the engine would count a change for each of them.
Owned<duckdb::Expression> first_change(Owned<duckdb::Expression> row_id);

// The id of a row, which may be changed where `changes` is true: 21000 when a statement asks for it twice (Redshift,
// MERGE).
Owned<duckdb::Expression> changed_once(Owned<duckdb::Expression> row_id, Owned<duckdb::Expression> changes);

} // namespace redstart::sql
