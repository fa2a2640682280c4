// CommitRoom: keeps the engine from writing its log into a database's file at a commit when the disk may not have room
// for it: the engine does not survive a checkpoint that fails, while a commit whose log does not fit is refused alone.
// One per engine; thread-safe. Used inside the gate.
#pragma once

#include "catalog/mutex/mutex.hpp"

#include <cstdint>
#include <string>

namespace duckdb {
class AttachedDatabase;
class ClientContext;
class DatabaseInstance;
} // namespace duckdb

namespace redstart::sql {

class CommitRoom {
public:
    // `folder`: where the databases are; empty: in memory, where there is always room.
    explicit CommitRoom(std::string folder) : folder_(std::move(folder)) {}

    // While one lives the engine's commits write their logs only.
    class LogOnly {
    public:
        LogOnly() = default;
        LogOnly(CommitRoom& room, duckdb::DatabaseInstance& instance);
        LogOnly(LogOnly&& other) noexcept;
        ~LogOnly();
        LogOnly& operator=(LogOnly&&) = delete;

    private:
        CommitRoom* room_ = nullptr;
        duckdb::DatabaseInstance* instance_ = nullptr;
    };

    // For the commit of the context's transaction that follows.
    LogOnly before_commit(duckdb::ClientContext& context);
    // Whether a checkpoint of the database surely fits, with so many bytes besides.
    bool has_room(duckdb::AttachedDatabase& database, std::uint64_t more) const;

private:
    void set(duckdb::DatabaseInstance& instance, bool log_only) REQUIRES_LOCK(mutex_);

    const std::string folder_;
    Mutex mutex_; // held while the engine's option is set
    int log_only_ GUARDED_BY(mutex_) = 0;
};

} // namespace redstart::sql
