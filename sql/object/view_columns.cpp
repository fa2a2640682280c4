#include "sql/object/view_columns.hpp"

#include "sql/tree/tree_walker.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/expression/columnref_expression.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/expression/star_expression.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>
#include <duckdb/parser/tableref/joinref.hpp>
#include <duckdb/parser/tableref/pivotref.hpp>
#include <duckdb/parser/tableref/subqueryref.hpp>

namespace redstart::sql {
namespace {

using duckdb::BaseTableRef;
using duckdb::ColumnRefExpression;
using duckdb::ExpressionClass;
using duckdb::StringUtil;
using duckdb::TableReferenceType;
using Owner = std::pair<std::string, std::string>; // a table's alias and a column, or a schema and a table

constexpr const char* kInnerAlias =
    "t"; // the table inside the subquery that stands for it: renaming it changes nothing

std::string lower(const std::string& name) { return StringUtil::Lower(name); }

// What a table is called whose name alone is that of two.
std::string apart(const Owner& table) {
    auto name = table.first;
    return name.append(".").append(table.second);
}

// Which columns of which tables a query could mean: too many rather than too few, because a column that is not listed
// would let its name mean another one.
class Mentions : public TreeWalker {
public:
    std::string alias_of(const BaseTableRef& table) const {
        const auto twice = aliases_.find(&table);
        if (twice != aliases_.end()) return twice->second;
        return table.alias.empty() ? table.table_name : table.alias;
    }

    bool mentioned(const BaseTableRef& table, const std::string& column) const {
        if (every_ || whole_.contains(&table) || !table.column_name_alias.empty()) return true;
        return bare_.contains(lower(column)) || qualified_.contains({lower(alias_of(table)), lower(column)});
    }

    // A subquery's columns have no schema: "schema.table.column" becomes "table.column".
    void drop_schema(ColumnRefExpression& column) const {
        auto& names = column.column_names;
        if (names.size() < 3) return;
        const Owner table{lower(names[names.size() - 3]), lower(names[names.size() - 2])};
        names.erase(names.begin(), names.end() - 2);
        if (named_twice_.contains(table)) names.front() = apart(table);
    }

protected:
    void on_expression(Owned<duckdb::ParsedExpression>& expression) override {
        if (expression->GetExpressionClass() == ExpressionClass::STAR && !stars_.contains(expression.get()))
            every_ = true;
        if (expression->GetExpressionClass() != ExpressionClass::COLUMN_REF) return;
        auto column = expression->Cast<ColumnRefExpression>();
        drop_schema(column);
        const auto& names = column.column_names;
        if (names.size() == 1)
            bare_.insert(lower(names[0]));
        else
            qualified_.insert({lower(names[0]), lower(names[1])});
    }

    void on_select(duckdb::SelectNode& select) override {
        std::map<std::string, const BaseTableRef*> unaliased;
        joins(*select.from_table, unaliased);
        for (const auto& item : select.select_list) {
            if (item->GetExpressionClass() != ExpressionClass::STAR) continue;
            stars_.insert(item.get());
            mark(*select.from_table, item->Cast<duckdb::StarExpression>().relation_name);
        }
    }

private:
    // All columns of the tables of a FROM clause, or of the one that is called `name`.
    void mark(const duckdb::TableRef& from, const std::string& name) {
        if (from.type == TableReferenceType::BASE_TABLE) {
            const auto& table = from.Cast<BaseTableRef>();
            if (name.empty() || StringUtil::CIEquals(name, alias_of(table))) whole_.insert(&table);
        } else if (from.type == TableReferenceType::JOIN) {
            mark(*from.Cast<duckdb::JoinRef>().left, name);
            mark(*from.Cast<duckdb::JoinRef>().right, name);
        } else if (from.type == TableReferenceType::PIVOT) {
            mark(*from.Cast<duckdb::PivotRef>().source, "");
        }
    }

    void joins(const duckdb::TableRef& from, std::map<std::string, const BaseTableRef*>& unaliased) {
        if (from.type == TableReferenceType::BASE_TABLE) return name_apart(from.Cast<BaseTableRef>(), unaliased);
        if (from.type == TableReferenceType::PIVOT) return mark(from, "");
        if (from.type != TableReferenceType::JOIN) return;
        const auto& join = from.Cast<duckdb::JoinRef>();
        for (const auto& column : join.using_columns) bare_.insert(lower(column));
        if (join.ref_type == duckdb::JoinRefType::NATURAL) mark(from, "");
        joins(*join.left, unaliased);
        joins(*join.right, unaliased);
    }

    // Tables of two schemas may have the same name in one FROM clause; subqueries may not.
    void name_apart(const BaseTableRef& table, std::map<std::string, const BaseTableRef*>& unaliased) {
        if (!table.alias.empty() || table.schema_name.empty()) return;
        const auto [first, added] = unaliased.emplace(lower(table.table_name), &table);
        if (added || StringUtil::CIEquals(first->second->schema_name, table.schema_name)) return;
        for (const auto* one : {first->second, &table}) {
            const Owner name{lower(one->schema_name), lower(one->table_name)};
            named_twice_.insert(name);
            aliases_[one] = apart(name);
        }
    }

