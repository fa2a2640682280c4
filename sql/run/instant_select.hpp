// SimpleSelect: a SELECT of literals, parameters and session functions, which is answered without the engine: the fast
// path, and the statements that must work when the engine is saturated (pg_cancel_backend, pg_terminate_backend).
// A value; pure functions; any thread.
//
//     select    = "SELECT" item {"," item}
//     item      = expression [["AS"] name]
//     expression = value | integer ("+" | "-" | "*") integer | function
//     value     = literal ["::" type]
//     literal   = ["-" | "+"] number | string | NULL | TRUE | FALSE | "$" n
//     function  = ["pg_catalog" "."] name ["(" [value] ")"]
// The grammar is closed: everything else is the engine's.
#pragma once

#include "sql/parse/statement.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace redstart::sql {

struct InstantFunction;

// A literal or $n, perhaps with a cast behind it.
struct SimpleValue {
    enum class Kind : unsigned char { Null, Boolean, Integer, Decimal, String, Parameter };
    Kind kind = Kind::Null;
    bool boolean = false;
    std::int64_t integer = 0; // of an Integer; n of $n
    std::string text;         // of a String its value, of a Decimal the number as written
    std::uint32_t cast = 0;   // the type OID of ::type; 0 without a cast
};

enum class SimpleOperator : char { Add = '+', Subtract = '-', Multiply = '*' };
struct SimpleArithmetic {
    std::int64_t left = 0;
    SimpleOperator op = SimpleOperator::Add;
    std::int64_t right = 0;
};

struct SimpleCall {
    const InstantFunction* function = nullptr;
    std::optional<SimpleValue> argument;
};

struct SimpleItem {
    std::variant<SimpleValue, SimpleArithmetic, SimpleCall> expression;
    std::string column_name; // the alias, or Redshift's name for such an expression
};

struct SimpleSelect {
    std::vector<SimpleItem> items;
};

// nullopt when the statement is anything but the grammar above. Throws only what string_value() throws.
std::optional<SimpleSelect> parse_simple_select(const Statement& statement);

} // namespace redstart::sql
