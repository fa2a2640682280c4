// Typing: the second pass over a parsed statement, whose names are full. Parameters get their types, choices (CASE,
// COALESCE, NULLIF, GREATEST, ...) PostgreSQL's common type, conditions the check that they are boolean; what has no
// type, and needs one, is refused. It does not ask the engine, and adds casts and calls of the engine's own catalog.
// Owned by one resolve() call; one thread.
#pragma once

#include "sql/qualify/resolve_state.hpp"
#include "sql/resolve/parameter_typing.hpp"
#include "sql/tree/tree_walker.hpp"

namespace redstart::sql {

class Typing : public TreeWalker {
public:
    // `state` outlives this.
    explicit Typing(const ResolveState& state) : state_(state), parameters_(state.scope) {}

    // The next VALUES are those of an INSERT: its columns tell the types.
    void values_have_target() noexcept { values_have_target_ = true; }
    const ParameterTyping& parameters() const noexcept { return parameters_; }

protected:
    bool enters(const duckdb::QueryNode& query) const override { return !state_.settled.contains(&query); }
    void on_table_function(Owned<duckdb::TableRef>& table) override;
    void on_values(duckdb::ExpressionListRef& values) override;
    void on_select(duckdb::SelectNode& select) override;
    void after_select(duckdb::SelectNode& select) override;
    void before_expression(const duckdb::ParsedExpression& expression) override;
    void on_expression(Owned<duckdb::ParsedExpression>& expression) override;
    void on_condition(Owned<duckdb::ParsedExpression>& condition, const char* clause) override;

private:
    const ResolveState& state_;
    ParameterTyping parameters_;
    std::size_t subqueries_ = 0; // in expressions, which is walked
    bool values_have_target_ = false;
};

} // namespace redstart::sql
