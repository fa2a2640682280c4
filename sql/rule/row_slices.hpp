// Operators of ours in the engine's plans that hand wide rows on in slices, so that what is computed from them, and
// what waits for the client, is a megabyte and not a chunk of 2048 rows. Plans are made on the session's thread; the
// operators run on any of the engine's.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <atomic>
#include <cstdint>
#include <memory>

namespace duckdb {
class LogicalOperator;
class ClientContext;
class DataChunk;
} // namespace duckdb

namespace redstart::sql {

class StreamMemory;

// How wide a row gets in the operator above a slicer, in bytes of text that have to be made for it.
struct RowWidth {
    double fixed = 0;     // at most, whatever comes in
    double per_input = 0; // times the texts of the incoming row
    // What is only looked at, arrays that are compared or searched: nothing is made of it, but it takes its time.
    double looked_at = 0;           // bytes
    double looked_at_per_input = 0; // times the texts and arrays of the incoming row
    // Arrays of records are compared or hashed: each record takes the engine microseconds, and an array's are not cut.
    bool compares_records = false;
};

// What the meter above an operator has seen of its rows, for the slicer below; 0: nothing yet.
struct SeenWidth {
    std::atomic<std::uint32_t> rows{0}; // that may come next
};

// Puts a slicer on top of `plan`; `width` is of what stands above it. `seen` may be nullptr. Where arrays of records
// are compared, a row whose array takes longer than an interrupt may wait is refused: 54000.
void put_slicer(Owned<duckdb::LogicalOperator>& plan, duckdb::ClientContext& context, RowWidth width,
                std::shared_ptr<SeenWidth> seen);
// Puts a meter on top of `plan`. The topmost one, `result`, also cuts what goes to the client into slices, and accounts
// for them.
void put_meter(Owned<duckdb::LogicalOperator>& plan, duckdb::ClientContext& context, std::shared_ptr<SeenWidth> seen,
               bool result);

// The texts of a chunk in bytes, without those that are so short that they stand in the vectors themselves.
std::int64_t text_bytes(duckdb::DataChunk& chunk);

// The plans of this connection account for their rows with `memory`.
void account_streams(duckdb::ClientContext& context, std::shared_ptr<StreamMemory> memory);

} // namespace redstart::sql
