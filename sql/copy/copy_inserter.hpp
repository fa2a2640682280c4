// CopyInserter: typed rows into a table, a batch at a time, in the session's open transaction; the other columns get
// their defaults. Owned by one COPY, used on the session's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/run/table_columns.hpp"

#include <cstdint>
#include <memory>

namespace duckdb {
class ColumnDataCollection;
}

namespace redstart::sql {

class SessionContext;

class CopyInserter {
public:
    // The referents outlive the inserter.
    CopyInserter(SessionContext& session, const CopyTable& table);
    ~CopyInserter();

    // Takes rows of the table's columns; they reach the table with a batch. Throws as flush() does.
    void append(duckdb::DataChunk& rows);
    // The rest into the table. Throws what the engine says, or the client's own reason to stop first.
    void flush();
    std::uint64_t rows() const noexcept { return rows_; }

private:
    Owned<duckdb::SQLStatement> insert() const;

    SessionContext& session_;
    const CopyTable& table_;
    std::unique_ptr<duckdb::ColumnDataCollection> batch_; // may spill
    std::uint64_t rows_ = 0;
    std::uint64_t bytes_ = 0; // of the batches that are in the table
};

} // namespace redstart::sql
