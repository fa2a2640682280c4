// Resolver: the one pass over a parsed statement that gives every relation, function and type its full name and yields
// what the statement will touch: the lock plan, whether it takes a snapshot, whether it runs on the compute side.
// So that nothing a user creates can stand in for pg_catalog's names (the CVE-2018-1058 class). One use, one thread,
// inside an engine transaction the caller holds open.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/relations.hpp"
#include "sql/object/stored_views.hpp"
#include "sql/resolve/column_origins.hpp"

#include <memory>
#include <string>
#include <vector>

namespace duckdb {
struct AlterInfo;
} // namespace duckdb

namespace redstart::sql {

class Engine;

// A relation a statement uses and the lock it needs on it.
struct RelationUse {
    Relation relation;
    LockMode mode = LockMode::AccessShare;
    bool reads = false; // what is written depends on what is there (UPDATE, DELETE, MERGE); always when AccessShare
};

struct Resolution {
    std::vector<RelationUse> uses; // ascending by oid, then by mode; each pair once; the order locks are acquired in
    bool takes_snapshot = false;   // Redshift's rule (c_serial_isolation): user tables, STL/STV tables, DML, DDL
    bool compute = false;          // runs on compute nodes: gets a query id and a row in STL_QUERY
    bool writes = false;           // changes data or the catalog
    bool ddl = false;              // changes the catalog
    bool dependents = false;       // views may read what it changes or drops: looked up again under its locks
    bool open_columns = false;     // a parameter of no type has a part in a column, which may have its type
    ViewChanges views;             // made when the statement has run, in its transaction
    std::shared_ptr<duckdb::AlterInfo> not_null; // so is this: ALTER TABLE ADD COLUMN ... NOT NULL
    std::vector<ColumnOrigin> origins;           // of a query's result columns; empty when it is not known
};

// Resolves `statement` in place. Throws SqlError for names that do not exist (42P01, 42883, 3F000, 42704), may not be
// used (42501) or are not supported (0A000).
Resolution resolve(Engine& engine, duckdb::ClientContext& context, const NameScope& scope,
                   duckdb::SQLStatement& statement);

// The plan for locking one relation, views expanded to their base tables (LOCK, TRUNCATE, DROP).
Resolution resolve_relation(duckdb::ClientContext& context, const Relation& relation, LockMode mode);

} // namespace redstart::sql
