// CopyRowWriter: the engine's rows to CopyData frames, one a row, in COPY's text, CSV or binary format.
// The binary format's head goes in front of the first row, in its frame, as PostgreSQL sends it and clients expect it.
// Owned by one result, used on the backend's thread.
#pragma once

#include "sql/parse/control_statements.hpp"
#include "sql/value/row_writer.hpp"

#include <vector>

namespace redstart::sql {

// The signature, no flags, no extension.
void write_copy_head(protocol::WireWriter& out);

class CopyRowWriter final : public RowEncoder {
public:
    // `quoted`: the columns of FORCE QUOTE; empty: none. Throws 0A000 when a type has no binary form.
    CopyRowWriter(duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
                  const CopyOptions& options, std::vector<bool> quoted);
    ~CopyRowWriter() override;

    void use(duckdb::DataChunk& chunk) override { values_.use(chunk); }
    void write(protocol::WireWriter& out, std::size_t row) override;

private:
    const CopyOptions options_;
    const std::size_t columns_;
    const std::vector<bool> quoted_;
    RowWriter values_;
    bool begun_ = false; // a row was written
};

} // namespace redstart::sql
