#include "server/session/watcher.hpp"

#include "catalog/engine/process_memory.hpp"
#include "sql/engine/freed_memory.hpp"
#include "sql/engine/planning_guard.hpp"
#include "sql/rule/memory_pressure.hpp"
#include "sql/rule/stream_memory.hpp"

#include <limits>

namespace redstart::server {

namespace {

// A statement that was ended takes a while to give its memory back: the next one is ended this many rounds later.
constexpr int kRoundsPerStatement = 4;
// What the process may have beyond the engine's limit before work that takes much at once is refused.
constexpr std::int64_t kBeyondLimit = std::int64_t{400} << 20;

} // namespace

Watcher::Watcher(BackendRegistry& registry, BackendThreads& threads, StatementTimers& timers, std::int64_t memory_limit)
    : registry_(registry), threads_(threads), timers_(timers), memory_limit_(memory_limit), thread_([this] { run(); }) {
}

Watcher::~Watcher() {
    timers_.shut_down();
    thread_.join();
}

void Watcher::run() {
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    sql::set_process_bound(memory_limit_ > kMost - kBeyondLimit ? kMost : memory_limit_ + kBeyondLimit);
    while (timers_.run(SteadyClock::now() + kTick)) {
        look_at_memory();
        for (const auto& session : registry_.sessions()) session->tend();
        threads_.reap();
        sql::return_freed_memory();
    }
}

// Memory that is free already is returned first: nobody is ended for it.
void Watcher::look_at_memory() {
    const auto pressure = [this] {
        return sql::pressure_at(sql::resident_bytes(), memory_limit_,
                                sql::StreamMemory::total() + sql::planning_in_use());
    };
    auto now = pressure();
    if (now != sql::Pressure::None && rounds_under_pressure_ % kRoundsPerStatement == 0) {
        sql::return_free_memory();
        now = pressure();
        if (now != sql::Pressure::None && sql::StreamMemory::ask_for_relief() && now == sql::Pressure::High)
            now = sql::Pressure::None; // those who do not read go first
    }
    if (now == sql::Pressure::None)
        rounds_under_pressure_ = 0;
    else if (rounds_under_pressure_++ % kRoundsPerStatement != 0 && now == sql::Pressure::High)
        now = sql::Pressure::None;
    sql::set_memory_pressure(now);
}

} // namespace redstart::server
