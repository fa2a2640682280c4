// Functions that make the engine fail, for the tests of what happens then. Installed only where the environment
// variable REDSTART_TEST_FAULTS is set.
#pragma once

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::sql {

// rs_test_fault(kind): throws the engine's 'fatal' or 'internal' error; 'until FILE' makes FILE.awaited, cannot be
// interrupted, and returns when FILE exists, after a minute at the latest; 'for N' takes N seconds and cannot be
// interrupted; anything else is returned.
void install_fault_functions(duckdb::DatabaseInstance& instance);

// A step behind which a server may end: it ends here, as by kill -9, when REDSTART_TEST_FAULTS is "kill at `step`".
void fault_point(const char* step) noexcept;

} // namespace redstart::sql
