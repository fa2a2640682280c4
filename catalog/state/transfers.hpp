// What a COPY or UNLOAD leaves in the history, a COPY also while it runs: its objects, and the errors of its rows.
// Plain values, immutable once they are published; any thread. Source: Redshift developer guide, STL_LOAD_ERRORS,
// STL_LOAD_COMMITS, STL_UNLOAD_LOG.
#pragma once

#include "catalog/state/system_state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redstart::catalog {

// An object that was read or written.
struct TransferFile {
    std::string name; // s3://bucket/key
    std::int64_t lines = 0;
    std::int64_t bytes = 0;
    Micros start_time = 0;
    Micros end_time = 0;
};

// A row that could not be loaded.
struct LoadFailure {
    std::string file;
    std::int64_t line = 0;
    std::string column; // empty: the whole row
    std::string type;
    std::string length; // of the column as it is declared; empty: none
    std::int32_t position = 0;
    std::string raw_line;
    std::string raw_value;
    std::vector<std::optional<std::string>> values; // up to the column that failed, as they were read
    std::int32_t code = 0;
    std::string reason;
    Micros time = 0;
};

// How far a COPY is.
struct LoadProgress {
    std::int64_t bytes_to_load = 0; // of the objects as they are stored, those whose size is known
    std::int64_t bytes_loaded = 0;
    std::int64_t lines = 0;
    std::int64_t files = 0;
    std::int64_t files_complete = 0;
    std::string file; // that is being read
};

struct TransferRow {
    std::int32_t query_id = 0;
    std::int64_t xid = 0;
    std::int32_t pid = 0;
    std::int32_t user_id = 0;
    std::string database;
    std::uint32_t table = 0; // its oid; 0 for UNLOAD
    std::string table_name;
    std::string source;    // the location that the statement names
    std::string format;    // TEXT, CSV, ...
    std::string status;    // running, completed, aborted
    LoadProgress progress; // of a COPY that runs
    std::int64_t rows = 0;
    Micros start_time = 0;
    Micros end_time = 0;
    std::vector<TransferFile> files;
    std::vector<LoadFailure> failures;
    std::vector<LoadFailure> replacements; // rows in which ACCEPTINVCHARS had to replace something
};

} // namespace redstart::catalog
