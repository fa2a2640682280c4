// RowWriter: the engine's column vectors to DataRow frames, straight into the WireWriter, in text or binary per column.
// Owned by one result, used on the backend's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/frontend.hpp"
#include "protocol/wire_writer.hpp"
#include "sql/value/row_encoder.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace redstart::sql {

class RowWriter final : public RowEncoder {
public:
    // `formats` by Bind's rule: none, one for all, or one per column. Throws 0A000 when a type has no binary form.
    RowWriter(duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
              const std::vector<protocol::Format>& formats);
    ~RowWriter() override;
    RowWriter(RowWriter&&) noexcept;

    // Arrays, and values that need the engine (text of time zones, numbers of objects' names) are converted here,
    // column by column.
    void use(duckdb::DataChunk& chunk) override;
    // One DataRow frame.
    void write(protocol::WireWriter& out, std::size_t row) override;
    // What is in it: the number of fields, then each with its length.
    void write_fields(protocol::WireWriter& out, std::size_t row) const;
    // The bytes of one value alone; false, and nothing written, for NULL.
    bool write_value(protocol::WireWriter& out, std::size_t column, std::size_t row) const;

private:
    struct Column;
    static void prepare(Column& column);
    void convert(Column& column, duckdb::Vector& source, std::size_t count);

    duckdb::ClientContext& context_;
    std::vector<Column> columns_;
};

} // namespace redstart::sql
