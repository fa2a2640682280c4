// ParquetReader: one Parquet file: the columns it says it has, and its rows as chunks. Owned by one statement, used on
// the session's thread.
#pragma once

#include "sql/parquet/parquet_instance.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace redstart::sql {

// A top-level column, in Parquet's words; empty or -1 where the file says nothing.
struct ParquetColumn {
    std::string name;
    std::string type;       // INT64, BYTE_ARRAY, ...; empty: a group of others
    std::string repetition; // REQUIRED, OPTIONAL, REPEATED
    std::string converted;  // UTF8, DECIMAL, ...
    std::string logical;    // StringType(), TimestampType(...), ...
    std::int64_t precision = -1;
    std::int64_t scale = -1;

    // As messages of schemas have it: `optional int64 a [i:0 d:1 r:0]`.
    std::string shown(std::size_t place) const;
};

class ParquetReader {
public:
    // The instance outlives the reader. Throws what storage throws, and XX000 for what is no Parquet file.
    ParquetReader(ParquetInstance& instance, std::unique_ptr<RangedObject> object);
    ~ParquetReader();

    const std::vector<ParquetColumn>& columns() const noexcept { return columns_; }
    // Begins to read: one expression of the engine's for each column, in which `#1` is the file's first.
    void select(const std::vector<std::string>& expressions);
    // nullptr at the end. Its types are those of the expressions.
    Owned<duckdb::DataChunk> next();

private:
    void read_schema();
    [[noreturn]] void fail(const duckdb::ErrorData& error) const;

    ParquetInstance& instance_;
    const std::string path_;
    std::vector<ParquetColumn> columns_;
    Owned<duckdb::QueryResult> rows_;
};

} // namespace redstart::sql
