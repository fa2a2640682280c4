// Resolution: what the resolver found out about a statement: its lock plan, what else has to be done when it has run,
// and where its columns come from. A value.
#pragma once

#include "sql/object/lock_plan.hpp"
#include "sql/object/stored_views.hpp"
#include "sql/qualify/column_origin.hpp"

#include <memory>
#include <vector>

namespace duckdb {
struct AlterInfo;
struct CreateSequenceInfo;
} // namespace duckdb

namespace redstart::sql {

struct Resolution : LockPlan {
    bool dependents = false; // views may read what it changes or drops: looked up again under its locks
    ViewChanges views;       // made when the statement has run, in its transaction
    std::shared_ptr<duckdb::AlterInfo> default_value; // so are these: ALTER TABLE ADD COLUMN ... DEFAULT, and NOT NULL
    std::shared_ptr<duckdb::AlterInfo> not_null;
    std::shared_ptr<duckdb::AlterInfo> column_rights; // and this: of a column that has another name, or is dropped
    std::vector<std::shared_ptr<duckdb::CreateSequenceInfo>>
        sequences;                     // and these: of IDENTITY columns, notes of schemas
    std::vector<ColumnOrigin> origins; // of a query's result columns; empty when it is not known
};

} // namespace redstart::sql
