// Gives the stored queries of a database's views its present name; called when the database is attached, also by a
// rename. A function over a connection nobody else uses meanwhile.
#pragma once

#include <string>

namespace duckdb {
class Connection;
} // namespace duckdb

namespace redstart::sql {

// A view's stored query names the tables it reads with their database. After the database was renamed this gives the
// views of `database` its present name, in one transaction. Throws SqlError.
void move_views(duckdb::Connection& connection, const std::string& database);

} // namespace redstart::sql
