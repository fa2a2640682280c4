#include "sql/resolve/resolver.hpp"

#include "catalog/engine/query_location.hpp"
#include "catalog/information/callable.hpp"
#include "catalog/information/function_names.hpp"
#include "catalog/views/system_view.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/stored_trees.hpp"
#include "sql/resolve/conditions.hpp"
#include "sql/resolve/from_clause.hpp"
#include "sql/resolve/outer_marks.hpp"
#include "sql/resolve/positions.hpp"
#include "sql/resolve/record_functions.hpp"
#include "sql/resolve/resolver_walk.hpp"
#include "sql/tree/column_names.hpp"
#include "sql/tree/duplicate_names.hpp"
#include "sql/tree/query_types.hpp"
#include "sql/tree/tree_check.hpp"
#include "sql/tree/with_lists.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_data/create_view_info.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

namespace {

// FROM t AT (VERSION => ...)
void refuse_version(const duckdb::BaseTableRef& table) {
    if (table.at_clause) throw SqlError(state::kSyntaxError, "syntax error at or near \"at\"");
}

void cast_to_int4(Owned<duckdb::ParsedExpression>& expression) {
    expression = duckdb::make_uniq<duckdb::CastExpression>(duckdb::LogicalType::INTEGER, std::move(expression));
}

} // namespace

ResolverWalk::ResolverWalk(duckdb::ClientContext& context, const NameScope& scope, const StatementReport& report)
    : context_(context), scope_(scope), report_(report), parameters_(scope) {
    names_.scalar = [functions = scope.functions](std::string_view schema, std::string_view name) {
        return may_call(*functions, schema, name);
    };
    names_.table = [functions = scope.functions](std::string_view schema, std::string_view name) {
        return may_read(*functions, schema, name);
    };
}

void ResolverWalk::use(const Relation& relation, LockMode mode) {
    if (relation.kind == RelationKind::SystemView) {
        reads_system_ = true;
        const std::string_view name = relation.name;
        const bool logged = name.starts_with("stl_") || name.starts_with("stv_") || name.starts_with("svl_") ||
                            name.starts_with("sys_");
        resolution_.takes_snapshot |= logged;
        return;
    }
    resolution_.takes_snapshot = true;
    resolution_.compute = true;
    reads_other_database_ |= is_foreign(scope_, relation);
    uses_.try_emplace({relation.oid, mode}, relation);
}

bool ResolverWalk::reads_temporary() const {
    return std::any_of(uses_.begin(), uses_.end(), [](const auto& use) { return use.second.catalog == "temp"; });
}

void ResolverWalk::use_view(const Relation& view) {
    std::vector<Relation> tables;
    each_view(context_, view, [this](const duckdb::CreateViewInfo& stored) {
        if (!is_late_binding(stored)) TreeCheck(names_, TreeExtent::Stored).statement(*stored.query);
    });
    base_tables(context_, view, tables);
    for (const auto& table : tables) use(table, LockMode::AccessShare);
    use(view, LockMode::AccessShare); // DROP VIEW waits for its readers
}

void ResolverWalk::on_base_table(Owned<duckdb::TableRef>& reference) {
    auto& table = reference->Cast<duckdb::BaseTableRef>();
    const auto found = find_relation(context_, scope_, table.catalog_name, table.schema_name, table.table_name);
    if (!found) {
        const auto shown = table.schema_name.empty() ? table.table_name : table.schema_name + "." + table.table_name;
        throw SqlError(state::kUndefinedTable, "relation \"" + shown + "\" does not exist")
            .position(catalog::position_at(table.query_location));
    }
    refuse_version(table);
    if (found->kind == RelationKind::View) {
        use_view(*found);
        if (expand_late_view(reference, *found)) return;
    } else {
        use(*found, LockMode::AccessShare);
    }
    table.catalog_name = found->catalog;
    table.schema_name = found->schema;
    name(*found);
}

