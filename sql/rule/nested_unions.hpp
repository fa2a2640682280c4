// UNION ALL to the right of UNION ALL: the engine numbers its parts in the wrong order and loses rows or never ends.
// Called once for every optimized plan, on the thread that plans; it keeps nothing.
#pragma once

namespace duckdb {
class Binder;
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

// The engine hands rows on in the order of batches and numbers the pipelines of a UNION from the outside in, so that a
// UNION to the right of another gets a smaller number than what runs before it; its batches then count as gone by.
// Beside such a UNION this puts a part without rows whose kind has no batches: the engine keeps the order in another
// way, with one thread that collects. The result is the same.
void keep_nested_unions(duckdb::LogicalOperator& plan, duckdb::Binder& binder);

} // namespace redstart::sql
