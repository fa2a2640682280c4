#include "sql/qualify/qualifier.hpp"

#include "catalog/engine/query_location.hpp"
#include "catalog/information/function_names.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/stored_trees.hpp"
#include "sql/object/stored_views.hpp"
#include "sql/qualify/function_calls.hpp"
#include "sql/qualify/hidden_columns.hpp"
#include "sql/qualify/positions.hpp"
#include "sql/qualify/view_queries.hpp"
#include "sql/tree/column_names.hpp"
#include "sql/tree/duplicate_names.hpp"
#include "sql/tree/hierarchies.hpp"
#include "sql/tree/pivots.hpp"
#include "sql/tree/recursive_terms.hpp"
#include "sql/tree/tree_check.hpp"
#include "sql/tree/untyped_parameters.hpp"
#include "sql/tree/with_lists.hpp"
#include "sql/tree/with_order.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_data/create_view_info.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

namespace {

// FROM t AT (VERSION => ...)
void refuse_version(const duckdb::BaseTableRef& table) {
    if (table.at_clause) throw SqlError(state::kSyntaxError, "syntax error at or near \"at\"");
}

// The engine says the same of LIMIT and OFFSET.
void refuse_negative_offset(const duckdb::QueryNode& node) {
    for (const auto& modifier : node.modifiers) {
        if (modifier->type != duckdb::ResultModifierType::LIMIT_MODIFIER) continue;
        const auto& offset = modifier->Cast<duckdb::LimitModifier>().offset;
        if (!offset || offset->GetExpressionClass() != duckdb::ExpressionClass::CONSTANT) continue;
        const auto& value = offset->Cast<duckdb::ConstantExpression>().value;
        if (value.type().IsIntegral() && !value.IsNull() && value < duckdb::Value::INTEGER(0))
            throw SqlError(state::kInvalidRowCountInResultOffsetClause, "OFFSET must not be negative");
    }
}

// The rows of a chain are ordered by columns of the result, which have no tables (PostgreSQL).
void check_set_order(const duckdb::SetOperationNode& chain) {
    for (const auto& modifier : chain.modifiers) {
        if (modifier->type != duckdb::ResultModifierType::ORDER_MODIFIER) continue;
        for (const auto& order : modifier->Cast<duckdb::OrderModifier>().orders) {
            const auto kind = order.expression->GetExpressionClass();
            if (kind == duckdb::ExpressionClass::COLUMN_REF || kind == duckdb::ExpressionClass::CONSTANT ||
                kind == duckdb::ExpressionClass::PARAMETER || kind == duckdb::ExpressionClass::STAR)
                continue;
            throw SqlError(state::kFeatureNotSupported, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
                .detail("Only result column names can be used, not expressions or functions.")
                .hint("Add the expression/function to every SELECT, or move the UNION into a FROM clause.")
                .position(catalog::leftmost_position<duckdb::ParsedExpressionIterator>(*order.expression));
        }
    }
}

} // namespace

// What the stored queries read is the view's owner's to read.
void Qualifier::use_view(const Relation& view) {
    each_view(state_.context, view, [this](const duckdb::CreateViewInfo& stored) {
        if (!is_late_binding(stored)) TreeCheck(state_.names, TreeExtent::Stored).statement(*stored.query);
    });
    for (const auto& [reader, read] : reads_of_views(state_.context, view)) {
        if (read.kind != RelationKind::View) state_.uses.add(read, LockMode::AccessShare);
        state_.uses.need_of(owner_of(state_.context, reader), to_use(read, bit(catalog::Privilege::Select)));
    }
    state_.uses.add(view, LockMode::AccessShare); // DROP VIEW waits for its readers
}

bool Qualifier::expand_late_view(Owned<duckdb::TableRef>& reference, const Relation& view) {
    auto* entry = view_entry(state_.context, view);
    if (entry == nullptr || !is_late_binding(*entry)) return false;
    if (state_.binds_view)
        throw SqlError(state::kFeatureNotSupported, "a view over a view without schema binding is not supported")
            .hint("Create it WITH NO SCHEMA BINDING.");
    if (is_foreign(state_.scope, view)) // its names would be looked up here
        throw SqlError(state::kFeatureNotSupported,
                       "a view without schema binding of another database cannot be read: \"" + view.name + "\"");
    const auto before = state_.uses.acting();
    state_.uses.act_for(owner_of(state_.context, view));
    reference = state_.late.expand(reference->Cast<duckdb::BaseTableRef>(), *entry, view);
    state_.uses.act_for(before);
    state_.settled.insert(reference->Cast<duckdb::SubqueryRef>().subquery->node.get());
    return true;
}

void Qualifier::on_base_table(Owned<duckdb::TableRef>& reference) {
    auto& table = reference->Cast<duckdb::BaseTableRef>();
    const auto found = find_relation(state_.context, state_.scope, table.catalog_name, table.schema_name,
                                     table.table_name, state_.uses.acting());
    if (!found) {
        const auto shown = table.schema_name.empty() ? table.table_name : table.schema_name + "." + table.table_name;
        throw SqlError(state::kUndefinedTable, fmt::format("relation \"{}\" does not exist", shown))
            .position(catalog::position_at(table.query_location));
    }
    refuse_version(table);
    if (found->kind != RelationKind::SystemView) state_.uses.need(to_use(*found, bit(catalog::Privilege::Select)));
    if (found->kind == RelationKind::View) {
        use_view(*found);
        if (expand_late_view(reference, *found)) return;
    } else {
        state_.uses.add(*found, LockMode::AccessShare);
    }
    table.catalog_name = found->catalog;
    table.schema_name = found->schema;
    state_.name(*found);
    if (found->kind != RelationKind::SystemView) hide_columns(state_, reference, *found);
}

// A name that no relation can have, so that the engine finds the common table or nothing.
std::string Qualifier::common_table_name(const std::string& name) {
    return std::string(1, kCommonTableMark) + std::to_string(++state_.common_tables) + " " + name;
}

void Qualifier::on_common_table(duckdb::BaseTableRef& reference, const CommonTable& table) {
    if (table.not_yet)
        throw SqlError(state::kInvalidRecursion,
                       fmt::format("recursive reference to query \"{}\" must not appear within its non-recursive term",
                                   reference.table_name))
            .position(catalog::position_at(reference.query_location));
    refuse_version(reference);
    if (reference.alias.empty()) reference.alias = reference.table_name;
    reference.table_name = table.name;
}

void Qualifier::on_pivot(Owned<duckdb::TableRef>& table) {
    if (auto query = pivot_query(table->Cast<duckdb::PivotRef>())) table = std::move(query);
}

void Qualifier::on_query(Owned<duckdb::QueryNode>& query) {
    auto* last = query.get(); // behind the WITH list
    while (last->type == duckdb::QueryNodeType::CTE_NODE) last = last->Cast<duckdb::CTENode>().child.get();
    if (last->type == duckdb::QueryNodeType::SELECT_NODE) make_hierarchy(last->Cast<duckdb::SelectNode>());
    if (state_.recursive_lists)
        one_node_per_table(query, order_common_tables);
    else
        one_node_per_table(query, nullptr);
    const auto* body = query.get();
    while (body->type == duckdb::QueryNodeType::CTE_NODE) body = body->Cast<duckdb::CTENode>().child.get();
    if (body->type == duckdb::QueryNodeType::RECURSIVE_CTE_NODE &&
        !body->Cast<duckdb::RecursiveCTENode>().key_targets.empty())
        throw SqlError(state::kSyntaxError, "syntax error at or near \"using\"");
}

void Qualifier::on_recursive_table(duckdb::RecursiveCTENode& table) {
    check_recursive_term(table, [this](const duckdb::FunctionExpression& call) {
        const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::SCALAR_FUNCTION_ENTRY, call.function_name);
        const auto entry = duckdb::Catalog::GetEntry(state_.context, call.catalog, call.schema, lookup,
                                                     duckdb::OnEntryNotFound::RETURN_NULL);
        return entry && entry->type == duckdb::CatalogType::AGGREGATE_FUNCTION_ENTRY;
    });
}

