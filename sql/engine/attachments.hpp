// Which files the engine has open under which name. Free functions on the instance; callers take turns (pg_database's
// lock).
#pragma once

#include <functional>
#include <string>

namespace duckdb {
class Connection;
class DuckDB;
} // namespace duckdb

namespace redstart::sql {

// What a database of a client's gets once it is attached. Throws protocol::SqlError.
using DatabaseInstaller = void (*)(duckdb::Connection& connection, const std::string& name);

// Opens the file, or makes it, and unless it is the system's gives it the schema public and what `install` puts in.
// Nothing stays attached when it throws protocol::SqlError.
void attach_database(duckdb::DuckDB& instance, const std::string& path, const std::string& name,
                     DatabaseInstaller install);
// Its file is closed when the last transaction that looked at it has ended. Throws protocol::SqlError.
void detach_database(duckdb::DuckDB& instance, const std::string& name);

bool is_attached(duckdb::DuckDB& instance, const std::string& name);

// Renames an attached database in one step or not at all, without closing its file: waits until no transaction looks at
// it (`check` is called meanwhile and ends the wait by throwing), takes it out, calls `record`, which makes the new
// name durable, and puts it back under the new name, or under the old one when `record` throws. Throws
// protocol::SqlError: 55006 when it is looked at for too long. An exception of any other kind: it is attached no more.
void rename_attached(duckdb::DuckDB& instance, const std::string& from, const std::string& to,
                     const std::function<void()>& check, const std::function<void()>& record);

} // namespace redstart::sql
