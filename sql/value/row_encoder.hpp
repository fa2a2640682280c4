// RowEncoder: how the rows of a result become frames: DataRow for queries, CopyData for COPY.
// Owned by one result, used on the backend's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/wire_writer.hpp"

#include <cstddef>

namespace redstart::sql {

class RowEncoder {
public:
    virtual ~RowEncoder() = default;
    // The rows to write from next; must stay alive until the next call.
    virtual void use(duckdb::DataChunk& chunk) = 0;
    // One frame.
    virtual void write(protocol::WireWriter& out, std::size_t row) = 0;
};

} // namespace redstart::sql
