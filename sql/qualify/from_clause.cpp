#include "sql/qualify/from_clause.hpp"

#include "catalog/engine/object_tags.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::StringUtil;
using duckdb::TableReferenceType;

bool has_name(const SourceColumn& column, const std::string& name) { return StringUtil::CIEquals(column.name, name); }

const SourceColumn* find_column(const SourceColumns& columns, const std::string& name) {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return has_name(column, name); });
    return found == columns.end() ? nullptr : &*found;
}

void remove_columns(SourceColumns& columns, const std::vector<std::string>& names) {
    std::erase_if(columns, [&](const auto& column) {
        return std::any_of(names.begin(), names.end(), [&](const auto& name) { return has_name(column, name); });
    });
}

bool is_plain(const duckdb::StarExpression& star) {
    return !star.columns && !star.expr && star.exclude_list.empty() && star.replace_list.empty() &&
           star.rename_list.empty();
}

// What a merged column is: that of the side whose rows are all there, of a full join neither.
ColumnOrigin merged_origin(duckdb::JoinType type, const SourceColumn& left, const SourceColumn& right) {
    switch (type) {
    case duckdb::JoinType::INNER:
    case duckdb::JoinType::LEFT: return left.origin;
    case duckdb::JoinType::RIGHT: return right.origin;
    default: return {};
    }
}

bool is_choice(const duckdb::ParsedExpression& expression) {
    if (expression.GetExpressionClass() == duckdb::ExpressionClass::CASE) return true;
    if (expression.GetExpressionClass() == duckdb::ExpressionClass::OPERATOR)
        return expression.GetExpressionType() == duckdb::ExpressionType::OPERATOR_COALESCE;
    if (expression.GetExpressionClass() != duckdb::ExpressionClass::FUNCTION) return false;
    const auto& name = expression.Cast<duckdb::FunctionExpression>().function_name;
    return name == "greatest" || name == "least";
}

// A choice that is not cast to a type of its own afterwards.
bool chooses(const duckdb::ParsedExpression& expression) {
    if (expression.GetExpressionClass() == duckdb::ExpressionClass::CAST) return false;
    bool found = is_choice(expression);
    duckdb::ParsedExpressionIterator::EnumerateChildren(
        expression, [&](const duckdb::ParsedExpression& child) { found |= chooses(child); });
    return found;
}

std::optional<SourceColumns> select_columns(duckdb::ClientContext& context, const duckdb::SelectNode& select,
                                            const CteScope& ctes) {
    const FromClause from(context, ctes, *select.from_table);
    SourceColumns columns;
    for (const auto& item : select.select_list) {
        if (item->GetExpressionClass() == duckdb::ExpressionClass::STAR) {
            auto expanded = from.expand(item->Cast<duckdb::StarExpression>());
            if (!expanded) return std::nullopt;
            columns.insert(columns.end(), expanded->begin(), expanded->end());
        } else if (item->GetExpressionClass() == duckdb::ExpressionClass::COLUMN_REF) {
            const auto& column = item->Cast<duckdb::ColumnRefExpression>();
            columns.push_back({item->HasAlias() ? item->GetAlias() : column.GetColumnName(), from.find(column), {}});
        } else {
            columns.push_back({item->GetName(), {.chosen = chooses(*item)}, {}});
        }
    }
    return columns;
}

void add_common_table(CteScope& ctes, const std::string& name, const duckdb::QueryNode& query,
                      const duckdb::vector<std::string>& columns) {
    ctes.push_back({StringUtil::Lower(name), &query, {columns.begin(), columns.end()}});
}

// Names come from the first of the queries, values from all of them.
std::optional<SourceColumns> without_origins(std::optional<SourceColumns> columns) {
    if (columns)
        for (auto& column : *columns) column.origin = {.chosen = column.origin.chosen};
    return columns;
}

} // namespace

FromClause::FromClause(duckdb::ClientContext& context, const CteScope& ctes, const duckdb::TableRef& table)
    : context_(context), ctes_(ctes) {
    visible_ = columns_of_table(table);
}

SourceColumns FromClause::columns_of_table(const duckdb::TableRef& table) {
    switch (table.type) {
    case TableReferenceType::EMPTY_FROM: return {};
    case TableReferenceType::BASE_TABLE: return base_table(table.Cast<duckdb::BaseTableRef>());
    case TableReferenceType::SUBQUERY: return subquery(table.Cast<duckdb::SubqueryRef>());
    case TableReferenceType::EXPRESSION_LIST: return values(table.Cast<duckdb::ExpressionListRef>());
    case TableReferenceType::JOIN: return join(table.Cast<duckdb::JoinRef>());
    default: return unknown();
    }
}

SourceColumns FromClause::base_table(const duckdb::BaseTableRef& table) {
    if (table.schema_name.empty()) return common_table(table);
    const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, table.table_name);
    const auto entry = duckdb::Catalog::GetEntry(context_, table.catalog_name, table.schema_name, lookup,
                                                 duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry) return unknown();
    SourceColumns columns;
    const auto oid = oid_of(*entry);
    const auto add = [&](const std::string& name) {
        const auto number = static_cast<std::int16_t>(columns.size() + 1);
        columns.push_back({name, {oid, oid == 0 ? std::int16_t{0} : number}, {}});
    };
    if (entry->type == duckdb::CatalogType::TABLE_ENTRY)
        for (const auto& column : entry->Cast<duckdb::TableCatalogEntry>().GetColumns().Logical()) add(column.Name());
    else if (entry->type == duckdb::CatalogType::VIEW_ENTRY)
        for (const auto& name : entry->Cast<duckdb::ViewCatalogEntry>().names) add(name);
    else
        return unknown();
    return source(std::move(columns), table, table.table_name);
}

