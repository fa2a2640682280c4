// Lengths of varchar(n) and char(n) columns, enforced where INSERT, UPDATE, MERGE and COPY assign to them; and one
// change per row (single_changes.hpp). Installed once per engine instance; the checks run inside the engine's own
// threads.
#pragma once

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::sql {

// Adds a rule that runs on every plan before the engine's optimizer. A value longer than n bytes loses the blanks
// behind the n-th byte, anything else there is 22001 "value too long for type character varying(n)"; char values are
// stored without trailing blanks. CREATE TABLE AS checks nothing: its columns take their lengths from the query.
// (Redshift, "Character types".) Must be called before the first statement of a client.
void install_assignment_checks(duckdb::DatabaseInstance& instance);

} // namespace redstart::sql
