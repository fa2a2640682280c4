// Redo: what a transaction that changes tables and users together has to do to the system database once its tables are
// committed: noted in the tables' database, in the same transaction, so that a server that ends in between does it at
// the next start. Functions on a transaction or an instance; the caller's thread.
#pragma once

#include "sql/store/store_changes.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace duckdb {
class ClientContext;
class Connection;
} // namespace duckdb

namespace redstart::sql {

// Notes the changes in the transaction of `context`. `number`: StoreTransaction::number(). Throws the engine's
// exceptions.
void note_redo(duckdb::ClientContext& context, const std::string& database, std::int32_t number,
               const std::vector<StoreChange>& changes);
// They are made. An error leaves the note, which the next start finds to be done.
void forget_redo(duckdb::Connection& connection, const std::string& database, std::int32_t number) noexcept;

// At the start: makes the changes that are noted in that database and were not made, and forgets them. True when there
// were any. Throws SqlError and the engine's exceptions.
bool apply_redo(duckdb::Connection& connection, const std::string& database);

} // namespace redstart::sql
