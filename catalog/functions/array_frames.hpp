// array_agg() over the frames of a window: each frame's array is copied from the rows of its partition, one after the
// other, where the engine combines the states of the frames of 2048 rows before it makes the first array and hears a
// cancel. Called by the rules over bound plans; what it puts in runs on any of the engine's threads.
#pragma once

#include <cstddef>

namespace duckdb {
class AggregateFunction;
}

namespace redstart::catalog {

// For the aggregate of a window; any other than array_agg() is left as it is. Where the engine has another way than by
// frames (DISTINCT, an order of its own), array_agg() goes that way as before.
void copy_frames(duckdb::AggregateFunction& function);

// More elements than kMostElements in the arrays of one vector are refused: throws through the engine, 54000.
void require_array_room(std::size_t elements);

} // namespace redstart::catalog
