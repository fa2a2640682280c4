// The schemas in which a session looks for names without one. Pure functions over an engine transaction the caller
// holds open; any thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace redstart::catalog {

// `path` is the setting, name by name. "$user" stands for the schema of the user's name, if it is the user's own: who
// may create schemas lays none in another's way. Others stay, existing or not.
std::vector<std::string> searched_schemas(duckdb::ClientContext& context, const std::string& database,
                                          const std::vector<std::string>& path, const std::string& user_name,
                                          std::int32_t user_id);

} // namespace redstart::catalog
