// CallCost: what the rows of a call take in steps of about a nanosecond, before they are computed.
// Reads the engine's vectors, which must outlive it; used on one thread.
#pragma once

#include "catalog/information/engine_functions.hpp"

#include <cstddef>
#include <memory>

namespace duckdb {
class DataChunk;
}

namespace redstart::catalog {

class CallCost {
public:
    CallCost(duckdb::DataChunk& arguments, const CallLimits& limits);
    ~CallCost();
    CallCost(const CallCost&) = delete;
    CallCost& operator=(const CallCost&) = delete;

    // Of all rows. The constructor throws SqlError 54000 (2201B for a pattern) for a row that takes too long, 54001 for
    // JSON that is nested too deeply.
    std::size_t total() const { return total_; }
    std::size_t of_row(std::size_t row) const;

private:
    struct Columns;

    std::unique_ptr<Columns> columns_;
    const CallLimits& limits_;
    std::size_t total_ = 0;
};

} // namespace redstart::catalog
