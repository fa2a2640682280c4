// UNLOAD ... PARTITION BY: which columns split the rows, the order in which the rows must come, and PartitionedRows,
// which tells each row's folder. Owned by one UNLOAD, used on the session's thread.
// Source: Redshift developer guide, UNLOAD ("PARTITION BY clause"); the folders are Apache Hive's.
#pragma once

#include "protocol/backend.hpp"
#include "sql/format/transfer_options.hpp"
#include "sql/run/result.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace duckdb {
class SQLStatement;
} // namespace duckdb

namespace redstart::sql {

// Columns of a query's result, by their places.
struct UnloadColumns {
    std::vector<std::size_t> keys; // those of PARTITION BY
    std::vector<std::size_t> data; // those that the files have

    bool operator==(const UnloadColumns&) const = default;
};

// Throws 42703 for a column of PARTITION BY that the query does not have, 42702 for one that it has twice, 42701 for a
// name that stands in PARTITION BY twice, 42P16 when the files would have no column, and 0A000 for a type that no key
// or no file of the format may have. JSON and Parquet want names that differ: 42701.
UnloadColumns unload_columns(const std::vector<protocol::ColumnDescription>& columns, const UnloadOptions& options);

// Has the rows of a query come partition by partition, and within one as the query orders them: one folder at a time
// is written, however many there are. Throws 0A000 for a query with a limit of its own (TOP).
void order_by_partition(duckdb::SQLStatement& query, const std::vector<std::size_t>& keys);

// `name=value/`, escaped as Hive does; nullptr or an empty value: the default partition.
std::string partition_folder(std::string_view name, const std::string* value);

using FolderSink = std::function<void(std::string folder)>;

// The encoder that `rows` makes of the columns that the files have; `begin` hears of a folder before its first row,
// once for each time that it begins.
EncoderFactory partitioned(const UnloadColumns& columns, EncoderFactory rows, FolderSink begin);

} // namespace redstart::sql
