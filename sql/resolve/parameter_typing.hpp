// ParameterTyping: what becomes of $1, $2, ... in a statement: the types that the client gave, or that their place
// tells, or the probes that look for them. Lives on the stack of one resolve() call.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/relations.hpp"

#include <cstddef>

namespace redstart::sql {

class ParameterTyping {
public:
    explicit ParameterTyping(const NameScope& scope) : scope_(scope) {}

    bool is_untyped(const duckdb::ParsedExpression& expression) const;
    // The type is int4 by the expression's form, -1 and a parameter of unknown type included.
    bool is_int4(const duckdb::ParsedExpression& expression) const;

    // A parameter whose type the client gave becomes a cast to it, so that the engine infers what PostgreSQL would.
    void type_parameter(Owned<duckdb::ParsedExpression>& expression);
    // A column that is a parameter, and nothing says of which type, is text (PostgreSQL); so is what rows are sorted or
    // grouped by.
    void untyped_as_text(duckdb::SelectNode& select) const;
    // A parameter that is a whole value of a row has the type of the other rows' (PostgreSQL, "UNION, CASE").
    void type_values(duckdb::ExpressionListRef& list) const;
    // x = ANY ($1): while its type is looked for, the parameter is an array of what x is compared with.
    void probe_any(Owned<duckdb::ParsedExpression>& expression) const;
    // $1 BETWEEN a AND b is $1 >= a AND $1 <= b, and the first one tells (PostgreSQL's parser makes the same of it).
    void split_between(Owned<duckdb::ParsedExpression>& expression) const;

private:
    std::uint32_t given_type(const duckdb::ParsedExpression& parameter) const;
    duckdb::Value stand_in(std::uint32_t type) const;

    const NameScope& scope_;
    std::size_t probes_ = 0;
};

} // namespace redstart::sql
