#include "server/watcher.hpp"

namespace redstart::server {

Watcher::Watcher(BackendRegistry& registry, BackendThreads& threads)
    : registry_(registry), threads_(threads), thread_([this] { run(); }) {}

Watcher::~Watcher() {
    {
        const sql::MutexLock lock(mutex_);
        stopping_ = true;
        stopping_changed_.notify_all();
    }
    thread_.join();
}

void Watcher::run() {
    while (wait_for_tick()) {
        for (const auto& session : registry_.sessions()) session->tend();
        threads_.reap();
    }
}

bool Watcher::wait_for_tick() {
    const auto next = SteadyClock::now() + kTick;
    const sql::MutexLock lock(mutex_);
    while (!stopping_)
        if (!stopping_changed_.wait_until(mutex_, next)) return !stopping_;
    return false;
}

} // namespace redstart::server
