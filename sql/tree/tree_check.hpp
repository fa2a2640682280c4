// TreeCheck: the last look at a tree before the engine binds it. Every relation, function, type and collation in it
// must be one that the resolver wrote, whatever node it stands in, and every node must be of a kind that is known here:
// what the resolver does not visit cannot pass. It shares no traversal with the resolver, so that a hole in one is none
// in the other. What it refuses is our own mistake: XX000, which the server logs. A value over the caller's names; one
// thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/tree/resolved_names.hpp"

#include <string>
#include <vector>

namespace duckdb {
class BaseTableRef;
class ColumnDefinition;
class MergeIntoStatement;
class PivotRef;
class ResultModifier;
class StarExpression;
class UpdateSetInfo;
class WindowExpression;
struct AlterInfo;
struct AlterTableInfo;
struct CreateInfo;
struct CreateTableInfo;
} // namespace duckdb

namespace redstart::sql {

// Of a whole tree every common table's reference stands inside its table's node. Of a part of one the node may be
// outside. Stored ones were checked when they were stored: their relations are any that have a database and a schema.
enum class TreeExtent : unsigned char { Whole, Part, Stored };

class TreeCheck {
public:
    TreeCheck(const ResolvedNames& names, TreeExtent extent) : names_(names), extent_(extent) {}

    void statement(const duckdb::SQLStatement& statement);
    void query(const duckdb::QueryNode& node);

private:
    // sql/tree/tree_check.cpp: queries and tables
    void query(const Owned<duckdb::QueryNode>& node);
    void select(const duckdb::SelectNode& select);
    void modifier(const duckdb::ResultModifier& modifier);
    void table(const duckdb::TableRef& table);
    void base_table(const duckdb::BaseTableRef& table);
    void pivot(const duckdb::PivotRef& pivot);
    void list(const duckdb::CommonTableExpressionMap& list); // of a statement that changes data
    void relation(const std::string& database, const std::string& schema, const std::string& name);

    // sql/tree/tree_check_expressions.cpp
    void expression(const duckdb::ParsedExpression& expression);
    void expression(const Owned<duckdb::ParsedExpression>& optional);
    template <typename List> void expressions(const List& list) {
        for (const auto& item : list) expression(item);
    }
    template <typename Orders> void orders(const Orders& list) {
        for (const auto& item : list) expression(item.expression);
    }
    void function(const duckdb::FunctionExpression& call);
    void window(const duckdb::WindowExpression& call);
    void star(const duckdb::StarExpression& star);
    void operation(const duckdb::ParsedExpression& expression);
    void type(const duckdb::LogicalType& type);

    // sql/tree/tree_check_statements.cpp
    void set(const duckdb::UpdateSetInfo& set);
    void merge(const duckdb::MergeIntoStatement& statement);
    void create(const duckdb::CreateInfo& info);
    void create_table(const duckdb::CreateTableInfo& info);
    void alter(const duckdb::AlterInfo& info);
    void alter_table(const duckdb::AlterTableInfo& info);
    void column(const duckdb::ColumnDefinition& column);

    template <typename Node> static const Node& required(const Owned<Node>& node) {
        if (!node) refuse("an empty node", "");
        return *node;
    }
    [[noreturn]] static void refuse(const char* what, const std::string& name);

    const ResolvedNames& names_;
    const TreeExtent extent_;
    std::vector<std::string> common_tables_; // in scope
};

} // namespace redstart::sql
