// Fills a database with the TICKIT sample of the Redshift guide.
// Owns nothing; called once at start, on a thread that has the connection to itself.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace duckdb {
class Connection;
} // namespace duckdb

namespace redstart::sql {

// The largest scale: listid and salesid are int4 columns, and this many rows still fit on a disk.
inline constexpr std::int32_t kMaxTickitScale = 1000;

// Creates users, venue, category, date, event, listing and sales in schema public of the attached database `catalog`
// and fills them; `scale` (1 .. kMaxTickitScale) multiplies listing and sales. `execute_ddl` runs one CREATE TABLE
// statement of Redshift in that database and is called for all seven tables before the first row is written. All rows
// are written in one transaction of `connection`: the one that is open, or else one that is begun and committed here,
// and rolled back on an error. The new tables must be visible to it.
// Throws protocol::SqlError: 22023 for the scale, whatever execute_ddl throws, and the engine's errors as mapped by
// catalog/engine/errors.hpp. Source of the schema: Amazon Redshift Database Developer Guide, "Sample database".
void load_tickit(duckdb::Connection& connection, const std::string& catalog, std::int32_t scale,
                 const std::function<void(std::string_view redshift_ddl)>& execute_ddl);

} // namespace redstart::sql
