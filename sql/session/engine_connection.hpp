// EngineConnection: a session's connection to the engine, made at its first use, whoever reads a result from it, and
// the memory that its results and plans are charged to. Owned by the session's context; used on the backend's thread,
// but for drop(), which any thread may call while the session's own is outside of the engine's gate.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/engine/planning_guard.hpp"
#include "sql/rule/stream_memory.hpp"
#include "sql/session/spool_budget.hpp"

#include <memory>
#include <string>

namespace redstart::catalog {
class SessionServices;
} // namespace redstart::catalog

namespace redstart::sql {

class Engine;
class Interrupts;
class Settings;

// Whoever has a query open on the session's connection. The engine would end it at the next call.
class ConnectionUser {
public:
    virtual ~ConnectionUser() = default;
    // The connection is needed for something else: take what is still wanted. Throws what ended the query.
    virtual void leave_connection() = 0;
};

class EngineConnection {
public:
    // `services`: what the engine's functions ask while they run on it. All referents outlive the connection.
    EngineConnection(Engine& engine, std::string database, const Settings& settings, Interrupts& interrupts,
                     catalog::SessionServices& services);
    ~EngineConnection();
    EngineConnection(const EngineConnection&) = delete;
    EngineConnection& operator=(const EngineConnection&) = delete;

    // Free for a call: a result that streams from it is spooled first. Throws what spooling throws.
    duckdb::Connection& use();
    // As it is, to end something or to read on; nullptr while there was none.
    duckdb::Connection* if_open() noexcept { return connection_.get(); }
    // A result that still streams from it takes what it wants. Throws what spooling throws.
    void set_results_aside();
    // By a result that is being read, whose plan lives on meanwhile.
    void used_by(ConnectionUser* user) noexcept;
    void left_by(const ConnectionUser* user) noexcept;
    void close() noexcept;

    SpoolBudget& spool_budget() noexcept { return spool_budget_; }
    // What its results hold of wide rows; for any thread.
    const std::shared_ptr<StreamMemory>& stream_memory() const noexcept { return stream_memory_; }
    // What reading and planning of its statements takes (sql/session/guarded.hpp).
    PlanningAccount& planning() noexcept { return planning_; }

private:
    Engine& engine_;
    const std::string database_;
    const Settings& settings_;
    Interrupts& interrupts_;
    catalog::SessionServices& services_;
    std::unique_ptr<duckdb::Connection> connection_;
    ConnectionUser* user_ = nullptr;
    SpoolBudget spool_budget_;
    const std::shared_ptr<StreamMemory> stream_memory_ = std::make_shared<StreamMemory>();
    PlanningAccount planning_;
};

} // namespace redstart::sql
