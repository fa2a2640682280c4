#include "sql/tree/tree_check.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/alter_table_info.hpp>
#include <duckdb/parser/parsed_data/create_schema_info.hpp>
#include <duckdb/parser/parsed_data/create_table_info.hpp>
#include <duckdb/parser/parsed_data/create_view_info.hpp>
#include <duckdb/parser/statement/list.hpp>

namespace redstart::sql {

using duckdb::AlterTableType;
using duckdb::AlterType;
using duckdb::CatalogType;
using duckdb::StatementType;

// Everything the resolver resolves; of the engine's other statements (SET, PRAGMA, ATTACH, COPY, CALL, ...) none is for
// clients.
void TreeCheck::statement(const duckdb::SQLStatement& statement) {
    switch (statement.type) {
    case StatementType::SELECT_STATEMENT: return query(statement.Cast<duckdb::SelectStatement>().node);
    case StatementType::INSERT_STATEMENT: {
        const auto& insert = statement.Cast<duckdb::InsertStatement>();
        relation(insert.catalog, insert.schema, insert.table);
        if (insert.on_conflict_info || insert.table_ref) refuse("ON CONFLICT of", insert.table);
        list(insert.cte_map);
        if (insert.select_statement) query(insert.select_statement->node);
        return expressions(insert.returning_list);
    }
    case StatementType::UPDATE_STATEMENT: {
        const auto& update = statement.Cast<duckdb::UpdateStatement>();
        list(update.cte_map);
        table(required(update.table));
        if (update.from_table) table(*update.from_table);
        set(required(update.set_info));
        return expressions(update.returning_list);
    }
    case StatementType::DELETE_STATEMENT: {
        const auto& erase = statement.Cast<duckdb::DeleteStatement>();
        list(erase.cte_map);
        table(required(erase.table));
        for (const auto& other : erase.using_clauses) table(required(other));
        expression(erase.condition);
        return expressions(erase.returning_list);
    }
    case StatementType::MERGE_INTO_STATEMENT: return merge(statement.Cast<duckdb::MergeIntoStatement>());
    case StatementType::CREATE_STATEMENT: return create(required(statement.Cast<duckdb::CreateStatement>().info));
    case StatementType::ALTER_STATEMENT: return alter(required(statement.Cast<duckdb::AlterStatement>().info));
    case StatementType::EXPLAIN_STATEMENT:
        return this->statement(required(statement.Cast<duckdb::ExplainStatement>().stmt));
    default: refuse("a statement", std::to_string(static_cast<int>(statement.type)));
    }
}

void TreeCheck::set(const duckdb::UpdateSetInfo& set) {
    expressions(set.expressions);
    expression(set.condition);
}

void TreeCheck::merge(const duckdb::MergeIntoStatement& statement) {
    list(statement.cte_map);
    table(required(statement.target));
    table(required(statement.source));
    expression(statement.join_condition);
    for (const auto& [when, actions] : statement.actions)
        for (const auto& action : actions) {
            expression(required(action).condition);
            if (action->update_info) set(*action->update_info);
            expressions(action->expressions);
        }
    expressions(statement.returning_list);
}

void TreeCheck::create(const duckdb::CreateInfo& info) {
    switch (info.type) {
    case CatalogType::TABLE_ENTRY: return create_table(info.Cast<duckdb::CreateTableInfo>());
    case CatalogType::VIEW_ENTRY: {
        const auto& view = info.Cast<duckdb::CreateViewInfo>();
        relation(view.catalog, view.schema, view.view_name);
        for (const auto& column : view.types) type(column);
        return query(required(view.query).node);
    }
    case CatalogType::SCHEMA_ENTRY:
        if (info.catalog.empty()) refuse("the schema", info.schema);
        return;
    default: refuse("the kind of object", duckdb::CatalogTypeToString(info.type));
    }
}

void TreeCheck::create_table(const duckdb::CreateTableInfo& info) {
    relation(info.catalog, info.schema, info.table);
    for (const auto& column : info.columns.Logical()) this->column(column);
    for (const auto& constraint : info.constraints)
        if (required(constraint).type != duckdb::ConstraintType::NOT_NULL) refuse("a constraint of", info.table);
    if (info.query) query(info.query->node);
}

void TreeCheck::column(const duckdb::ColumnDefinition& column) {
    if (column.Generated()) refuse("the generated column", column.Name());
    type(column.Type());
    if (column.HasDefaultValue()) expression(column.DefaultValue());
}

void TreeCheck::alter(const duckdb::AlterInfo& info) {
    relation(info.catalog, info.schema, info.name);
    switch (info.type) {
    case AlterType::ALTER_TABLE: return alter_table(info.Cast<duckdb::AlterTableInfo>());
    case AlterType::ALTER_VIEW:
    case AlterType::SET_COMMENT: return;
    default: refuse("a change of", info.name);
    }
}

void TreeCheck::alter_table(const duckdb::AlterTableInfo& info) {
    switch (info.alter_table_type) {
    case AlterTableType::RENAME_COLUMN:
    case AlterTableType::RENAME_TABLE:
    case AlterTableType::REMOVE_COLUMN:
    case AlterTableType::SET_NOT_NULL:
    case AlterTableType::DROP_NOT_NULL: return;
    case AlterTableType::ADD_COLUMN: return column(info.Cast<duckdb::AddColumnInfo>().new_column);
    case AlterTableType::ALTER_COLUMN_TYPE:
        type(info.Cast<duckdb::ChangeColumnTypeInfo>().target_type);
        return expression(info.Cast<duckdb::ChangeColumnTypeInfo>().expression);
    case AlterTableType::SET_DEFAULT: return expression(info.Cast<duckdb::SetDefaultInfo>().expression);
    default: refuse("a change of", info.name);
    }
}

} // namespace redstart::sql
