// StoreWriter: changes the system database, in the transaction of a connection. Belongs to whoever has the connection,
// and its thread. All throw what the engine says as SqlError.
#pragma once

#include "sql/store/store_changes.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace duckdb {
class Connection;
} // namespace duckdb

namespace redstart::sql {

class StoreWriter {
public:
    // `connection` outlives this. `made` is told of every change, unless it is nullptr.
    explicit StoreWriter(duckdb::Connection& connection, std::vector<StoreChange>* made = nullptr)
        : connection_(connection), made_(made) {}

    duckdb::Connection& connection() noexcept { return connection_; }
    void write(StoreStatement statement, StoreValues values);
    void write(const StoreChange& change) { write(change.statement, change.values); }

private:
    duckdb::Connection& connection_;
    std::vector<StoreChange>* made_;
};

// Counts the changes that were noted elsewhere before they were committed here (sql/engine/redo).
inline constexpr const char* kChangeCounter = "last noted change";

// A number that is never given again, unless the transaction that took it is rolled back.
std::int32_t take_number(StoreWriter& writer, const std::string& counter);

} // namespace redstart::sql
