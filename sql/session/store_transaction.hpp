// StoreTransaction: what a session's transaction changes of users, groups, roles and rows of databases: on a connection
// of its own, as the engine writes one database in a transaction, begun with the first change and ended with the
// session's transaction (transaction.cpp). Used on the backend's thread; directories() also on the engine's workers
// while a statement runs, when nothing changes.
#pragma once

#include "catalog/state/directories.hpp"
#include "sql/store/directory_set.hpp"
#include "sql/store/store_writer.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace redstart::sql {

class Engine;

class StoreTransaction {
public:
    explicit StoreTransaction(Engine& engine);
    ~StoreTransaction();
    StoreTransaction(const StoreTransaction&) = delete;
    StoreTransaction& operator=(const StoreTransaction&) = delete;

    // The caller has got the lock of users, which it keeps: directories() are what they are now, and nobody else
    // changes them. Throws what the engine says as SqlError, as the next do.
    void begin();
    StoreWriter& writer();
    bool changed() const noexcept { return !changes_.empty(); }

    // Everybody as this transaction sees them; what is committed before it has begun.
    catalog::Directories directories() const noexcept;
    // What was changed since the last call shows in directories() from now on.
    void show_changes();

    // The number of this change of the store, by which it is told whether it was made; counted here. Call once, before
    // its changes are noted.
    std::int32_t number();
    const std::vector<StoreChange>& changes() const noexcept { return changes_; }
    void commit(); // throws what the engine says as SqlError; rollback() is still to be called then
    void rollback() noexcept;

private:
    void read();

    Engine& engine_;
    std::unique_ptr<duckdb::Connection> connection_; // with its transaction; nullptr: there is none
    std::unique_ptr<StoreWriter> writer_;
    std::vector<StoreChange> changes_;
    std::size_t shown_ = 0; // of changes_
    std::unique_ptr<DirectorySet> own_;
};

} // namespace redstart::sql
