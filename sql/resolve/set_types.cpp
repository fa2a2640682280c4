#include "sql/resolve/set_types.hpp"

#include "catalog/engine/query_location.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/tree/choice_types.hpp"
#include "sql/tree/common_tables.hpp"
#include "sql/tree/cte_scope.hpp"
#include "sql/tree/parameter_types.hpp"
#include "sql/tree/query_types.hpp"
#include "sql/tree/tree_walker.hpp"

#include <algorithm>
#include <optional>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
using duckdb::ExpressionClass;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using protocol::SqlError;
using Types = std::vector<LogicalType>;

std::optional<Types> types_of(duckdb::ClientContext& context, const ResolvedNames& names,
                              const duckdb::QueryNode& query, const CteScope& ctes) {
    auto copy = query.Copy();
    if (copy->type == duckdb::QueryNodeType::SELECT_NODE)
        for (auto& item : copy->Cast<duckdb::SelectNode>().select_list) // the engine names no type for a parameter
            if (item->GetExpressionClass() == ExpressionClass::PARAMETER)
                item = duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value());
    return bound_types(context, names, with_common_tables(std::move(copy), ctes));
}

// The expression behind a column of a leaf; nullptr where * or another form hides it.
Owned<duckdb::ParsedExpression>* item_of(duckdb::QueryNode& leaf, std::size_t column, std::size_t width) {
    if (leaf.type != duckdb::QueryNodeType::SELECT_NODE) return nullptr;
    auto& items = leaf.Cast<duckdb::SelectNode>().select_list;
    return has_star(items) || items.size() != width ? nullptr : &items[column];
}

// One column of all the queries.
struct Column {
    std::vector<Owned<duckdb::ParsedExpression>*> items; // nullptr: cannot be changed
    Types types;
    std::vector<bool> unknown;
};

// "char" counts as a string, as everything does that the type table does not know better.
char category_of(const LogicalType& type) {
    const auto* known = protocol::find_type(catalog::wire_type(type).oid);
    return known == nullptr || known->category == 'Z' ? 'S' : known->category;
}

const char* operation_name(duckdb::SetOperationType type) {
    if (type == duckdb::SetOperationType::EXCEPT) return "EXCEPT";
    return type == duckdb::SetOperationType::INTERSECT ? "INTERSECT" : "UNION";
}

[[noreturn]] void refuse(const char* operation, const LogicalType& left, const LogicalType& right,
                         const Owned<duckdb::ParsedExpression>* item) {
    const auto name = [](const LogicalType& type) { return protocol::format_type(catalog::wire_type(type).oid); };
    SqlError error(protocol::sqlstate::kDatatypeMismatch,
                   fmt::format("{} types {} and {} cannot be matched", operation, name(left), name(right)));
    if (item != nullptr && (*item)->GetQueryLocation().IsValid())
        error.position(static_cast<int>((*item)->GetQueryLocation().GetIndex()) + 1);
    throw error;
}

// The length that a column of several lengths has. PostgreSQL shows none; the longest loses nothing and lets a client
// keep its buffers small (INF).
LogicalType longest(const LogicalType& left, const LogicalType& right) {
    const auto first = catalog::wire_type(left), second = catalog::wire_type(right);
    const auto type = first.oid == second.oid ? first.oid : oid::kVarchar;
    if (first.typmod < 0 || second.typmod < 0) return catalog::logical_type(type);
    return catalog::logical_type(type, std::max(first.typmod, second.typmod));
}

LogicalType common_type(duckdb::ClientContext& context, const LogicalType& left, const LogicalType& right) {
    if (left == right) return left;
    if (left.id() == LogicalTypeId::VARCHAR && right.id() == LogicalTypeId::VARCHAR) return longest(left, right);
    return LogicalType::MaxLogicalType(context, left, right);
}

void cast_item(Owned<duckdb::ParsedExpression>& item, const LogicalType& type) {
    const bool column = item->GetExpressionClass() == ExpressionClass::COLUMN_REF && !item->HasAlias();
    const auto alias = column ? item->Cast<duckdb::ColumnRefExpression>().GetColumnName() : item->GetAlias();
    const auto location = item->GetQueryLocation();
    if (probed_parameter(*item) != 0) mark_explicit(*item, 0);
    item->ClearAlias();
    item = duckdb::make_uniq<duckdb::CastExpression>(type, std::move(item));
    item->SetAlias(alias);
    item->SetQueryLocation(location);
}

// The text a literal brings counts as well; what a parameter will bring nobody knows.
LogicalType with_unknown(const LogicalType& type, const Owned<duckdb::ParsedExpression>* item) {
    if (item == nullptr || (*item)->GetExpressionClass() != ExpressionClass::CONSTANT) return LogicalType::VARCHAR;
    const auto& value = (*item)->Cast<duckdb::ConstantExpression>().value;
    if (value.IsNull()) return type;
    const auto bytes = static_cast<std::int32_t>(duckdb::StringValue::Get(value).size());
    const auto has = catalog::wire_type(type);
    return has.typmod < 0 || protocol::length_typmod(bytes) <= has.typmod ? type : catalog::varchar_type(bytes);
}

