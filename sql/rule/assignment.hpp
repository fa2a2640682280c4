// Lengths of varchar(n) and char(n) columns, enforced where INSERT, UPDATE, MERGE and COPY assign to them; and one
// change per row (single_changes.hpp). A function over plans the engine has not optimized yet; any thread. What it
// puts into the plan runs inside the engine's own threads.
#pragma once

namespace duckdb {
class Binder;
class LogicalOperator;
} // namespace duckdb

namespace redstart::sql {

class BlankColumns;
class BlankOrigins;

// Puts checks below the plan's INSERT, UPDATE or MERGE. A value longer than n bytes loses the blanks behind the n-th
// byte, anything else there is 22001 "value too long for type character varying(n)"; char values are stored without
// trailing blanks, and a character of several bytes in them is 22021. CREATE TABLE AS checks nothing: its columns take
// their lengths from the query. (Redshift, "Character types".) `binder` gives new operators their numbers; `blanks` is
// told of values that end in a blank, as `origins` knows them.
void check_assignments(duckdb::LogicalOperator& plan, duckdb::Binder& binder, BlankColumns& blanks,
                       BlankOrigins& origins);

} // namespace redstart::sql
