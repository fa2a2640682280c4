// The files that the engine may open: the databases of the data directory, their logs, what it spills into the
// temporary folder, and the two places that tell how much of the machine it may use. Everything else (the keys and
// passwords that lie in the data directory, other folders, the network) is not there for it, whatever statement asks.
// The file system is owned by the engine's instance and used by all of its threads; it has no state that changes.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <string>

namespace duckdb {
class FileSystem;
} // namespace duckdb

namespace redstart::sql {

class LogRecord;

// `data_dir` holds the databases; empty when all are in memory. `temporary` is the folder to spill into. `record` is
// told how much of each log is durable and outlives what is returned; nullptr when all are in memory.
Owned<duckdb::FileSystem> engine_files(const std::string& data_dir, const std::string& temporary, LogRecord* record);

} // namespace redstart::sql
