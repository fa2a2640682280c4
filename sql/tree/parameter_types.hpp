// The type of a parameter that the client gave none, by PostgreSQL's rules for literals of unknown type, which the
// engine follows for literals but not for parameters. So the statement is bound once with a probe in place of each of
// them, an expression that binds as a literal would and cannot be folded, and the casts around the probes tell.
// Functions of one session's thread, inside an engine transaction the caller holds open.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <cstddef>
#include <cstdint>
#include <map>

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::sql {

// Adds the function that the probes call; no client can name it.
void install_parameter_probes(duckdb::DatabaseInstance& instance);

// The probe for $`number` at its `place` in the statement; the first place that says something decides.
Owned<duckdb::ParsedExpression> parameter_probe(std::size_t number, std::size_t place);
// The number of the parameter a probe stands for; 0 for any other expression.
std::size_t probed_parameter(const duckdb::ParsedExpression& expression);
// The client casts the probe itself: to `type`, or what the engine calls the cast's type when that is 0.
void mark_explicit(duckdb::ParsedExpression& probe, std::uint32_t type);
// The probe stands for an array, and the type of its elements is what is looked for.
void mark_element(duckdb::ParsedExpression& probe);

// Types (OIDs) by number, of the probes in `statement`; nothing for those whose place does not tell, and nothing at all
// when the engine cannot bind the statement: preparing it says why. Throws 42725 for a call of which it cannot choose
// an overload: a parameter leaves the engine that choice until its value comes.
std::map<std::size_t, std::uint32_t> probed_types(duckdb::ClientContext& context,
                                                  Owned<duckdb::SQLStatement> statement);

} // namespace redstart::sql
