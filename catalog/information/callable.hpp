// Which functions a tree may call that was resolved: what a client may call, and what is written in its place.
// Pure functions over names that do not change; any thread.
#pragma once

#include <string_view>

namespace redstart::sql {

class FunctionNames;

// `schema` is one of the engine's system catalog.
bool may_call(const FunctionNames& names, std::string_view schema, std::string_view name);
// The same for functions that may stand in FROM.
bool may_read(const FunctionNames& names, std::string_view schema, std::string_view name);

} // namespace redstart::sql
