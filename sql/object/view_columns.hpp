// The columns a view's stored query reads. A view goes on showing what it was made of when its tables get columns, and
// follows them when they are renamed: so every table it reads is stored as a subquery that lists the columns it needs,
//     w AS x   becomes   (SELECT t.a AS a, t.b AS b FROM db.public.w AS t) AS x
// and the rest of the query never has to be changed. Pure functions over a tree the caller owns and an open
// transaction.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/relations.hpp"

#include <string>
#include <vector>

namespace redstart::sql {

// Stores a resolved query's tables and views with the columns it needs of them as they are now. What is not there any
// more stays as it is.
void fix_columns(duckdb::ClientContext& context, duckdb::SelectStatement& query);

// One place where a stored query with fixed columns reads a table or view; valid while the query's tree is.
class FixedRead {
public:
    explicit FixedRead(duckdb::SelectNode& select) : select_(&select) {}

    bool uses(const std::string& column) const;
    void rename_relation(const std::string& name);
    // The column of the table gets another name, the query goes on calling it what it did.
    void rename_column(const std::string& from, const std::string& to);

private:
    duckdb::SelectNode* select_;
};

// Where a query with fixed columns reads `relation`.
std::vector<FixedRead> reads_of(duckdb::SelectStatement& query, const Relation& relation);

} // namespace redstart::sql
