#include "sql/engine_gate.hpp"

namespace redstart::sql {

// Both counters are sequentially consistent: either enter() sees the gate closed, or replace() sees it inside.
void EngineGate::enter() {
    for (;;) {
        inside_.fetch_add(1);
        if (!closed_.load()) return;
        leave();
        wait_until_open();
    }
}

void EngineGate::leave() {
    if (inside_.fetch_sub(1) != 1 || !closed_.load()) return;
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
}

void EngineGate::wait_until_open() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !closed_.load(); });
}

void EngineGate::join(EngineClient& client) {
    const std::lock_guard lock(mutex_);
    clients_.insert(&client);
}

void EngineGate::part(EngineClient& client) {
    const std::lock_guard lock(mutex_);
    clients_.erase(&client);
}

void EngineGate::replace(const std::function<bool()>& needed, const std::function<void()>& hurry,
                         const std::function<void()>& replace) {
    const std::lock_guard one(replacing_);
    closed_.store(true);
    while (inside_.load() > 0) {
        hurry();
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kHurryEvery, [this] { return inside_.load() == 0; });
    }
    if (needed()) {
        std::set<EngineClient*> clients;
        {
            const std::lock_guard lock(mutex_);
            clients = clients_;
        }
        for (auto* client : clients) client->drop_engine(); // they part inside the gate only
        replace();
    }
    const std::lock_guard lock(mutex_);
    closed_.store(false);
    changed_.notify_all();
}

} // namespace redstart::sql
