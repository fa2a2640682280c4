// The errors of calls that no function or operator takes, raised while the engine binds, with PostgreSQL's texts, which
// name the types of the arguments. Pure functions, called by the engine's threads.
#pragma once

#include <string>

namespace duckdb {
class DatabaseInstance;
class Expression;
} // namespace duckdb

namespace redstart::catalog {

// An argument without a type of its own before it is cast: a literal in quotes, to which the engine gives one, NULL, or
// a parameter.
bool is_unknown(const duckdb::Expression& argument);

// Throws 42883 `operator does not exist: integer ~ unknown` through the engine unless both operands are text, of
// unknown type or NULL.
void require_text_operands(const std::string& name, const duckdb::Expression& left, const duckdb::Expression& right);

// Throws 42883 `operator does not exist: date + date` through the engine.
[[noreturn]] void refuse_operands(const std::string& name, const duckdb::Expression& left,
                                  const duckdb::Expression& right);
// The same with the names of the operands' types, and where it stands in the engine's text (0: unknown).
[[noreturn]] void refuse_operands(const std::string& name, const std::string& left, const std::string& right,
                                  int position);

// Throws 42883 `function abs(character varying) does not exist` through the engine unless the argument is a literal of
// unknown type, a parameter without one, or NULL. `further` is what the text says of the others (", integer").
void require_unknown(const std::string& name, const duckdb::Expression& argument, const std::string& further = {});

// Adds the function that stands in a statement for one that does not exist. Its arguments are the name, the position in
// the engine's text (0: unknown) and the client's arguments; binding it throws 42883
// `function f(integer) does not exist`.
void install_missing_function(duckdb::DatabaseInstance& instance);
inline constexpr const char* kMissingFunction = "rs_missing_function";

// Adds the function that stands around an expression which has to be boolean; its arguments are that expression and
// the name of the clause. Binding it leaves the expression alone, compares an integer with 0, as a cluster does, or
// throws 42804 `argument of WHERE must be type boolean, not type character varying`: the engine would cast.
void install_condition_check(duckdb::DatabaseInstance& instance);
inline constexpr const char* kConditionCheck = "rs_condition";

} // namespace redstart::catalog
