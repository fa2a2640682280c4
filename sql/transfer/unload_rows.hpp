// UnloadRows: the engine's rows as UNLOAD writes them: delimited, CSV, JSON or of fixed width. Owned by one result,
// used on the session's thread. Source: Redshift developer guide, UNLOAD.
#pragma once

#include "protocol/backend.hpp"
#include "sql/format/transfer_options.hpp"
#include "sql/value/row_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace redstart::sql {

class UnloadRows final : public RowEncoder {
public:
    // The options outlive it; `rows` counts the rows that were written. Throws 22023 for a wrong number of widths.
    UnloadRows(duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
               const std::vector<std::string>& names, const UnloadOptions& options, std::uint64_t& rows);
    ~UnloadRows() override;

    void use(duckdb::DataChunk& chunk) override { values_.use(chunk); }
    void write(protocol::WireWriter& out, std::size_t row) override;

private:
    void write_json(protocol::WireWriter& out, std::size_t row);
    void write_fixed(protocol::WireWriter& out, std::size_t row);
    void write_delimited(protocol::WireWriter& out, std::size_t row);

    const UnloadOptions& options_;
    std::uint64_t& rows_;
    std::vector<bool> characters_; // CHAR and VARCHAR, for each column
    std::vector<bool> numbers_;
    std::vector<std::string> members_; // of JSON: each column's name as it stands before the value
    RowWriter values_;
};

// The line of names that HEADER asks for.
std::string unload_header(const std::vector<protocol::ColumnDescription>& columns, const UnloadOptions& options);

} // namespace redstart::sql
