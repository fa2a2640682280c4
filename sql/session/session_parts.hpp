// What a session is made of: what it shares with the rest of the process, and who its client is. Plain values.
#pragma once

#include "catalog/state/system_state.hpp"
#include "sql/session/session_signals.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace redstart::sql {

class Engine;
class LockManager;
class Storage;

// Everything an executor shares with the rest of the process; the referents outlive it.
struct ExecutorServices {
    Engine& engine;
    LockManager& locks;
    catalog::SystemState& system_state;
    BackendSignals& signals;
    const Storage* storage = nullptr; // of COPY and UNLOAD; nullptr: none is configured
};

struct SessionIdentity {
    std::int32_t pid = 0;
    std::int32_t user_id = 0;
    std::string user_name; // as it was when the user logged in
    std::string database;
    std::vector<std::pair<std::string, std::string>> startup_settings; // from the start-up packet; unknown ones ignored
};

} // namespace redstart::sql
