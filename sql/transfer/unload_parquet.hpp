// ParquetFiles: the rows of one UNLOAD ... PARQUET into files: row groups of the size that is wanted, files of no more
// than MAXFILESIZE. Owned by one UNLOAD, used on the session's thread.
// Source: Redshift developer guide, UNLOAD ("FORMAT AS PARQUET clause").
#pragma once

#include "sql/format/transfer_options.hpp"
#include "sql/parquet/parquet_writer.hpp"
#include "sql/run/result.hpp"
#include "sql/transfer/unload_files.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace redstart::sql {

class ParquetFiles {
public:
    // The options and the files outlive it.
    ParquetFiles(const UnloadOptions& options, UnloadFiles& files);
    ~ParquetFiles();

    // The encoder that hands its rows over; it writes nothing else. Throws 0A000 for a type that Parquet has not from
    // UNLOAD.
    EncoderFactory encoder();
    // What comes next goes into another file.
    void end_file();
    // The rest. Without any row there is a file of none, unless there are partitions.
    void finish();

private:
    class Rows;

    void begin_file();
    void append(duckdb::DataChunk& rows);

    const UnloadOptions& options_;
    UnloadFiles& files_;
    const std::uint64_t group_bytes_;
    const std::uint64_t file_bytes_;
    ParquetInstance instance_;
    std::vector<std::string> names_;
    const std::unique_ptr<std::vector<duckdb::LogicalType>> types_;
    std::unique_ptr<ParquetWriter> writer_; // nullptr: no file is open
    Rows* rows_ = nullptr;                  // of the result that is read
    std::uint64_t file_rows_ = 0;
    std::uint64_t last_group_ = 0; // its bytes in the file
    bool written_ = false;
};

} // namespace redstart::sql
