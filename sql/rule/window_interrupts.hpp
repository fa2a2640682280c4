// Aggregates that compute each frame of a window by themselves (mode, quantiles, array_agg) hear between two frames
// that their statement is to end: the engine asks between chunks of 2048 rows only, and a frame may be as large as a
// table. A rule over bound plans; what it puts in is called on any of the engine's threads.
#pragma once

namespace duckdb {
class LogicalOperator;
}

namespace redstart::sql {

void interrupt_windows(duckdb::LogicalOperator& plan);

} // namespace redstart::sql
