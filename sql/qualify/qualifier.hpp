// Qualifier: the first pass over a parsed statement. Every relation, common table, function, type and collation gets
// its full name, pg_catalog first, so that nothing a user creates can stand in for pg_catalog's (the CVE-2018-1058
// class); result columns get the names that what was written gives them; the relations are noted with their locks.
// It changes names only, and forms that the engine's parser has for operators and calls. Refuses what Redshift has not.
// Owned by one resolve() call; one thread.
#pragma once

#include "sql/qualify/resolve_state.hpp"
#include "sql/tree/tree_walker.hpp"

namespace duckdb {
class WindowExpression;
} // namespace duckdb

namespace redstart::sql {

class Qualifier : public TreeWalker {
public:
    // `state` outlives this.
    explicit Qualifier(ResolveState& state) noexcept : state_(state) {}

protected:
    void on_query(Owned<duckdb::QueryNode>& query) override;
    std::string common_table_name(const std::string& name) override;
    void on_common_table(duckdb::BaseTableRef& reference, const CommonTable& table) override;
    void on_base_table(Owned<duckdb::TableRef>& reference) override;
    void on_table_function(Owned<duckdb::TableRef>& table) override;
    void on_recursive_table(duckdb::RecursiveCTENode& table) override;
    void on_pivot(Owned<duckdb::TableRef>& table) override;
    void on_values(duckdb::ExpressionListRef& values) override;
    void on_select(duckdb::SelectNode& select) override;
    void after_select(duckdb::SelectNode& select) override;
    void on_set_operation(duckdb::SetOperationNode& chain) override;
    void before_expression(const duckdb::ParsedExpression& expression) override;
    void on_expression(Owned<duckdb::ParsedExpression>& expression) override;
    [[noreturn]] void on_foreign_table(duckdb::TableRef& table) override;

private:
    // A view counts as the tables it reads.
    void use_view(const Relation& view);
    // A view without schema binding becomes the query it was created with. False for any other.
    bool expand_late_view(Owned<duckdb::TableRef>& reference, const Relation& view);
    // A scalar function in FROM is a table of one row whose column has the function's name (PostgreSQL).
    void row_of_function(Owned<duckdb::TableRef>& table);
    void name_call(duckdb::FunctionExpression& call);
    void name_window(duckdb::WindowExpression& call);

    ResolveState& state_;
};

} // namespace redstart::sql
