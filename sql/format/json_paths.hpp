// JsonPaths: which element of a JSON record goes into which column: by the columns' names ('auto'), or by the
// expressions of a JSONPaths file. Pure functions and values; any thread.
// Source: Redshift developer guide, "COPY from JSON format", "JSONPath expressions".
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// A tree of the paths: what is wanted of an element and below it.
struct PathNode {
    std::vector<std::size_t> columns; // that the element itself goes into
    std::map<std::string, PathNode, std::less<>> keys;
    std::map<std::size_t, PathNode> items;
};

struct JsonPaths {
    PathNode root;
    std::size_t count = 0;    // of columns
    bool ignore_case = false; // of the names of the outermost object
    bool by_name = true;      // no JSONPaths file
};

JsonPaths paths_by_name(const std::vector<std::string>& columns, bool ignore_case);

// What a JSONPaths file says. nullopt and no problem: it is none ("jsonpaths" is not its key), and 'auto' counts.
std::optional<JsonPaths> read_json_paths(std::string_view text, std::string& problem);

} // namespace redstart::sql