void match(duckdb::ClientContext& context, Column& column, const char* operation) {
    std::optional<LogicalType> type;
    for (std::size_t i = 0; i < column.types.size(); ++i) {
        const auto& next = column.types[i];
        if (column.unknown[i]) continue;
        if (type && category_of(*type) != category_of(next)) refuse(operation, *type, next, column.items[i]);
        type = type ? common_type(context, *type, next) : next;
    }
    if (!type) return;
    const bool text = type->id() == LogicalTypeId::VARCHAR;
    for (std::size_t i = 0; i < column.types.size(); ++i)
        if (text && column.unknown[i]) *type = with_unknown(*type, column.items[i]);
    for (std::size_t i = 0; i < column.types.size(); ++i) {
        const bool wrong = column.unknown[i] ? !text : text && column.types[i] != *type;
        if (wrong && column.items[i] != nullptr) cast_item(*column.items[i], *type);
    }
}

// A query with nothing to read, the only kind whose columns mean the same in another one.
bool is_values(const duckdb::QueryNode& query) {
    if (query.type != duckdb::QueryNodeType::SELECT_NODE) return false;
    const auto& table = query.Cast<duckdb::SelectNode>().from_table;
    return !table || table->type == duckdb::TableReferenceType::EMPTY_FROM;
}

// Where a query reads what is around it, and cannot be bound by itself: what has no type takes that of a column beside
// it when the engine binds them.
void match_by_form(const std::vector<duckdb::QueryNode*>& queries) {
    if (queries[0]->type != duckdb::QueryNodeType::SELECT_NODE) return;
    const auto width = queries[0]->Cast<duckdb::SelectNode>().select_list.size();
    for (std::size_t i = 0; i < width; ++i) {
        Owned<duckdb::ParsedExpression>* typed = nullptr;
        for (auto* query : queries)
            if (auto* item = item_of(*query, i, width); typed == nullptr && item != nullptr && is_values(*query))
                if (!is_unknown(**item)) typed = item;
        for (auto* query : queries)
            if (auto* item = item_of(*query, i, width); typed != nullptr && item != nullptr && is_unknown(**item)) {
                const auto alias = (*item)->GetAlias();
                (*item)->ClearAlias();
                *item = in_common_type(std::move(*item), **typed);
                (*item)->SetAlias(alias);
            }
    }
}

} // namespace

void match_columns(duckdb::ClientContext& context, const ResolvedNames& names, const CteScope& ctes,
                   duckdb::SetOperationNode& chain) {
    const auto queries = TreeWalker::leaves(chain);
    std::vector<Types> types;
    for (const auto* query : queries) {
        auto bound = types_of(context, names, *query, ctes);
        if (!bound) return match_by_form(queries);
        if (!types.empty() && bound->size() != types[0].size()) return;
        types.push_back(std::move(*bound));
    }
    for (std::size_t i = 0; i < types[0].size(); ++i) {
        Column column;
        for (std::size_t query = 0; query < queries.size(); ++query) {
            auto* item = item_of(*queries[query], i, types[query].size());
            const bool null = types[query][i].id() == LogicalTypeId::SQLNULL;
            column.items.push_back(item);
            column.types.push_back(types[query][i]);
            column.unknown.push_back(null || (item != nullptr && is_unknown(**item)));
        }
        match(context, column, operation_name(chain.setop_type));
    }
}

void type_nulls(duckdb::ClientContext& context, const ResolvedNames& names, duckdb::QueryNode& query) {
    auto* body = &query;
    while (body->type == duckdb::QueryNodeType::CTE_NODE) body = body->Cast<duckdb::CTENode>().child.get();
    const bool chain = body->type == duckdb::QueryNodeType::SET_OPERATION_NODE;
    const auto queries = chain ? TreeWalker::leaves(body->Cast<duckdb::SetOperationNode>()) : std::vector{body};
    const auto types = bound_types(context, names, query.Copy());
    for (std::size_t i = 0; types && i < types->size(); ++i) {
        std::vector<Owned<duckdb::ParsedExpression>*> items;
        for (auto* leaf : queries) items.push_back(item_of(*leaf, i, types->size()));
        const auto is_null = [](const auto* item) { return item != nullptr && is_null_literal(**item); };
        if ((*types)[i] != LogicalType::SQLNULL && !std::all_of(items.begin(), items.end(), is_null)) continue;
        for (auto* item : items)
            if (item != nullptr) cast_item(*item, LogicalType::VARCHAR);
    }
}

} // namespace redstart::sql
