// DefinitionMemory: what the definitions of all databases and of all sessions' temporary tables hold in memory, and the
// most that they may: a quarter of the memory limit, of which they are taken, so that what users store cannot need more
// than there is, neither now nor at the next start.
// One per engine; every method is thread-safe. Used inside the gate.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "protocol/error.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

namespace duckdb {
class DatabaseInstance;
}

namespace redstart::sql {

class DefinitionMemory {
public:
    // `count`: what all databases have now, in bytes; called on the threads that call take() and serve().
    explicit DefinitionMemory(std::function<std::int64_t()> count) : count_(std::move(count)) {}

    // The instance that sessions use from now on, its databases attached, and its memory limit in bytes. What its
    // databases have may be more than new ones would get: it is opened all the same.
    void serve(duckdb::DatabaseInstance& instance, std::int64_t memory_limit);
    void leave() noexcept; // before it goes

    // For new definitions of a transaction, in bytes. Throws 53200 when all would then hold more than they may; that
    // some were dropped is found out before, which may take a second.
    void take(std::int64_t bytes);
    void give(std::int64_t bytes) noexcept;
    // What was taken is a database's from now on: its transaction has been committed.
    void keep(std::int64_t bytes) noexcept;

    std::int64_t held() const noexcept { return committed_.load() + open_.load(); }
    std::int64_t most() const noexcept { return most_.load(); }

private:
    void recount();
    bool reserve();

    const std::function<std::int64_t()> count_;
    std::atomic<std::int64_t> most_{0};
    std::atomic<std::int64_t> committed_{0}; // of databases; dropped ones are in it until it is counted again
    std::atomic<std::int64_t> open_{0};      // of open transactions and of temporary tables
    std::atomic<std::int64_t> kept_{0};      // what keep() has added, ever
    std::atomic<std::uint64_t> counts_{0};   // that have begun

    Mutex counting_; // held while somebody counts, who asks the engine
    std::chrono::steady_clock::duration last_took_ GUARDED_BY(counting_){};
    std::chrono::steady_clock::time_point last_ended_ GUARDED_BY(counting_){};

    Mutex reserving_; // held while the engine makes room
    duckdb::DatabaseInstance* instance_ GUARDED_BY(reserving_) = nullptr;
    std::int64_t reserved_ GUARDED_BY(reserving_) = 0;
};

} // namespace redstart::sql
