#include "catalog/views/system_view.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/qualify/hidden_columns.hpp"
#include "sql/resolve/definitions.hpp"
#include "sql/resolve/identity_values.hpp"
#include "sql/resolve/insert_columns.hpp"
#include "sql/resolve/passes.hpp"
#include "sql/resolve/statement_resolver.hpp"
#include "sql/tree/merge_duplicates.hpp"

#include <algorithm>
#include <type_traits>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_data/create_table_info.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/statement/list.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::Privilege;
using duckdb::StatementType;
using protocol::SqlError;

template <typename List> void refuse_returning(const List& list) {
    if (!list.empty())
        throw SqlError(state::kSyntaxError, "syntax error at or near \"returning\"").subject("returning");
}

// The engine would not say of which table.
void require_columns(duckdb::ClientContext& context, const duckdb::BaseTableRef& table,
                     const duckdb::vector<std::string>& columns) {
    const auto& entry = duckdb::Catalog::GetEntry<duckdb::TableCatalogEntry>(context, table.catalog_name,
                                                                             table.schema_name, table.table_name);
    for (const auto& column : columns)
        if (!entry.ColumnExists(column))
            throw SqlError(state::kUndefinedColumn,
                           fmt::format("column \"{}\" of relation \"{}\" does not exist", column, table.table_name))
                .subject(column);
}

// The table behind a name that has been resolved; nullptr when it is none.
const duckdb::TableCatalogEntry* table_of(duckdb::ClientContext& context, const duckdb::TableRef& reference) {
    if (reference.type != duckdb::TableReferenceType::BASE_TABLE) return nullptr;
    const auto& base = reference.Cast<duckdb::BaseTableRef>();
    if (base.catalog_name.empty() || base.catalog_name == "system") return nullptr; // a common table, a catalog
    const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, base.table_name);
    const auto entry = duckdb::Catalog::GetEntry(context, base.catalog_name, base.schema_name, lookup,
                                                 duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry || entry->type != duckdb::CatalogType::TABLE_ENTRY) return nullptr;
    return &entry->Cast<duckdb::TableCatalogEntry>();
}

// The source's columns of a MERGE ... REMOVE DUPLICATES.
std::vector<std::string> replacing_columns(duckdb::ClientContext& context, const duckdb::MergeIntoStatement& merge) {
    if (!merge.join_condition) throw SqlError(state::kSyntaxError, "syntax error at or near \"using\"");
    const auto* source = table_of(context, *merge.source);
    if (source == nullptr)
        throw SqlError(state::kFeatureNotSupported, "the source of MERGE ... REMOVE DUPLICATES must be a table");
    const auto columns = source->GetColumns().GetColumnNames();
    if (columns.size() != table_of(context, *merge.target)->GetColumns().LogicalColumnCount())
        throw SqlError(state::kSyntaxError,
                       "source and target of MERGE ... REMOVE DUPLICATES must have the same number of columns");
    return {columns.begin(), columns.end()};
}

// "source_table can't be a view or a subquery", nor the target (r_MERGE); the texts are INF.
void require_other_table(duckdb::ClientContext& context, const duckdb::MergeIntoStatement& merge) {
    const auto* source = table_of(context, *merge.source);
    if (source == nullptr)
        throw SqlError(state::kFeatureNotSupported, "the source of MERGE cannot be a view or a subquery")
            .hint("SET cluster_rules TO off runs it all the same.");
    if (source == table_of(context, *merge.target))
        throw SqlError(state::kFeatureNotSupported, "the source and the target of MERGE cannot be the same table");
}

// An expression that reads a column.
bool reads_columns(const duckdb::ParsedExpression& expression) {
    if (expression.GetExpressionClass() == duckdb::ExpressionClass::COLUMN_REF) return true;
    bool reads = expression.GetExpressionClass() == duckdb::ExpressionClass::SUBQUERY;
    duckdb::ParsedExpressionIterator::EnumerateChildren(
        expression, [&reads](const duckdb::ParsedExpression& child) { reads |= reads_columns(child); });
    return reads;
}

bool reads_columns(const duckdb::vector<Owned<duckdb::ParsedExpression>>& expressions) {
    return std::any_of(expressions.begin(), expressions.end(), [](const auto& value) { return reads_columns(*value); });
}

void refuse_hidden_columns(const ResolveState& state, const duckdb::UpdateStatement& statement,
                           const Relation& relation) {
    const auto& alias = statement.table->alias;
    for (const auto& value : statement.set_info->expressions) refuse_hidden(state, relation, alias, *value);
    if (statement.set_info->condition) refuse_hidden(state, relation, alias, *statement.set_info->condition);
}

