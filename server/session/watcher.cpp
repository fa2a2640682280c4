#include "server/session/watcher.hpp"

#include "sql/engine/freed_memory.hpp"

namespace redstart::server {

Watcher::Watcher(BackendRegistry& registry, BackendThreads& threads, StatementTimers& timers)
    : registry_(registry), threads_(threads), timers_(timers), thread_([this] { run(); }) {}

Watcher::~Watcher() {
    timers_.shut_down();
    thread_.join();
}

void Watcher::run() {
    while (timers_.run(SteadyClock::now() + kTick)) {
        for (const auto& session : registry_.sessions()) session->tend();
        threads_.reap();
        sql::return_freed_memory();
    }
}

} // namespace redstart::server
