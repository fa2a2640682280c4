// EngineResult: the rows of one engine query: streamed from the session's connection while nothing else uses it,
// spooled into memory that may spill to disk as soon as something does (docs/architecture.md, "The walk of a query").
// Owned by a portal or a simple query; used on the backend's thread. Ends before the session's context.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/run/result.hpp"

#include <memory>

namespace redstart::sql {

class SessionContext;

// A live result of the session's connection; the first rows may not be computed yet.
std::unique_ptr<Result> make_engine_result(SessionContext& session, Owned<duckdb::QueryResult> rows);

} // namespace redstart::sql