void refuse_hidden_columns(const ResolveState& state, const duckdb::MergeIntoStatement& statement,
                           const Relation& relation) {
    const auto& alias = statement.target->alias;
    if (statement.join_condition) refuse_hidden(state, relation, alias, *statement.join_condition);
    for (const auto& [when, actions] : statement.actions)
        for (const auto& action : actions) {
            if (action->condition) refuse_hidden(state, relation, alias, *action->condition);
            if (!action->update_info) continue;
            for (const auto& value : action->update_info->expressions) refuse_hidden(state, relation, alias, *value);
        }
}

// What is only set is not read (PostgreSQL); r_GRANT says so of what an UPDATE refers to.
WriteRights rights_to_update(const duckdb::UpdateStatement& statement) {
    const auto& set = *statement.set_info;
    const bool reads = set.condition || statement.from_table || reads_columns(set.expressions);
    return {reads ? Privilege::Update | Privilege::Select : bit(Privilege::Update),
            {set.columns.begin(), set.columns.end()}};
}

// r_MERGE: what its actions do, and to read both tables.
WriteRights rights_to_merge(const duckdb::MergeIntoStatement& statement, bool removes_duplicates) {
    WriteRights rights{bit(Privilege::Select)};
    if (removes_duplicates) rights.privileges |= Privilege::Insert | Privilege::Delete;
    for (const auto& [when, actions] : statement.actions)
        for (const auto& action : actions) {
            using Type = duckdb::MergeActionType;
            if (action->action_type == Type::MERGE_INSERT) rights.privileges |= bit(Privilege::Insert);
            if (action->action_type == Type::MERGE_DELETE) rights.privileges |= bit(Privilege::Delete);
            if (action->action_type != Type::MERGE_UPDATE) continue;
            rights.privileges |= bit(Privilege::Update);
            if (!action->update_info) continue;
            const auto& columns = action->update_info->columns;
            rights.columns.insert(rights.columns.end(), columns.begin(), columns.end());
        }
    return rights;
}

// What a MERGE has besides its tables.
void walk_merge(TreeWalker& pass, duckdb::MergeIntoStatement& statement) {
    pass.walk_condition(statement.join_condition, "JOIN/ON");
    for (auto& [when, actions] : statement.actions)
        for (auto& action : actions) {
            pass.walk_condition(action->condition, "WHEN");
            for (auto& value : action->expressions) pass.walk_expression(value);
            if (!action->update_info) continue;
            for (auto& value : action->update_info->expressions) pass.walk_expression(value);
            if (action->update_info->condition) pass.walk_expression(action->update_info->condition);
        }
}

} // namespace

void StatementResolver::statement(duckdb::SQLStatement& statement) {
    switch (statement.type) {
    case StatementType::SELECT_STATEMENT: return query(statement.Cast<duckdb::SelectStatement>().node);
    case StatementType::INSERT_STATEMENT: insert(statement.Cast<duckdb::InsertStatement>()); break;
    case StatementType::UPDATE_STATEMENT: update(statement.Cast<duckdb::UpdateStatement>()); break;
    case StatementType::DELETE_STATEMENT: erase(statement.Cast<duckdb::DeleteStatement>()); break;
    case StatementType::MERGE_INTO_STATEMENT: merge(statement.Cast<duckdb::MergeIntoStatement>()); break;
    case StatementType::CREATE_STATEMENT: Definitions(*this).create(statement.Cast<duckdb::CreateStatement>()); break;
    case StatementType::ALTER_STATEMENT: Definitions(*this).alter(statement.Cast<duckdb::AlterStatement>()); break;
    case StatementType::EXPLAIN_STATEMENT: return explain(statement.Cast<duckdb::ExplainStatement>());
    default: throw SqlError(state::kFeatureNotSupported, "this SQL command is not supported");
    }
    resolution_.writes = true;
    resolution_.takes_snapshot = true;
}

// r_EXPLAIN: of what is created only a table with its query has a plan.
void refuse_unplanned(const duckdb::SQLStatement& statement) {
    if (statement.type != StatementType::CREATE_STATEMENT) return;
    const auto& info = *statement.Cast<duckdb::CreateStatement>().info;
    if (info.type != duckdb::CatalogType::TABLE_ENTRY || !info.Cast<duckdb::CreateTableInfo>().query)
        throw SqlError(state::kSyntaxError, "syntax error at or near \"create\"");
}

// Plans and runs nothing: it reads what the statement would use and locks nothing for writing.
void StatementResolver::explain(duckdb::ExplainStatement& statement) {
    if (statement.explain_type == duckdb::ExplainType::EXPLAIN_ANALYZE)
        throw SqlError(state::kSyntaxError, "syntax error at or near \"analyze\"");
    refuse_unplanned(*statement.stmt);
    statement.explain_format = duckdb::ExplainFormat::JSON;
    this->statement(*statement.stmt);
    resolution_.writes = resolution_.ddl = resolution_.compute = false;
    state_.uses.only_read();
}

