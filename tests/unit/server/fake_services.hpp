// What executors and backends share, with everything real but the engine.
#pragma once

#include "server/config/log.hpp"
#include "server/session/backend_registry.hpp"
#include "server/session/history.hpp"
#include "server/session/server_state.hpp"
#include "sql/executor/executor.hpp"
#include "sql/lock/lock_manager.hpp"
#include "sql/settings/time_zones.hpp"

#include <cstddef>

namespace redstart::test {

struct FakeServices {
    explicit FakeServices(std::size_t max_connections = 10) : registry(max_connections, history) {
        server::log::configure(server::LogLevel::Off);
    }

    // The fake executor never looks at its engine: any address does.
    static sql::Engine& no_engine() {
        alignas(std::max_align_t) static std::byte storage[1];
        return reinterpret_cast<sql::Engine&>(storage);
    }

    const sql::TimeZones zones; // none is known: no name is wrong
    sql::LockManager locks;
    server::History history{100};
    server::BackendRegistry registry;
    server::ServerState state{registry, history, locks};
    sql::ExecutorServices executor{no_engine(), locks, state, registry};
};

} // namespace redstart::test
