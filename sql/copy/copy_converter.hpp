// CopyConverter: rows of a COPY FROM STDIN to the engine's typed rows, a chunk at a time: casts, lengths of varchar(n)
// and char(n). An error names the line and column, and is always the first one in the order of the data.
// Owned by one COPY, used on the session's thread inside its transaction.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/error.hpp"
#include "sql/copy/copy_reader.hpp"
#include "sql/run/table_columns.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

namespace redstart::sql {

class CopyConverter {
public:
    // The referents outlive the converter.
    CopyConverter(duckdb::ClientContext& context, const CopyTable& table, const CopySource& source, bool binary);
    ~CopyConverter();

    // Takes a row with a field for every column. A binary row is converted at once, a text row by convert().
    void add(const CopyRow& row);
    // Throws the first error of the fields of a binary row that are there.
    void check(const CopyRow& row) const;
    std::size_t size() const noexcept { return lines_.size(); }
    // Time to convert: a chunk's rows or enough bytes are there.
    bool full() const noexcept;
    // The rows taken so far; valid until clear(). Throws 22P02, 22003, 22007, 22001, ... with CONTEXT.
    duckdb::DataChunk& convert();
    void clear();

private:
    struct Column;

    // `otherwise`: the engine's message, should no value fail by itself.
    [[noreturn]] void throw_first_error(const std::exception& otherwise) const;
    // One value, with the error it gives.
    duckdb::Value cast(std::size_t column, const duckdb::Value& value) const;
    duckdb::Value cast_bytes(std::size_t column, std::string_view field) const;
    void check_length(std::size_t column, std::string_view value) const;
    void add_text(const CopyRow& row);
    void add_binary(const CopyRow& row);

    duckdb::ClientContext& context_;
    const CopySource& source_;
    const bool binary_;
    std::vector<Column> columns_;
    std::unique_ptr<duckdb::DataChunk> texts_; // VARCHAR, as they were sent
    std::unique_ptr<duckdb::DataChunk> typed_;
    std::vector<std::uint64_t> lines_; // of the rows
    std::size_t bytes_ = 0;
    bool too_long_ = false; // a value is longer than its column
};

} // namespace redstart::sql
