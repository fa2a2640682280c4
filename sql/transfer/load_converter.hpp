// LoadConverter: records of a COPY from objects to the engine's typed rows, a chunk at a time. What cannot be loaded is
// left out and told to LoadFailures. Owned by one COPY, used on the session's thread inside its transaction.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/transfer/load_failures.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace redstart::sql {

class LoadConverter {
public:
    using Sink = std::function<void(duckdb::DataChunk&)>;

    // The referents outlive the converter; `sink` gets the rows.
    LoadConverter(duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
                  const std::vector<LoadColumn>& columns, const LoadOptions& options, LoadFailures& failures,
                  Sink sink);
    ~LoadConverter();

    // One record. Throws LoadFailures::TooMany, and what the sink throws.
    void add(const Record& record);
    // The rows so far, to the sink.
    void flush();

private:
    using Values = std::vector<std::optional<std::string_view>>;

    bool complete(Record& record);
    bool put(const Record& record);
    void store(std::size_t column, std::optional<std::string_view> value);
    void reject(const Record& record, const Values& values, FieldError error);
    // Casts all rows; false when a value does not.
    bool cast_all(std::size_t count);
    // Looks value by value, tells what fails, and keeps the other rows.
    std::size_t sift(std::size_t count);
    bool good(std::size_t row);

    duckdb::ClientContext& context_;
    const std::vector<LoadColumn>& columns_;
    const LoadOptions& options_;
    LoadFailures& failures_;
    const Sink sink_;
    std::unique_ptr<duckdb::DataChunk> texts_;
    std::unique_ptr<duckdb::DataChunk> typed_;
    // Where a row stands: its file, its line, and its text in lines_.
    struct Row {
        std::size_t file = 0;
        std::uint64_t line = 0;
        std::size_t at = 0;
        std::size_t size = 0;
    };
    RecordPlace place_of(const Row& row) const { return {row.file, row.line, lines_.substr(row.at, row.size)}; }

    std::vector<Row> rows_;
    std::string lines_; // of the rows, as much as is shown of each
    std::size_t bytes_ = 0;
    Record record_; // the current one, with as many fields as there are columns
    std::string made_;
};

} // namespace redstart::sql
