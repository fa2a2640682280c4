#include "sql/format/json_paths.hpp"

#include <charconv>

#include <nlohmann/json.hpp>

namespace redstart::sql {
namespace {

constexpr std::size_t kMostSteps = 100;

// Takes the next step of an expression off; nullptr when it is none.
PathNode* step(PathNode& node, std::string_view& path) {
    if (path.starts_with('.')) {
        const auto end = std::min(path.find_first_of(".['", 1), path.size());
        const std::string name(path.substr(1, end - 1));
        path.remove_prefix(end);
        return name.empty() ? nullptr : &node.keys[name];
    }
    if (!path.starts_with('[')) return nullptr;
    path.remove_prefix(1);
    const char quote = path.starts_with('\'') ? '\'' : path.starts_with('"') ? '"' : '\0';
    if (quote != '\0') {
        const auto end = path.find(std::string{quote, ']'}, 1);
        if (end == std::string_view::npos || end == 1) return nullptr;
        const std::string name(path.substr(1, end - 1));
        path.remove_prefix(end + 2);
        return &node.keys[name];
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), index);
    path.remove_prefix(static_cast<std::size_t>(end - path.data()));
    if (error != std::errc() || !path.starts_with(']')) return nullptr;
    path.remove_prefix(1);
    return &node.items[index];
}

bool add(PathNode& root, std::string_view path, std::size_t column) {
    if (!path.starts_with('$')) return false;
    path.remove_prefix(1);
    auto* node = &root;
    for (std::size_t steps = 0; node != nullptr && !path.empty(); ++steps)
        node = steps < kMostSteps ? step(*node, path) : nullptr;
    if (node != nullptr) node->columns.push_back(column);
    return node != nullptr;
}

} // namespace

JsonPaths paths_by_name(const std::vector<std::string>& columns, bool ignore_case) {
    JsonPaths paths;
    paths.count = columns.size();
    paths.ignore_case = ignore_case;
    for (std::size_t index = 0; index < columns.size(); ++index) paths.root.keys[columns[index]].columns = {index};
    return paths;
}

std::optional<JsonPaths> read_json_paths(std::string_view text, std::string& problem) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object()) {
        problem = "is not properly formed";
        return std::nullopt;
    }
    const auto list = json.find("jsonpaths");
    if (list == json.end()) return std::nullopt;
    JsonPaths paths;
    paths.by_name = false;
    if (!list->is_array() || json.size() != 1) problem = "is not properly formed";
    for (const auto& path : *list) {
        if (!problem.empty()) break;
        const bool good = path.is_string() && add(paths.root, path.get_ref<const std::string&>(), paths.count++);
        if (good) continue;
        // Only a string is shown: what is nested deeply would take the stack.
        problem = "has an invalid JSONPath expression: " +
                  (path.is_string() ? path.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                                    : std::string("not a string"));
    }
    return problem.empty() ? std::optional(std::move(paths)) : std::nullopt;
}

} // namespace redstart::sql