// A name that no relation can have, so that the engine finds the common table or nothing.
std::string ResolverWalk::common_table_name(const std::string& name) {
    return std::string(1, kCommonTableMark) + std::to_string(++common_tables_) + " " + name;
}

void ResolverWalk::on_common_table(duckdb::BaseTableRef& reference, const CommonTable& table) {
    if (table.not_yet)
        throw SqlError(state::kInvalidRecursion, "recursive reference to query \"" + reference.table_name +
                                                     "\" must not appear within its non-recursive term")
            .position(catalog::position_at(reference.query_location));
    refuse_version(reference);
    if (reference.alias.empty()) reference.alias = reference.table_name;
    reference.table_name = table.name;
}

void ResolverWalk::on_query(Owned<duckdb::QueryNode>& query) {
    one_node_per_table(query);
    const auto* body = query.get();
    while (body->type == duckdb::QueryNodeType::CTE_NODE) body = body->Cast<duckdb::CTENode>().child.get();
    if (body->type == duckdb::QueryNodeType::RECURSIVE_CTE_NODE &&
        !body->Cast<duckdb::RecursiveCTENode>().key_targets.empty())
        throw SqlError(state::kSyntaxError, "syntax error at or near \"using\"");
}

void ResolverWalk::on_values(duckdb::ExpressionListRef& values) {
    name_values(values);
    if (!std::exchange(values_have_target_, false)) parameters_.type_values(values);
}

void ResolverWalk::type_series(Owned<duckdb::TableRef>& table) {
    auto& series = table->Cast<duckdb::TableFunctionRef>();
    if (series.column_name_alias.empty() && !table->alias.empty()) series.column_name_alias.push_back(table->alias);
    auto& arguments = series.function->Cast<duckdb::FunctionExpression>().children;
    const auto is_small = [this](const auto& argument) { return parameters_.is_int4(*argument); };
    if (!std::all_of(arguments.begin(), arguments.end(), is_small)) return;
    for (auto& argument : arguments) {
        if (parameters_.is_untyped(*argument)) cast_to_int4(argument);
        walk_expression(argument);
    }
    const auto name = series.column_name_alias.empty() ? "generate_series" : series.column_name_alias[0];
    const auto alias = table->alias.empty() ? "generate_series" : table->alias;
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    select->from_table = std::move(table);
    Owned<duckdb::ParsedExpression> item = duckdb::make_uniq<duckdb::ColumnRefExpression>(name);
    cast_to_int4(item);
    item->SetAlias(name);
    select->select_list.push_back(std::move(item));
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    statement->node = std::move(select);
    table = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(statement), alias);
}

// A scalar function in FROM is a table of one row whose column has the function's name (PostgreSQL).
void ResolverWalk::on_table_function(Owned<duckdb::TableRef>& table) {
    auto& reference = table->Cast<duckdb::TableFunctionRef>();
    // date('x'), if(), ifnull(): what the engine's parser makes an expression of.
    if (reference.function->GetExpressionClass() != duckdb::ExpressionClass::FUNCTION)
        throw SqlError(state::kSyntaxError, "an expression that is no call of a function cannot stand in FROM")
            .position(catalog::position_at(table->query_location));
    auto& call = reference.function->Cast<duckdb::FunctionExpression>();
    parameters_.drop_void_parameters(call);
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    const bool system = call.schema.empty() || call.schema == "pg_catalog";
    if (returns_records(call)) {
        for (auto& argument : call.children) walk_expression(argument);
        auto records = duckdb::make_uniq<duckdb::SubqueryRef>(record_query(call, RecordForm::Columns),
                                                              table->alias.empty() ? name : table->alias);
        records->column_name_alias = reference.column_name_alias;
        table = std::move(records);
        return;
    }
    const auto schema = system ? scope_.functions->table_function_schema_of(name) : std::string_view();
    if (!schema.empty()) {
        call.function_name = name;
        call.catalog = "system";
        call.schema = schema;
        if (name == "generate_series") type_series(table);
        return;
    }
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    select->from_table = duckdb::make_uniq<duckdb::EmptyTableRef>();
    auto item = std::move(reference.function);
    item->SetAlias(reference.column_name_alias.empty() ? (table->alias.empty() ? name : table->alias)
                                                       : reference.column_name_alias[0]);
    walk_expression(item);
    select->select_list.push_back(std::move(item));
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    statement->node = std::move(select);
    table = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(statement), table->alias.empty() ? name : table->alias);
}

