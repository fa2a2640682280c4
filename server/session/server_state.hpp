// ServerState: the catalog's window on live sessions, locks and history. Stateless; any thread.
#pragma once

#include "catalog/state/system_state.hpp"
#include "server/session/backend_registry.hpp"
#include "server/session/history.hpp"
#include "sql/lock/lock_manager.hpp"

namespace redstart::server {

class ServerState final : public catalog::SystemState {
public:
    // The referents outlive it and have their own synchronization.
    ServerState(const BackendRegistry& registry, const History& history, const sql::LockManager& locks)
        : registry_(registry), history_(history), locks_(locks) {}

    // Locks are read first, then statements, then sessions, each under its own mutex and never two at once. What a
    // session that has ended since still showed is left out, so every lock and every statement has its session.
    std::shared_ptr<const catalog::LiveSnapshot> live() const override;
    std::shared_ptr<const catalog::HistorySnapshot> history() const override;

private:
    const BackendRegistry& registry_;
    const History& history_;
    const sql::LockManager& locks_;
};

} // namespace redstart::server
