// Desugar: the third pass over a parsed statement, whose names are full and whose types are told. Forms that the engine
// does not know, or means otherwise, become others: sums and averages in Redshift's types, casts that truncate, rows
// that are compared, sets in select lists, columns with (+), a star over merged columns. Last of all the queries of a
// set operation get columns of common types, for which the engine is asked.
// Owned by one resolve() call; one thread.
#pragma once

#include "sql/qualify/resolve_state.hpp"
#include "sql/tree/tree_walker.hpp"

namespace redstart::sql {

class ParameterTyping;

class Desugar : public TreeWalker {
public:
    // Both outlive this.
    Desugar(const ResolveState& state, const ParameterTyping& parameters) noexcept
        : state_(state), parameters_(parameters) {}

    // Throws 42601 for a column with (+) of which no join was made.
    void finish() const;

protected:
    bool enters(const duckdb::QueryNode& query) const override { return !state_.settled.contains(&query); }
    void on_table_function(Owned<duckdb::TableRef>& table) override;
    void after_select(duckdb::SelectNode& select) override;
    void on_set_operation(duckdb::SetOperationNode& chain) override;
    void on_recursive_table(duckdb::RecursiveCTENode& table) override;
    void on_expression(Owned<duckdb::ParsedExpression>& expression) override;

private:
    const ResolveState& state_;
    const ParameterTyping& parameters_;
    std::size_t outer_marks_ = 0;  // columns with (+) that no join was made of yet
    bool made_outer_join_ = false; // of some, anywhere
};

} // namespace redstart::sql
