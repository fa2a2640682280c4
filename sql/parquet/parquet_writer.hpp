// ParquetWriter: chunks of rows to one Parquet file: version 1.0, row groups compressed with Snappy (r_UNLOAD). Owned
// by one statement, used on the session's thread.
#pragma once

#include "sql/parquet/parquet_instance.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace redstart::sql {

class ParquetWriter {
public:
    // The instance outlives the writer; `sink` gets the file's bytes.
    ParquetWriter(ParquetInstance& instance, const std::vector<std::string>& names,
                  const std::vector<duckdb::LogicalType>& types, ByteSink sink);
    ~ParquetWriter();

    // Of the writer's types.
    void append(duckdb::DataChunk& rows);
    // Of the rows that are in no row group yet, in memory.
    std::uint64_t waiting_bytes() const;
    // Writes them. Throws what the sink throws.
    void end_row_group();
    // The rest, and what a Parquet file ends with.
    void finish();

private:
    struct File;
    ParquetInstance& instance_;
    const std::string path_;
    const std::unique_ptr<File> file_;
};

} // namespace redstart::sql
