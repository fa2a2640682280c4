// FromClause: the columns that the FROM clause of a resolved query offers, in the order of a star, with the tables'
// columns they are.
// A value over the caller's tree and catalog, inside an engine transaction; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/qualify/column_origin.hpp"
#include "sql/tree/cte_scope.hpp"

#include <optional>
#include <string>
#include <vector>

namespace duckdb {
class ColumnRefExpression;
class JoinRef;
class StarExpression;
class SubqueryRef;
} // namespace duckdb

namespace redstart::sql {

struct SourceColumn {
    std::string name;
    ColumnOrigin origin;
    std::string source; // what qualifies it; empty for one that a join makes of two
};
using SourceColumns = std::vector<SourceColumn>;

class FromClause {
public:
    FromClause(duckdb::ClientContext& context, const CteScope& ctes, const duckdb::TableRef& table);

    // The columns a star stands for; nullopt when they are not known here. JOIN USING and NATURAL JOIN put the columns
    // they merge first, then what is left of both sides (PostgreSQL, "Joined Tables").
    std::optional<SourceColumns> expand(const duckdb::StarExpression& star) const;
    // Nothing for a name that is found twice, or could be one of a source that is not known.
    ColumnOrigin find(const duckdb::ColumnRefExpression& column) const;

private:
    SourceColumns columns_of_table(const duckdb::TableRef& table);
    SourceColumns base_table(const duckdb::BaseTableRef& table);
    SourceColumns common_table(const duckdb::BaseTableRef& table);
    SourceColumns subquery(const duckdb::SubqueryRef& table);
    SourceColumns values(const duckdb::ExpressionListRef& table);
    SourceColumns join(const duckdb::JoinRef& table);
    SourceColumns source(SourceColumns columns, const duckdb::TableRef& table, const std::string& name);
    SourceColumns unknown();

    duckdb::ClientContext& context_;
    const CteScope& ctes_;
    SourceColumns visible_; // without a qualifier
    SourceColumns all_;     // with one
    bool complete_ = true;  // nothing is missing above
};

// Whether a JOIN USING or NATURAL JOIN is in the FROM clause; without a look at the catalog.
bool merges_columns(const duckdb::TableRef& table);

// The columns of a resolved query; nullopt when a star hides them.
std::optional<SourceColumns> query_columns(duckdb::ClientContext& context, const duckdb::QueryNode& node,
                                           const CteScope& ctes);

} // namespace redstart::sql
