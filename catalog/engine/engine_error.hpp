// How code that runs inside the engine (functions, casts, table functions) raises a SqlError: the engine carries only
// its own exception, so the SQLSTATE and the other fields travel in its extra info and come out again in
// catalog/engine/errors. Pure functions, any thread.
#pragma once

#include "protocol/error.hpp"

namespace redstart::catalog {

// Keys of the extra info that carry the fields of a SqlError through the engine.
inline constexpr const char* kSqlStateKey = "redstart_sqlstate";
inline constexpr const char* kDetailKey = "redstart_detail";
inline constexpr const char* kHintKey = "redstart_hint";
inline constexpr const char* kPositionKey = "redstart_position"; // an offset in the engine's text

// Throws a duckdb::Exception that carries `error`; call only from code that the engine calls.
[[noreturn]] void throw_through_engine(const protocol::SqlError& error);

} // namespace redstart::catalog
