// The values of one JSON record, by paths; and the list of objects in a manifest. Pure functions over
// nlohmann's parser; any thread. Source: Redshift developer guide, COPY from JSON, "Using a manifest".
#pragma once

#include "sql/format/json_paths.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// `values` becomes one text for each column: of a string its characters, of a number as it is written, of a structure
// its JSON; nullopt for null and what is not there. Returns why the text is no record; empty when it is one.
std::string read_json_record(std::string_view text, const JsonPaths& paths,
                             std::vector<std::optional<std::string>>& values);

struct ManifestEntry {
    std::string url;
    bool mandatory = false;
    std::optional<std::uint64_t> size; // what `meta` says of it
};

// {"entries": [{"url": "s3://...", "mandatory": true}, ...]}; nullopt when it is not properly formed.
std::optional<std::vector<ManifestEntry>> read_manifest(std::string_view text);

} // namespace redstart::sql
