// COPY ... FORMAT AS PARQUET: which columns of a file fit those of the table, and ParquetRows, which makes the table's
// rows of the file's. Owned by one COPY, used on the session's thread.
// Source: Redshift developer guide, "COPY from columnar data formats"; the errors' texts are those of public reports.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/error.hpp"
#include "sql/parquet/parquet_reader.hpp"
#include "sql/run/table_columns.hpp"

#include <functional>
#include <string>
#include <vector>

namespace redstart::sql {

// What is wrong with a file, or with a value in it.
struct ScanError {
    std::string context;
};

// What the client is told of it: XX000 `Spectrum Scan Error`.
protocol::SqlError scan_error(const ScanError& error);

struct ParquetTarget {
    const CopyTable& table;
    bool fill = false;  // FILLRECORD: columns that the file lacks at its end are NULL
    std::string object; // its URL, for errors
};

// The expressions that read the file's columns as the table's, by their places. Throws ScanError for a number of
// columns or a type that does not fit.
std::vector<std::string> parquet_expressions(const ParquetTarget& target, const std::vector<ParquetColumn>& columns);

class ParquetRows {
public:
    using Sink = std::function<void(duckdb::DataChunk&)>;

    ParquetRows(duckdb::ClientContext& context, ParquetTarget target);
    ~ParquetRows();

    // A chunk of what the expressions gave, as the table's rows, to the sink. Throws ScanError for a text that is none,
    // or is longer than its column.
    void convert(duckdb::DataChunk& read, const Sink& sink);

private:
    void check_texts(std::size_t column, duckdb::Vector& texts, std::size_t count) const;

    duckdb::ClientContext& context_;
    const ParquetTarget target_;
    std::unique_ptr<duckdb::DataChunk> typed_;
};

} // namespace redstart::sql
