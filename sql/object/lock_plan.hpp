// LockPlan: what a statement will touch, before it runs: the relations it uses with the lock it needs on each, the
// rights it needs, and what kind of transaction that takes. The resolver makes it and checks the rights, the
// transaction acquires the locks. A value.
#pragma once

#include "sql/lock/lock_mode.hpp"
#include "sql/object/relations.hpp"
#include "sql/object/rights.hpp"

#include <vector>

namespace redstart::sql {

// A relation a statement uses and the lock it needs on it.
struct RelationUse {
    Relation relation;
    LockMode mode = LockMode::AccessShare;
    bool reads = false; // what is written depends on what is there (UPDATE, DELETE, MERGE); always when AccessShare
};

struct LockPlan {
    std::vector<RelationUse> uses; // ascending by oid, then by mode; each pair once; the order locks are acquired in
    std::vector<RightNeeded> rights;
    bool takes_snapshot = false; // Redshift's rule (c_serial_isolation): user tables, STL/STV tables, DML, DDL
    bool compute = false;        // runs on compute nodes: gets a query id and a row in STL_QUERY
    bool writes = false;         // changes data or the catalog
    bool ddl = false;            // changes the catalog
};

} // namespace redstart::sql
