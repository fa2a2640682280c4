// Casts between times of day, and moments to them, as the session's clocks show them. Called once per engine instance.
#pragma once

namespace duckdb {
class DatabaseInstance;
} // namespace duckdb

namespace redstart::catalog {

// timestamptz::time is the session's local time; time::timetz has the offset that the session's zone has today.
void install_time_casts(duckdb::DatabaseInstance& instance);

} // namespace redstart::catalog
