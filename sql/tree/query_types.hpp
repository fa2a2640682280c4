// The types of a query's columns, asked of the engine before the statement around it is planned.
// Used on the backend's thread, inside EngineRunner::look_up().
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/tree/resolved_names.hpp"

#include <optional>
#include <string>
#include <vector>

namespace duckdb {
class ColumnList;
} // namespace duckdb

namespace redstart::sql {

// `query` is taken because binding changes it; it is resolved, by what `names` says. nullopt for one that cannot be
// bound by itself: it reads what is around it, or running it says what is wrong.
std::optional<std::vector<duckdb::LogicalType>> bound_types(duckdb::ClientContext& context, const ResolvedNames& names,
                                                            Owned<duckdb::QueryNode> query);
// The names of its columns, as the client wrote them, and nullopt for the same queries.
std::optional<std::vector<std::string>> bound_names(duckdb::ClientContext& context, const ResolvedNames& names,
                                                    Owned<duckdb::QueryNode> query);
// The same with the columns' names, a name that occurs again told apart by a number.
Owned<duckdb::ColumnList> bound_columns(duckdb::ClientContext& context, const ResolvedNames& names,
                                        Owned<duckdb::QueryNode> query);
// Whether a * hides how many columns a select list has.
bool has_star(const std::vector<Owned<duckdb::ParsedExpression>>& items);

} // namespace redstart::sql
