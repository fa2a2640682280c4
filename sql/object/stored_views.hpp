// The stored queries of views: which tables they read, who reads a table, and what becomes of them when a table or view
// is changed. Functions over an engine transaction the caller holds open; one thread at a time.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/relations.hpp"

#include <memory>
#include <string>
#include <vector>

namespace duckdb {
struct AlterInfo;
struct CreateViewInfo;
} // namespace duckdb

namespace redstart::sql {

// A view and one relation that its query reads.
struct ViewReader {
    Relation view;
    Relation reads;
};

// What a statement does to other objects than the one it names: views to store anew, and to drop.
struct ViewChanges {
    std::vector<std::shared_ptr<duckdb::CreateViewInfo>> stored;
    std::vector<Relation> dropped;
    std::vector<Relation> views; // all of these: they are locked as the statement's own object is
};

// What the stored query of `view`, and of every view that it reads, reads: each pair once.
std::vector<ViewReader> reads_of_views(duckdb::ClientContext& context, const Relation& view);

// Who owns a relation.
std::int32_t owner_of(duckdb::ClientContext& context, const Relation& relation);

// The tables a relation's rows come from: itself, or what a view reads, through other views as well.
void base_tables(duckdb::ClientContext& context, const Relation& relation, std::vector<Relation>& tables);

// The views of the database whose stored query reads `relation`, directly or through another view; each once, behind
// one that it reads.
std::vector<ViewReader> dependent_views(duckdb::ClientContext& context, const Relation& relation);
// The same of several relations, which are of one database: none of them is among the views. The stored queries are
// read once.
std::vector<ViewReader> dependent_views(duckdb::ClientContext& context, const std::vector<Relation>& relations);

// True when `query`, as that of `view`, would read itself.
bool reads_itself(duckdb::ClientContext& context, const Relation& view, duckdb::SelectStatement& query);

// Throws 2BP01 when there are any: `object` ("table t") is to be dropped. The texts are PostgreSQL 8.0's, with the
// details of later ones.
void refuse_dependents(const std::string& object, const std::vector<ViewReader>& dependents);

// What ALTER does to the views that read `relation`: they follow a new name. Throws 2BP01 for a column that they use
// and that is dropped without CASCADE, 0A000 for one whose type would change.
ViewChanges follow_alter(duckdb::ClientContext& context, const Relation& relation, const duckdb::AlterInfo& alter);

// Makes the changes, in the transaction that is open.
void apply(duckdb::ClientContext& context, const ViewChanges& changes);

} // namespace redstart::sql
