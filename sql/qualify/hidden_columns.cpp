#include "sql/qualify/hidden_columns.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/rights.hpp"
#include "sql/qualify/resolve_state.hpp"

#include <algorithm>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::StringUtil;
using duckdb::TableReferenceType;

[[noreturn]] void deny(const std::string& relation) {
    throw protocol::SqlError(protocol::sqlstate::kInsufficientPrivilege, "permission denied for relation " + relation);
}

// A table of a clause by the name that columns have it under.
struct Part {
    std::string name;
    const HiddenColumns* hidden;
};

void find_parts(const HiddenParts& hidden, const duckdb::TableRef& from, std::vector<Part>& parts) {
    if (from.type == TableReferenceType::JOIN) {
        find_parts(hidden, *from.Cast<duckdb::JoinRef>().left, parts);
        find_parts(hidden, *from.Cast<duckdb::JoinRef>().right, parts);
    } else if (from.type == TableReferenceType::SUBQUERY) {
        const auto found = hidden.find(from.Cast<duckdb::SubqueryRef>().subquery->node.get());
        if (found != hidden.end()) parts.push_back({from.alias, &found->second});
    }
}

void check(const std::vector<Part>& parts, const duckdb::ParsedExpression& expression) {
    if (expression.GetExpressionClass() == duckdb::ExpressionClass::COLUMN_REF) {
        const auto& names = expression.Cast<duckdb::ColumnRefExpression>().column_names;
        for (const auto& [name, hidden] : parts) {
            if (names.size() > 1 && !StringUtil::CIEquals(names[names.size() - 2], name)) continue;
            for (const auto& column : hidden->columns)
                if (StringUtil::CIEquals(names.back(), column)) deny(hidden->relation);
        }
    }
    duckdb::ParsedExpressionIterator::EnumerateChildren(
        expression, [&parts](const duckdb::ParsedExpression& child) { check(parts, child); });
}

void check_joins(const std::vector<Part>& parts, const duckdb::TableRef& from) {
    if (from.type != TableReferenceType::JOIN) return;
    const auto& join = from.Cast<duckdb::JoinRef>();
    if (join.condition) check(parts, *join.condition);
    check_joins(parts, *join.left);
    check_joins(parts, *join.right);
}

} // namespace

bool hide_columns(ResolveState& state, Owned<duckdb::TableRef>& reference, const Relation& relation) {
    const auto user = state.uses.acting().value_or(state.scope.user_id);
    if (!state.uses.acting() && state.scope.superuser) return false;
    auto columns = hidden_columns(state.context, state.scope, relation, user);
    if (columns.empty()) return false;
    if (state.binds_view || state.whole_tables) deny(relation.name);
    auto star = duckdb::make_uniq<duckdb::StarExpression>();
    for (const auto& column : columns) star->exclude_list.insert(duckdb::QualifiedColumnName(column));
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    select->select_list.push_back(std::move(star));
    auto& table = reference->Cast<duckdb::BaseTableRef>();
    const auto alias = table.alias.empty() ? table.table_name : table.alias;
    auto names = std::exchange(table.column_name_alias, {});
    table.alias.clear();
    select->from_table = std::move(reference);
    state.settled.insert(select.get());
    state.hidden[select.get()] = {relation.name, std::move(columns)};
    auto query = duckdb::make_uniq<duckdb::SelectStatement>();
    query->node = std::move(select);
    auto part = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(query), alias);
    part->column_name_alias = std::move(names);
    reference = std::move(part);
    return true;
}

void refuse_hidden(const ResolveState& state, const duckdb::SelectNode& select) {
    if (state.hidden.empty()) return;
    std::vector<Part> parts;
    find_parts(state.hidden, *select.from_table, parts);
    if (parts.empty()) return;
    check_joins(parts, *select.from_table);
    for (const auto& item : select.select_list) check(parts, *item);
    for (const auto& group : select.groups.group_expressions) check(parts, *group);
    for (const auto* condition : {select.where_clause.get(), select.having.get(), select.qualify.get()})
        if (condition != nullptr) check(parts, *condition);
    for (const auto& modifier : select.modifiers) {
        if (modifier->type != duckdb::ResultModifierType::ORDER_MODIFIER) continue;
        for (const auto& order : modifier->Cast<duckdb::OrderModifier>().orders) check(parts, *order.expression);
    }
}

void refuse_hidden(const ResolveState& state, const Relation& relation, const std::string& alias,
                   const duckdb::ParsedExpression& expression) {
    if (state.scope.superuser) return;
    const HiddenColumns hidden{relation.name,
                               hidden_columns(state.context, state.scope, relation, state.scope.user_id)};
    check({{alias.empty() ? relation.name : alias, &hidden}}, expression);
}

} // namespace redstart::sql