Relation StatementResolver::target_relation(const std::string& catalog, const std::string& schema,
                                            const std::string& name, const char* action, WriteRights rights) {
    auto relation = require_relation(state_.context, state_.scope, catalog, schema, name);
    refuse_system_view(relation);
    if (relation.kind == RelationKind::View)
        throw SqlError(state::kWrongObjectType, fmt::format("cannot {} a view", action));
    require_own_database(state_.scope, relation);
    state_.uses.add(relation, LockMode::ShareRowExclusive);
    auto needed = to_use(relation, rights.privileges);
    needed.columns = std::move(rights.columns);
    state_.uses.need(std::move(needed));
    state_.name(relation);
    return relation;
}

Relation StatementResolver::target(Owned<duckdb::TableRef>& table, const char* action, WriteRights rights) {
    if (table->type != duckdb::TableReferenceType::BASE_TABLE)
        throw SqlError(state::kSyntaxError, fmt::format("can only {} a table", action));
    auto& base = table->Cast<duckdb::BaseTableRef>();
    auto relation = target_relation(base.catalog_name, base.schema_name, base.table_name, action, std::move(rights));
    base.catalog_name = relation.catalog;
    base.schema_name = relation.schema;
    state_.uses.change_rows(relation.oid);
    return relation;
}

void StatementResolver::insert(duckdb::InsertStatement& statement) {
    if (statement.on_conflict_info) throw SqlError(state::kSyntaxError, "syntax error at or near \"conflict\"");
    refuse_returning(statement.returning_list);
    const auto relation =
        target_relation(statement.catalog, statement.schema, statement.table, "insert into", {bit(Privilege::Insert)});
    statement.catalog = relation.catalog;
    statement.schema = relation.schema;
    each_pass(state_, [&](auto& pass) {
        pass.walk_with(statement.cte_map, [&] {
            if constexpr (std::is_same_v<decltype(pass), Typing&>)
                if (statement.GetValuesList()) pass.values_have_target();
            if (statement.select_statement) pass.walk_query(statement.select_statement->node);
        });
    });
    complete_columns(state_.context, state_.names, relation, statement);
    refuse_identity_values(state_.context, relation, statement);
}

void StatementResolver::update(duckdb::UpdateStatement& statement) {
    refuse_returning(statement.returning_list);
    const auto relation = target(statement.table, "update", rights_to_update(statement));
    refuse_hidden_columns(state_, statement, relation);
    require_columns(state_.context, statement.table->Cast<duckdb::BaseTableRef>(), statement.set_info->columns);
    refuse_identity_changes(state_.context, relation, *statement.set_info);
    each_pass(state_, [&](auto& pass) {
        pass.walk_with(statement.cte_map, [&] {
            if (statement.from_table) pass.walk_table(statement.from_table);
            for (auto& value : statement.set_info->expressions) pass.walk_expression(value);
            pass.walk_condition(statement.set_info->condition, "WHERE");
        });
    });
}

void StatementResolver::erase(duckdb::DeleteStatement& statement) {
    refuse_returning(statement.returning_list);
    const bool reads = statement.condition || !statement.using_clauses.empty();
    const auto relation = target(statement.table, "delete from",
                                 {reads ? Privilege::Delete | Privilege::Select : bit(Privilege::Delete)});
    if (statement.condition) refuse_hidden(state_, relation, statement.table->alias, *statement.condition);
    each_pass(state_, [&](auto& pass) {
        pass.walk_with(statement.cte_map, [&] {
            for (auto& table : statement.using_clauses) pass.walk_table(table);
            pass.walk_condition(statement.condition, "WHERE");
        });
    });
}

void StatementResolver::merge(duckdb::MergeIntoStatement& statement) {
    refuse_returning(statement.returning_list);
    const auto relation =
        target(statement.target, "merge into", rights_to_merge(statement, report_.removes_duplicates));
    refuse_hidden_columns(state_, statement, relation);
    each_pass(state_, [&](auto& pass) {
        pass.walk_with(statement.cte_map, [&] {
            pass.walk_table(statement.source);
            if constexpr (std::is_same_v<decltype(pass), Qualifier&>) {
                if (report_.removes_duplicates)
                    remove_duplicates(statement, replacing_columns(state_.context, statement));
                else if (report_.merges_tables)
                    require_other_table(state_.context, statement);
            }
            walk_merge(pass, statement);
        });
    });
    for (const auto& [when, actions] : statement.actions)
        for (const auto& action : actions) refuse_identity_values(state_.context, relation, *action);
}

} // namespace redstart::sql
