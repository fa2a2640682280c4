#include "sql/column_origins.hpp"

#include "sql/object_tags.hpp"

#include <optional>
#include <string>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/expression/columnref_expression.hpp>
#include <duckdb/parser/expression/star_expression.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>
#include <duckdb/parser/tableref/joinref.hpp>
#include <duckdb/parser/tableref/subqueryref.hpp>

namespace redstart::sql {
namespace {

using duckdb::StringUtil;

struct Column {
    std::string name;
    ColumnOrigin origin;
};
using Columns = std::vector<Column>;

// What a FROM clause offers, in order.
struct Source {
    std::string name;
    Columns columns;
};

// nullopt: not known.
std::optional<Columns> columns_of(duckdb::ClientContext& context, const duckdb::QueryNode& node);

class FromClause {
public:
    explicit FromClause(duckdb::ClientContext& context) : context_(context) {}

    void add(const duckdb::TableRef& table) {
        switch (table.type) {
        case duckdb::TableReferenceType::EMPTY_FROM: return;
        case duckdb::TableReferenceType::BASE_TABLE: return base_table(table.Cast<duckdb::BaseTableRef>());
        case duckdb::TableReferenceType::SUBQUERY: return subquery(table.Cast<duckdb::SubqueryRef>());
        case duckdb::TableReferenceType::JOIN: return join(table.Cast<duckdb::JoinRef>());
        default: complete_ = false;
        }
    }

    // False when a star stands for columns that are not known here.
    bool expand(const duckdb::StarExpression& star, Columns& columns) const {
        if (star.columns || star.expr || !star.exclude_list.empty() || !star.replace_list.empty()) return false;
        if (!star.rename_list.empty() || (star.relation_name.empty() && (!complete_ || merged_))) return false;
        bool found = false;
        for (const auto& source : sources_) {
            if (!star.relation_name.empty() && !StringUtil::CIEquals(star.relation_name, source.name)) continue;
            columns.insert(columns.end(), source.columns.begin(), source.columns.end());
            found = true;
        }
        return found;
    }

    // Nothing for a name that is found twice, or could be one of a source that is not known.
    ColumnOrigin find(const duckdb::ColumnRefExpression& column) const {
        const auto& names = column.column_names;
        const bool qualified = names.size() > 1;
        if (!qualified && !complete_) return {};
        std::optional<ColumnOrigin> found;
        for (const auto& source : sources_) {
            if (qualified && !StringUtil::CIEquals(names[names.size() - 2], source.name)) continue;
            for (const auto& candidate : source.columns) {
                if (!StringUtil::CIEquals(candidate.name, names.back())) continue;
                if (found) return {};
                found = candidate.origin;
            }
        }
        return found.value_or(ColumnOrigin());
    }

private:
    void base_table(const duckdb::BaseTableRef& table) {
        if (table.schema_name.empty()) return unknown(); // a common table expression
        const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, table.table_name);
        const auto entry = duckdb::Catalog::GetEntry(context_, table.catalog_name, table.schema_name, lookup,
                                                     duckdb::OnEntryNotFound::RETURN_NULL);
        if (!entry) return unknown();
        Source source{table.alias.empty() ? table.table_name : table.alias, {}};
        const auto oid = oid_of(*entry);
        const auto add_column = [&](const std::string& name) {
            const auto number = static_cast<std::int16_t>(source.columns.size() + 1);
            source.columns.push_back({name, {oid, oid == 0 ? std::int16_t{0} : number}});
        };
        if (entry->type == duckdb::CatalogType::TABLE_ENTRY)
            for (const auto& column : entry->Cast<duckdb::TableCatalogEntry>().GetColumns().Logical())
                add_column(column.Name());
        else if (entry->type == duckdb::CatalogType::VIEW_ENTRY)
            for (const auto& name : entry->Cast<duckdb::ViewCatalogEntry>().names) add_column(name);
        else
            return unknown();
        rename(source, table);
    }

    void subquery(const duckdb::SubqueryRef& table) {
        auto columns = columns_of(context_, *table.subquery->node);
        if (!columns) return unknown();
        Source source{table.alias, std::move(*columns)};
        rename(source, table);
    }

    void join(const duckdb::JoinRef& table) {
        merged_ |= !table.using_columns.empty() || table.ref_type == duckdb::JoinRefType::NATURAL;
        add(*table.left);
        add(*table.right);
    }

    void rename(Source& source, const duckdb::TableRef& table) {
        for (std::size_t i = 0; i < table.column_name_alias.size() && i < source.columns.size(); ++i)
            source.columns[i].name = table.column_name_alias[i];
        sources_.push_back(std::move(source));
    }

    void unknown() { complete_ = false; }

    duckdb::ClientContext& context_;
    std::vector<Source> sources_;
    bool complete_ = true; // sources_ holds all of them
    bool merged_ = false;  // a join makes one column of two
};

std::optional<Columns> columns_of(duckdb::ClientContext& context, const duckdb::QueryNode& node) {
    if (node.type != duckdb::QueryNodeType::SELECT_NODE) return std::nullopt;
    const auto& select = node.Cast<duckdb::SelectNode>();
    FromClause from(context);
    from.add(*select.from_table);
    Columns columns;
    for (const auto& item : select.select_list) {
        if (item->GetExpressionClass() == duckdb::ExpressionClass::STAR) {
            if (!from.expand(item->Cast<duckdb::StarExpression>(), columns)) return std::nullopt;
        } else if (item->GetExpressionClass() == duckdb::ExpressionClass::COLUMN_REF) {
            const auto& column = item->Cast<duckdb::ColumnRefExpression>();
            columns.push_back({item->HasAlias() ? item->GetAlias() : column.GetColumnName(), from.find(column)});
        } else {
            columns.push_back({item->GetName(), {}});
        }
    }
    return columns;
}

} // namespace

std::vector<ColumnOrigin> column_origins(duckdb::ClientContext& context, const duckdb::SQLStatement& statement) {
    if (statement.type != duckdb::StatementType::SELECT_STATEMENT) return {};
    const auto columns = columns_of(context, *statement.Cast<duckdb::SelectStatement>().node);
    std::vector<ColumnOrigin> origins;
    if (!columns) return origins;
    for (const auto& column : *columns) origins.push_back(column.origin);
    return origins;
}

void name_origins(std::vector<protocol::ColumnDescription>& columns, const std::vector<ColumnOrigin>& origins) {
    if (columns.size() != origins.size()) return;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        columns[index].table = origins[index].table;
        columns[index].attribute = origins[index].attribute;
    }
}

} // namespace redstart::sql
