// LateViewQueries: the queries that views without schema binding stand for in one statement.
// Owned by one resolve() call, inside an engine transaction; one thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/relations.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace duckdb {
class ViewCatalogEntry;
} // namespace duckdb

namespace redstart::sql {

struct ResolvedNames;

// What becomes of views without schema binding that a statement reads: their queries, or, where only columns are asked
// for, rows of nothing that have the same columns.
enum class LateViews : unsigned char { AsQueries, AsColumns };

class LateViewQueries {
public:
    // Resolves a view's query in place, as if it were a statement of its own.
    using Resolve = std::function<void(Owned<duckdb::QueryNode>&)>;

    // `names` outlives this.
    LateViewQueries(duckdb::ClientContext& context, const ResolvedNames& names, LateViews form, Resolve resolve);

    // The resolved query in place of a reference to the view: a SubqueryRef with the view's columns. Throws what is
    // wrong with the query, 54001 for views that are nested too deep or read too often.
    Owned<duckdb::TableRef> expand(const duckdb::BaseTableRef& reference, duckdb::ViewCatalogEntry& entry,
                                   const Relation& view);

private:
    Owned<duckdb::SelectStatement> query(duckdb::ViewCatalogEntry& entry, const Relation& view);

    duckdb::ClientContext& context_;
    const ResolvedNames& names_;
    const LateViews form_;
    const Resolve resolve_;
    std::vector<RelationId> open_; // whose queries are being resolved, outermost first
    std::size_t expansions_ = 0;
    std::map<RelationId, std::shared_ptr<duckdb::SelectStatement>> columns_; // what stands for their columns
};

} // namespace redstart::sql
