// TreeWalker: visits every table, expression, type and select list of a parsed statement, with the scopes of common
// table expressions known. A base class; one walk on one thread. Hooks may change what they are given in place.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/tree/cte_scope.hpp"

#include <functional>
#include <string>
#include <vector>

namespace duckdb {
class PivotRef;
class RecursiveCTENode;
class SetOperationNode;
} // namespace duckdb

namespace redstart::sql {

class TreeWalker {
public:
    virtual ~TreeWalker() = default;

    void walk_query(Owned<duckdb::QueryNode>& query);
    void walk_node(duckdb::QueryNode& node); // one that on_query() need not see
    void walk_expression(Owned<duckdb::ParsedExpression>& expression);
    void walk_table(Owned<duckdb::TableRef>& table);
    // An expression that has to be boolean; empty ones are skipped.
    void walk_condition(Owned<duckdb::ParsedExpression>& condition, const char* clause);

    // Walks the WITH list of a statement that changes data, which has no nodes for it, and then, with its names in
    // scope, what `parts` does.
    void walk_with(duckdb::CommonTableExpressionMap& ctes, const std::function<void()>& parts);

    const CteScope& ctes() const noexcept { return ctes_; }

    // The queries that a chain of set operations combines, in order.
    static std::vector<duckdb::QueryNode*> leaves(duckdb::SetOperationNode& chain);

protected:
    // A query, before anything of it is visited; may be replaced.
    virtual void on_query(Owned<duckdb::QueryNode>&) {}
    // The name that a common table has in the tree from now on; `name` is what it has there.
    virtual std::string common_table_name(const std::string& name) { return name; }
    // A table in FROM that is a common table in scope, which has its name already.
    virtual void on_common_table(duckdb::BaseTableRef&, const CommonTable&) {}
    // A table in FROM that is no common table expression in scope (it has a catalog or schema, or its name is none).
    // It is a BaseTableRef and may be replaced.
    virtual void on_base_table(Owned<duckdb::TableRef>&) {}
    // A function in FROM; may replace the whole reference. Its arguments are visited afterwards.
    virtual void on_table_function(Owned<duckdb::TableRef>&) {}
    // A recursive common table, after its two queries.
    virtual void on_recursive_table(duckdb::RecursiveCTENode&) {}
    // A PivotRef in FROM, before its parts are visited; may be replaced.
    virtual void on_pivot(Owned<duckdb::TableRef>&) {}
    // VALUES in FROM, before its expressions are visited.
    virtual void on_values(duckdb::ExpressionListRef&) {}
    // UNION, INTERSECT and EXCEPT, the outermost of a chain, after its queries; leaves() has them.
    virtual void on_set_operation(duckdb::SetOperationNode&) {}
    // Any expression, before its children: as the client wrote it.
    virtual void before_expression(const duckdb::ParsedExpression&) {}
    // Any expression, after its children; may be replaced.
    virtual void on_expression(Owned<duckdb::ParsedExpression>&) {}
    // A condition (of WHERE, JOIN/ON, HAVING, QUALIFY), after its parts; may be replaced.
    virtual void on_condition(Owned<duckdb::ParsedExpression>&, const char* /*clause*/) {}
    // A SELECT, before its parts are visited, and after.
    virtual void on_select(duckdb::SelectNode&) {}
    virtual void after_select(duckdb::SelectNode&) {}
    // DESCRIBE and SHOW as tables, and other forms of the engine that Redshift does not have.
    virtual void on_foreign_table(duckdb::TableRef&) {}

    // Whether a query in FROM is walked; not one that is finished.
    virtual bool enters(const duckdb::QueryNode&) const { return true; }

    // The select is one of those a set operation combines.
    bool is_leaf(const duckdb::SelectNode& select) const;

private:
    void leave(std::size_t mark) { ctes_.resize(mark); }
    void walk_select(duckdb::SelectNode& select);
    void walk_set_operation(duckdb::SetOperationNode& chain);
    void see_sides(duckdb::SetOperationNode& chain);
    void walk_own_query(const std::string& name, Owned<duckdb::QueryNode>& query);
    void walk_recursive(duckdb::RecursiveCTENode& node);
    void walk_pivot(duckdb::PivotRef& pivot);
    const CommonTable* find_cte(const std::string& name) const;
    // True when it has another name now.
    bool add_cte(std::string& name, const duckdb::QueryNode* query, const std::vector<std::string>& columns);
    void walk_modifiers(duckdb::QueryNode& node);

    const duckdb::QueryNode* leaf_ = nullptr; // the one entered last
    CteScope ctes_;
};

} // namespace redstart::sql
