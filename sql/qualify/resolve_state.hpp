// ResolveState: what the passes over one statement, and over the queries of the views it reads, have in common.
// Owned by one resolve() call; one thread.
#pragma once

#include "sql/qualify/hidden_parts.hpp"
#include "sql/qualify/late_views.hpp"
#include "sql/qualify/relation_uses.hpp"
#include "sql/tree/resolved_names.hpp"

#include <cstddef>
#include <set>

namespace redstart::sql {

struct ResolveState {
    duckdb::ClientContext& context;
    const NameScope& scope;
    RelationUses uses;
    ResolvedNames names; // what the passes have written into the tree
    LateViewQueries late;
    std::set<const duckdb::QueryNode*> settled = {}; // queries in FROM that no further pass enters
    HiddenParts hidden = {};
    // The statement has WITH RECURSIVE: its lists are taken for such, each of them.
    const bool recursive_lists = false;
    std::size_t common_tables = 0; // that were named
    bool whole_tables = false;     // what some columns of are hidden cannot be used at all
    bool binds_view = false;       // the statement is CREATE VIEW with schema binding

    // A relation that the tree names from now on.
    void name(const Relation& relation) { names.add(relation.catalog, relation.schema, relation.name); }
};

} // namespace redstart::sql