    std::set<std::string> bare_;
    std::set<Owner> qualified_;
    std::set<const BaseTableRef*> whole_;
    std::set<const duckdb::ParsedExpression*> stars_; // those of select lists, which `whole_` accounts for
    bool every_ = false;
    std::set<Owner> named_twice_;
    std::map<const BaseTableRef*, std::string> aliases_;
};

// nullopt: not there, or of no known columns.
std::optional<std::vector<std::string>> columns_of(duckdb::ClientContext& context, const BaseTableRef& table) {
    const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, table.table_name);
    const auto entry = duckdb::Catalog::GetEntry(context, table.catalog_name, table.schema_name, lookup,
                                                 duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry) return std::nullopt;
    std::vector<std::string> columns;
    if (entry->type == duckdb::CatalogType::TABLE_ENTRY) {
        for (const auto& column : entry->Cast<duckdb::TableCatalogEntry>().GetColumns().Logical())
            columns.push_back(column.Name());
    } else {
        const auto& view = entry->Cast<duckdb::ViewCatalogEntry>();
        for (std::size_t i = 0; i < view.names.size(); ++i)
            columns.push_back(i < view.aliases.size() ? view.aliases[i] : view.names[i]);
    }
    if (columns.empty()) return std::nullopt;
    return columns;
}

Owned<duckdb::SelectNode> column_list(const BaseTableRef& table, const std::vector<std::string>& columns) {
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    for (const auto& column : columns) {
        select->select_list.push_back(duckdb::make_uniq<ColumnRefExpression>(column, kInnerAlias));
        select->select_list.back()->SetAlias(column);
    }
    if (columns.empty()) { // count(*) needs rows only
        select->select_list.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::INTEGER(1)));
        select->select_list.back()->SetAlias("?column?");
    }
    auto inner = duckdb::make_uniq<BaseTableRef>();
    inner->catalog_name = table.catalog_name;
    inner->schema_name = table.schema_name;
    inner->table_name = table.table_name;
    inner->alias = std::string(kInnerAlias);
    select->from_table = std::move(inner);
    return select;
}

class Fixer : public TreeWalker {
public:
    Fixer(duckdb::ClientContext& context, const Mentions& mentions) : context_(context), mentions_(mentions) {}

protected:
    void on_base_table(Owned<duckdb::TableRef>& reference) override {
        auto& table = reference->Cast<BaseTableRef>();
        if (table.catalog_name.empty()) return; // a common table expression
        auto columns = columns_of(context_, table);
        if (!columns) return;
        std::erase_if(*columns, [&](const std::string& column) { return !mentions_.mentioned(table, column); });
        auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
        statement->node = column_list(table, *columns);
        auto fixed = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(statement), mentions_.alias_of(table));
        fixed->column_name_alias = table.column_name_alias;
        fixed->sample = std::move(table.sample);
        fixed->query_location = table.query_location;
        reference = std::move(fixed);
    }
    void on_expression(Owned<duckdb::ParsedExpression>& expression) override {
        if (expression->GetExpressionClass() == ExpressionClass::COLUMN_REF)
            mentions_.drop_schema(expression->Cast<ColumnRefExpression>());
    }

private:
    duckdb::ClientContext& context_;
    const Mentions& mentions_;
};

class Reads : public TreeWalker {
public:
    explicit Reads(const Relation& relation) : relation_(relation) {}
    std::vector<FixedRead> take() { return std::move(found_); }

protected:
    void on_select(duckdb::SelectNode& select) override {
        if (select.from_table->type != TableReferenceType::BASE_TABLE) return;
        const auto& table = select.from_table->Cast<BaseTableRef>();
        if (table.catalog_name == relation_.catalog && table.schema_name == relation_.schema &&
            StringUtil::CIEquals(table.table_name, relation_.name))
            found_.emplace_back(select);
    }

private:
    const Relation& relation_;
    std::vector<FixedRead> found_;
};

} // namespace

void fix_columns(duckdb::ClientContext& context, duckdb::SelectStatement& query) {
    Mentions mentions;
    mentions.walk_node(*query.node);
    Fixer(context, mentions).walk_node(*query.node);
}

std::vector<FixedRead> reads_of(duckdb::SelectStatement& query, const Relation& relation) {
    Reads reads(relation);
    reads.walk_node(*query.node);
    return reads.take();
}

bool FixedRead::uses(const std::string& column) const {
    for (const auto& item : select_->select_list)
        if (item->GetExpressionClass() == ExpressionClass::COLUMN_REF &&
            StringUtil::CIEquals(item->Cast<ColumnRefExpression>().GetColumnName(), column))
            return true;
    return false;
}

void FixedRead::rename_relation(const std::string& name) {
    select_->from_table->Cast<BaseTableRef>().table_name = name;
}

void FixedRead::rename_column(const std::string& from, const std::string& to) {
    for (auto& item : select_->select_list) {
        if (item->GetExpressionClass() != ExpressionClass::COLUMN_REF) continue;
        auto& names = item->Cast<ColumnRefExpression>().column_names;
        if (StringUtil::CIEquals(names.back(), from)) names.back() = to;
    }
}

} // namespace redstart::sql