// A star over JOIN USING or NATURAL JOIN becomes its columns in PostgreSQL's order; the engine leaves them where they
// stood.
void ResolverWalk::after_select(duckdb::SelectNode& select) {
    if (outer_marks_ != 0) outer_marks_ -= join_outer(context_, ctes(), select);
    refuse_duplicate_names(*select.from_table);
    check_order_positions(context_, select, ctes());
    if (subqueries_ == 0) refuse_alias_uses(context_, ctes(), select);
    if (!merges_columns(*select.from_table) || !has_star(select.select_list)) return;
    const FromClause from(context_, ctes(), *select.from_table);
    duckdb::vector<Owned<duckdb::ParsedExpression>> items;
    for (auto& item : select.select_list) {
        const bool star = item->GetExpressionClass() == duckdb::ExpressionClass::STAR &&
                          item->Cast<duckdb::StarExpression>().relation_name.empty();
        const auto columns = star ? from.expand(item->Cast<duckdb::StarExpression>()) : std::nullopt;
        if (!columns) {
            items.push_back(std::move(item));
            continue;
        }
        for (const auto& column : *columns)
            items.push_back(column.source.empty()
                                ? duckdb::make_uniq<duckdb::ColumnRefExpression>(column.name)
                                : duckdb::make_uniq<duckdb::ColumnRefExpression>(column.name, column.source));
    }
    select.select_list = std::move(items);
}

void ResolverWalk::on_foreign_table(duckdb::TableRef& table) {
    if (table.type == duckdb::TableReferenceType::PIVOT)
        throw SqlError(state::kSyntaxError, "syntax error: the values of PIVOT must be listed");
    throw SqlError(state::kSyntaxError, "syntax error: DESCRIBE, SUMMARIZE and SHOW cannot stand in FROM");
}

Resolution ResolverWalk::take() {
    if (outer_marks_ != 0)
        throw SqlError(state::kSyntaxError, "the operator (+) can only be used in the WHERE clause of a query");
    for (const auto& [key, relation] : uses_) {
        const bool changes = key.second != LockMode::AccessShare && changed_rows_.contains(key.first);
        resolution_.uses.push_back({relation, key.second, changes});
    }
    return std::move(resolution_);
}

Resolution resolve(duckdb::ClientContext& context, const NameScope& scope, duckdb::SQLStatement& statement,
                   const StatementReport& report, LateViews late) {
    ResolverWalk walk(context, scope, report);
    walk.late_views(late);
    walk.statement(statement);
    auto resolution = walk.take();
    if (report.refusal && (!resolution.uses.empty() || !(report.refusal->over_tables || walk.reads_system())))
        throw protocol::SqlError(report.refusal->error).hint("SET cluster_rules TO off runs it all the same.");
    TreeCheck(walk.names(), TreeExtent::Whole).statement(statement);
    return resolution;
}

Resolution resolve_relation(duckdb::ClientContext& context, const Relation& relation, LockMode mode) {
    Resolution resolution;
    resolution.takes_snapshot = true;
    std::vector<Relation> tables;
    base_tables(context, relation, tables);
    std::map<std::pair<RelationId, LockMode>, Relation> uses;
    if (relation.kind == RelationKind::View) uses.try_emplace({relation.oid, mode}, relation);
    for (const auto& table : tables)
        uses.try_emplace({table.oid, relation.kind == RelationKind::View ? LockMode::AccessShare : mode}, table);
    for (const auto& [key, table] : uses) resolution.uses.push_back({table, key.second});
    return resolution;
}

} // namespace redstart::sql
