#include "sql/engine/engine_gate.hpp"

namespace redstart::sql {

// Counters and state are sequentially consistent: either enter() sees the gate closed, or replace() sees it inside.
void EngineGate::enter(Way way, const Impatience& impatience) {
    for (;;) {
        inside(way).fetch_add(1);
        if (lets_in(state_.load(), way)) return;
        leave(way);
        wait_until_open(way, impatience);
    }
}

void EngineGate::leave(Way way) {
    if (inside(way).fetch_sub(1) != 1 || !closed()) return;
    const MutexLock lock(mutex_);
    changed_.notify_all();
}

void EngineGate::wait_until_open(Way way, const Impatience& impatience) {
    for (;;) {
        if (impatience) impatience();
        const auto due = std::chrono::steady_clock::now() + kLookEvery;
        const MutexLock lock(mutex_);
        do {
            if (lets_in(state_.load(), way)) return;
        } while (changed_.wait_until(mutex_, due));
    }
}

void EngineGate::wait_until_out(Way way, const std::function<void()>& hurry) {
    while (inside(way).load() > 0) {
        if (hurry) hurry();
        const auto due = std::chrono::steady_clock::now() + kHurryEvery;
        const MutexLock lock(mutex_);
        while (inside(way).load() > 0 && changed_.wait_until(mutex_, due)) {}
    }
}

void EngineGate::join(EngineClient& client) {
    const MutexLock lock(mutex_);
    clients_.insert(&client);
}

void EngineGate::part(EngineClient& client) {
    const MutexLock lock(mutex_);
    clients_.erase(&client);
}

void EngineGate::replace(const std::function<bool()>& needed, const std::function<void()>& hurry,
                         const std::function<void()>& replace) {
    if (state_.load() == State::Closing) return; // that one will have replaced it
    const MutexLock one(replacing_);
    if (!needed()) return; // another thread has, and whoever is inside now is in the new one
    state_.store(State::Closing);
    wait_until_out(Way::Engine, hurry);
    state_.store(State::Replacing);
    wait_until_out(Way::Beside, {});
    std::set<EngineClient*> clients;
    {
        const MutexLock lock(mutex_);
        clients = clients_;
    }
    for (auto* client : clients) client->drop_engine(); // they part inside the gate only
    replace();
    const MutexLock lock(mutex_);
    state_.store(State::Open);
    changed_.notify_all();
}

} // namespace redstart::sql