void Qualifier::on_values(duckdb::ExpressionListRef& values) { name_values(values); }

void Qualifier::on_table_function(Owned<duckdb::TableRef>& table) {
    auto& reference = table->Cast<duckdb::TableFunctionRef>();
    // date('x'), if(), ifnull(): what the engine's parser makes an expression of.
    if (reference.function->GetExpressionClass() != duckdb::ExpressionClass::FUNCTION)
        throw SqlError(state::kSyntaxError, "an expression that is no call of a function cannot stand in FROM")
            .position(catalog::position_at(table->query_location));
    auto& call = reference.function->Cast<duckdb::FunctionExpression>();
    drop_void_parameters(call, state_.scope.parameter_types);
    if (returns_records(call)) return;
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    const bool system = call.schema.empty() || call.schema == "pg_catalog";
    const auto schema = system ? state_.scope.functions->table_function_schema_of(name) : std::string_view();
    if (schema.empty()) return row_of_function(table);
    call.function_name = name;
    call.catalog = "system";
    call.schema = schema;
}

void Qualifier::row_of_function(Owned<duckdb::TableRef>& table) {
    auto& reference = table->Cast<duckdb::TableFunctionRef>();
    auto item = std::move(reference.function);
    const auto name = table->alias.empty()
                          ? duckdb::StringUtil::Lower(item->Cast<duckdb::FunctionExpression>().function_name)
                          : table->alias;
    item->SetAlias(reference.column_name_alias.empty() ? name : reference.column_name_alias[0]);
    walk_expression(item);
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    select->from_table = duckdb::make_uniq<duckdb::EmptyTableRef>();
    select->select_list.push_back(std::move(item));
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    statement->node = std::move(select);
    table = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(statement), name);
}

void Qualifier::on_foreign_table(duckdb::TableRef& table) {
    if (table.type == duckdb::TableReferenceType::PIVOT)
        throw SqlError(state::kSyntaxError, "syntax error: the values of PIVOT must be listed");
    throw SqlError(state::kSyntaxError, "syntax error: DESCRIBE, SUMMARIZE and SHOW cannot stand in FROM");
}

// Columns are named by what was written.
void Qualifier::on_select(duckdb::SelectNode& select) {
    refuse_negative_offset(select);
    check_group_positions(select);
    name_columns(select);
}

void Qualifier::after_select(duckdb::SelectNode& select) {
    refuse_duplicate_names(*select.from_table);
    refuse_ambiguous_columns(select);
    refuse_hidden(state_, select);
    check_order_positions(state_.context, select, ctes());
}

void Qualifier::on_set_operation(duckdb::SetOperationNode& chain) {
    check_set_order(chain);
    check_order_positions(state_.context, chain, ctes());
}

} // namespace redstart::sql
