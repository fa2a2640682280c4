// What COPY from and UNLOAD to object storage are told. Values and pure functions; any thread.
// Source: the Redshift developer guide, COPY ("COPY parameter reference") and UNLOAD.
#pragma once

#include "sql/format/json_paths.hpp"
#include "sql/parse/qualified_name.hpp"
#include "sql/parse/statement.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

enum class DataFormat : unsigned char { Delimited, Csv, FixedWidth, Json, Parquet };
// As the system's views have it.
constexpr const char* format_name(DataFormat format) {
    switch (format) {
    case DataFormat::Csv: return "CSV";
    case DataFormat::FixedWidth: return "FIXEDWIDTH";
    case DataFormat::Json: return "JSON";
    case DataFormat::Parquet: return "PARQUET";
    case DataFormat::Delimited: break;
    }
    return "TEXT";
}

enum class Compression : unsigned char { None, Gzip, Bzip2, Zstd, Lzop };
enum class Encoding : unsigned char { Utf8, Utf16, Utf16Le, Utf16Be };

// Who the statement says it is, by IAM_ROLE, CREDENTIALS or the keys. A folder on this machine asks nobody.
struct Authorization {
    std::string role; // "default" or an ARN
    std::string key_id;
    std::string secret;
    std::string token;
};

struct LoadOptions {
    DataFormat format = DataFormat::Delimited;
    Compression compression = Compression::None;
    Encoding encoding = Encoding::Utf8;
    Authorization authorization;
    std::string region;
    bool manifest = false;
    char delimiter = '|'; // ',' in CSV
    char quote = '"';     // of CSV
    std::string null_text = "\\N";
    std::vector<std::size_t> widths;     // of FIXEDWIDTH, in characters
    std::string json;                    // auto, auto ignorecase, or where a JSONPaths file is
    std::optional<JsonPaths> json_paths; // what is in it
    std::uint64_t header_lines = 0;
    bool escape = false;
    bool remove_quotes = false;
    bool empty_as_null = false;
    bool blanks_as_null = false;
    bool trim_blanks = false;
    bool truncate_columns = false;
    bool fill_record = false;
    bool ignore_blank_lines = false;
    bool accept_any_date = false;
    bool explicit_ids = false;
    bool round = false;
    std::optional<char> replacement;        // of ACCEPTINVCHARS
    std::optional<std::string> date_format; // "auto" or a pattern
    std::optional<std::string> time_format; // the same, epochsecs or epochmillisecs
    std::uint64_t max_errors = 0;
    bool ignore_all_errors = false;
    bool no_load = false;
};

// COPY table [(columns)] FROM 's3://...' authorization [options]
struct LoadStatement {
    QualifiedName table;
    std::vector<std::string> columns;
    std::string location;
    bool from_client = false; // FROM STDIN
    LoadOptions options;
};

struct UnloadOptions {
    DataFormat format = DataFormat::Delimited;
    Compression compression = Compression::None;
    Authorization authorization;
    std::string region;
    char delimiter = '|'; // ',' in CSV
    std::string null_text;
    std::vector<std::size_t> widths;       // of FIXEDWIDTH
    std::vector<std::string> partition_by; // the columns whose values name the folders
    bool include_partitions = false;       // the files have these columns, too
    std::string extension;
    std::uint64_t row_group_size = std::uint64_t{32} * 1000 * 1000; // of Parquet, in bytes of the rows
    std::uint64_t max_file_size = std::uint64_t{6200} * 1000 * 1000;
    bool add_quotes = false;
    bool escape = false;
    bool header = false;
    bool manifest = false;
    bool verbose = false; // the manifest
    bool allow_overwrite = false;
    bool clean_path = false;
    bool parallel = true;
};

// UNLOAD ('select') TO 's3://...' authorization [options]
struct UnloadStatement {
    std::string query;
    std::string location;
    UnloadOptions options;
};

// Both throw 42601 at the token that does not fit, 22023 for a value that an option cannot have, 0A000 for an option
// that Redshift has and Redstart does not, by its name.
LoadStatement parse_load(const Statement& statement);
// COPY ... FROM STDIN has an option that only Redshift has: it is for parse_load(), and not PostgreSQL's.
bool has_load_options(const Statement& statement);
UnloadStatement parse_unload(const Statement& statement);

} // namespace redstart::sql
