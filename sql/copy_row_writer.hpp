// CopyRowWriter: the engine's rows to CopyData frames, one a row, in COPY's text, CSV or binary format.
// Owned by one result, used on the backend's thread.
#pragma once

#include "sql/control_statements.hpp"
#include "sql/row_writer.hpp"

#include <vector>

namespace redstart::sql {

class CopyRowWriter final : public RowEncoder {
public:
    // Throws 0A000 when a type has no binary form.
    CopyRowWriter(duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
                  const CopyOptions& options);
    ~CopyRowWriter() override;

    void use(duckdb::DataChunk& chunk) override { values_.use(chunk); }
    void write(protocol::WireWriter& out, std::size_t row) const override;

private:
    const CopyOptions options_;
    const std::size_t columns_;
    RowWriter values_;
};

} // namespace redstart::sql
