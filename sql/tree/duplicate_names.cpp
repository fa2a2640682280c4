#include "sql/tree/duplicate_names.hpp"

#include "catalog/engine/engine_types.hpp"
#include "catalog/engine/query_location.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using duckdb::StringUtil;
using duckdb::TableReferenceType;

// A table's name, and which relation it is when that is all there is to tell it apart.
struct Names {
    std::map<std::string, std::string> found;

    void add(const std::string& name, const std::string& relation) {
        if (name.empty()) return;
        const auto [other, added] = found.try_emplace(StringUtil::Lower(name), relation);
        if (added || (!relation.empty() && !other->second.empty() && other->second != relation)) return;
        throw protocol::SqlError(protocol::sqlstate::kDuplicateAlias,
                                 fmt::format("table name \"{}\" specified more than once", name));
    }

    void add_all(const duckdb::TableRef& table) {
        if (table.type == TableReferenceType::JOIN && table.alias.empty()) {
            const auto& join = table.Cast<duckdb::JoinRef>();
            add_all(*join.left);
            add_all(*join.right);
        } else if (table.type == TableReferenceType::BASE_TABLE && table.alias.empty()) {
            const auto& base = table.Cast<duckdb::BaseTableRef>();
            add(base.table_name, base.schema_name.empty() ? "" : base.catalog_name + "." + base.schema_name);
        } else {
            add(table.alias, "");
        }
    }
};

using duckdb::ParsedExpression;
using ColumnName = std::pair<std::string, std::string>; // of the subquery, of the column

// The names that a subquery gives to several of its columns; a star's are not known here.
void find_doubles(const duckdb::SubqueryRef& table, std::set<ColumnName>& doubles) {
    const auto* node = table.subquery->node.get();
    while (node->type == duckdb::QueryNodeType::CTE_NODE) node = node->Cast<duckdb::CTENode>().child.get();
    if (node->type != duckdb::QueryNodeType::SELECT_NODE || !table.column_name_alias.empty()) return;
    std::set<std::string> seen;
    for (const auto& item : node->Cast<duckdb::SelectNode>().select_list) {
        if (item->GetExpressionClass() == duckdb::ExpressionClass::STAR) continue;
        auto name = StringUtil::Lower(item->GetName());
        if (!seen.insert(name).second) doubles.emplace(StringUtil::Lower(table.alias), std::move(name));
    }
}

void find_doubles(const duckdb::TableRef& from, std::set<ColumnName>& doubles) {
    if (from.type == TableReferenceType::JOIN) {
        find_doubles(*from.Cast<duckdb::JoinRef>().left, doubles);
        find_doubles(*from.Cast<duckdb::JoinRef>().right, doubles);
    } else if (from.type == TableReferenceType::SUBQUERY) {
        find_doubles(from.Cast<duckdb::SubqueryRef>(), doubles);
    }
}

void refuse_use(Owned<ParsedExpression>& expression, const std::set<ColumnName>& doubles) {
    if (expression && expression->GetExpressionClass() == duckdb::ExpressionClass::COLUMN_REF) {
        const auto& names = expression->Cast<duckdb::ColumnRefExpression>().column_names;
        for (const auto& [table, column] : doubles) {
            const bool named = names.size() == 1 || StringUtil::CIEquals(names[names.size() - 2], table);
            if (named && StringUtil::CIEquals(names.back(), column))
                throw protocol::SqlError(protocol::sqlstate::kAmbiguousColumn,
                                         fmt::format("column reference \"{}\" is ambiguous", names.back()))
                    .position(catalog::position_at(expression->GetQueryLocation()));
        }
    }
    if (expression)
        duckdb::ParsedExpressionIterator::EnumerateChildren(
            *expression, [&doubles](Owned<ParsedExpression>& child) { refuse_use(child, doubles); });
}

} // namespace

void refuse_ambiguous_columns(duckdb::SelectNode& select) {
    std::set<ColumnName> doubles;
    find_doubles(*select.from_table, doubles);
    if (doubles.empty()) return;
    for (auto& item : select.select_list) refuse_use(item, doubles);
    for (auto& group : select.groups.group_expressions) refuse_use(group, doubles);
    for (auto* clause : {&select.where_clause, &select.having, &select.qualify}) refuse_use(*clause, doubles);
}

void refuse_duplicate_names(const duckdb::TableRef& from) { Names().add_all(from); }

} // namespace redstart::sql