SourceColumns FromClause::common_table(const duckdb::BaseTableRef& table) {
    const auto name = StringUtil::Lower(table.table_name);
    const auto found = std::find_if(ctes_.rbegin(), ctes_.rend(), [&](const auto& cte) { return cte.name == name; });
    if (found == ctes_.rend() || found->query == nullptr) return unknown();
    // It sees what stood before it, and, when it is recursive, is what its first query is.
    const CteScope before(ctes_.begin(), found.base() - 1);
    auto columns = query_columns(context_, *found->query, before);
    if (!columns) return unknown();
    const auto& names = found->columns;
    for (std::size_t i = 0; i < names.size() && i < columns->size(); ++i) (*columns)[i].name = names[i];
    return source(std::move(*columns), table, table.table_name);
}

SourceColumns FromClause::subquery(const duckdb::SubqueryRef& table) {
    auto columns = query_columns(context_, *table.subquery->node, ctes_);
    return columns ? source(std::move(*columns), table, "") : unknown();
}

SourceColumns FromClause::values(const duckdb::ExpressionListRef& table) {
    if (table.values.empty()) return unknown();
    SourceColumns columns;
    for (std::size_t i = 1; i <= table.values[0].size(); ++i) columns.push_back({"column" + std::to_string(i), {}, {}});
    return source(std::move(columns), table, "");
}

SourceColumns FromClause::join(const duckdb::JoinRef& table) {
    auto left = columns_of_table(*table.left);
    auto right = columns_of_table(*table.right);
    std::vector<std::string> names(table.using_columns.begin(), table.using_columns.end());
    if (table.ref_type == duckdb::JoinRefType::NATURAL)
        for (const auto& column : left)
            if (find_column(right, column.name) != nullptr) names.push_back(column.name);
    SourceColumns columns;
    for (const auto& name : names) {
        const auto* first = find_column(left, name);
        const auto* second = find_column(right, name);
        if (first == nullptr || second == nullptr) return unknown(); // an error that binding tells
        columns.push_back({first->name, merged_origin(table.type, *first, *second), {}});
    }
    remove_columns(left, names);
    remove_columns(right, names);
    columns.insert(columns.end(), left.begin(), left.end());
    columns.insert(columns.end(), right.begin(), right.end());
    return columns;
}

// The columns under the names that the reference gives them.
SourceColumns FromClause::source(SourceColumns columns, const duckdb::TableRef& table, const std::string& name) {
    const auto& names = table.column_name_alias;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i < names.size()) columns[i].name = names[i];
        columns[i].source = table.alias.empty() ? name : table.alias;
    }
    all_.insert(all_.end(), columns.begin(), columns.end());
    return columns;
}

SourceColumns FromClause::unknown() {
    complete_ = false;
    return {};
}

bool merges_columns(const duckdb::TableRef& table) {
    if (table.type != TableReferenceType::JOIN) return false;
    const auto& join = table.Cast<duckdb::JoinRef>();
    return !join.using_columns.empty() || join.ref_type == duckdb::JoinRefType::NATURAL || merges_columns(*join.left) ||
           merges_columns(*join.right);
}

std::optional<SourceColumns> FromClause::expand(const duckdb::StarExpression& star) const {
    if (!is_plain(star)) return std::nullopt;
    if (star.relation_name.empty()) return complete_ ? std::optional(visible_) : std::nullopt;
    SourceColumns columns;
    for (const auto& column : all_)
        if (StringUtil::CIEquals(star.relation_name, column.source)) columns.push_back(column);
    return columns.empty() ? std::nullopt : std::optional(columns);
}

ColumnOrigin FromClause::find(const duckdb::ColumnRefExpression& reference) const {
    const auto& names = reference.column_names;
    const bool qualified = names.size() > 1;
    if (!qualified && !complete_) return {};
    std::optional<ColumnOrigin> found;
    for (const auto& column : qualified ? all_ : visible_) {
        if (qualified && !StringUtil::CIEquals(names[names.size() - 2], column.source)) continue;
        if (!has_name(column, names.back())) continue;
        if (found) return {};
        found = column.origin;
    }
    return found.value_or(ColumnOrigin());
}

std::optional<SourceColumns> query_columns(duckdb::ClientContext& context, const duckdb::QueryNode& node,
                                           const CteScope& ctes) {
    auto inner = ctes;
    switch (node.type) {
    case duckdb::QueryNodeType::SELECT_NODE: return select_columns(context, node.Cast<duckdb::SelectNode>(), inner);
    case duckdb::QueryNodeType::SET_OPERATION_NODE:
        return without_origins(query_columns(context, *node.Cast<duckdb::SetOperationNode>().left, inner));
    case duckdb::QueryNodeType::RECURSIVE_CTE_NODE:
        return without_origins(query_columns(context, *node.Cast<duckdb::RecursiveCTENode>().left, inner));
    case duckdb::QueryNodeType::CTE_NODE: {
        const auto& cte = node.Cast<duckdb::CTENode>();
        add_common_table(inner, cte.ctename, *cte.query, cte.aliases);
        return query_columns(context, *cte.child, inner);
    }
    default: return std::nullopt;
    }
}

} // namespace redstart::sql
