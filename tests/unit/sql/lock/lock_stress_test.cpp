// Sixteen threads over few relations: mutual exclusion is checked by counters and, under -fsanitize=thread, by plain
// variables that only the locks protect. No wait may be lost, and nothing may be left behind.
// REDSTART_LOCK_STRESS_TRANSACTIONS sets the number of transactions per thread.
#include "sql/lock/lock_manager.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kThreads = 16;
constexpr RelationId kRelations = 4;

std::size_t transactions_per_thread() {
    const char* text = std::getenv("REDSTART_LOCK_STRESS_TRANSACTIONS");
    return text != nullptr ? std::stoul(text) : 2'000;
}

struct Relation {
    std::array<std::atomic<int>, kLockModes> inside{}; // transactions by the strongest mode they hold
    long schema = 0;                                   // read with any lock, changed with AccessExclusive only
    long rows = 0;                                     // changed by writers, one at a time
};

struct Shared {
    LockManager locks;
    std::array<Relation, kRelations + 1> relations;
    std::array<std::atomic<Xid>, kThreads> running{};
    std::array<std::atomic<long>, 4> outcomes{}; // by LockOutcome
    std::atomic<long> violations{0};
    std::atomic<long> lost{0}; // waits of twenty seconds: somebody was not woken
};

class Client {
public:
    Client(Shared& shared, std::size_t number) : shared_(shared), number_(number), random_(number) {}

    void transaction() {
        const Xid xid = shared_.locks.begin({static_cast<std::int32_t>(number_), "u", "d", 1, 0});
        shared_.running[number_] = xid;
        strongest_.fill(-1);
        for (std::size_t left = 1 + random_() % 3; left > 0; --left)
            if (!step(xid)) break;
        for (RelationId relation = 1; relation <= kRelations; ++relation)
            if (strongest_[relation] >= 0) --inside(relation, strongest_[relation]);
        shared_.locks.end(xid);
    }

private:
    std::atomic<int>& inside(RelationId relation, int mode) {
        return shared_.relations[relation].inside[static_cast<std::size_t>(mode)];
    }

    bool step(Xid xid) {
        const auto relation = static_cast<RelationId>(1 + random_() % kRelations);
        const auto mode = static_cast<LockMode>(random_() % kLockModes);
        const bool hurried = random_() % 4 == 0;
        const auto patience = hurried ? std::chrono::microseconds(random_() % 300) : 20s;
        const LockResult result =
            shared_.locks.acquire(xid, relation, mode, std::chrono::steady_clock::now() + patience);
        ++shared_.outcomes[static_cast<std::size_t>(result.outcome)];
        if (result.outcome == LockOutcome::Timeout && !hurried) ++shared_.lost;
        const bool granted = result.outcome == LockOutcome::Granted;
        if (granted)
            work(relation, static_cast<int>(mode));
        else
            expect_no_trace(xid, relation, mode);
        return granted;
    }

    // After a wait that failed, the lock is neither held nor awaited: the caller and the table agree on how it ended.
    void expect_no_trace(Xid xid, RelationId relation, LockMode mode) {
        for (const auto& row : shared_.locks.snapshot())
            if (row.xid == xid && row.relation == relation && row.mode == std::string(lock_mode_name(mode)))
                ++shared_.violations;
    }

    void work(RelationId number, int mode) {
        if (mode > strongest_[number]) {
            if (strongest_[number] >= 0) --inside(number, strongest_[number]);
            ++inside(number, mode);
            strongest_[number] = mode;
        }
        Relation& relation = shared_.relations[number];
        const int held = strongest_[number];
        const long schema = relation.schema;
        if (held >= static_cast<int>(LockMode::ShareRowExclusive)) ++relation.rows;
        if (held == static_cast<int>(LockMode::AccessExclusive)) relation.schema = schema + 1;
        std::this_thread::yield();
        const int readers = relation.inside[0];
        const int writers = relation.inside[1];
        const int owners = relation.inside[2];
        const bool alone = held == 2 ? readers == 0 && writers == 0 && owners == 1
                                     : owners == 0 && writers <= 1 && relation.schema == schema;
        if (!alone) ++shared_.violations;
    }

    Shared& shared_;
    std::size_t number_;
    std::mt19937 random_;
    std::array<int, kRelations + 1> strongest_{};
};

void run_clients(Shared& shared) {
    const std::size_t transactions = transactions_per_thread();
    std::vector<std::thread> threads;
    for (std::size_t number = 0; number < kThreads; ++number)
        threads.emplace_back([&shared, number, transactions] {
            Client client(shared, number);
            for (std::size_t i = 0; i < transactions && shared.lost == 0; ++i) client.transaction();
        });
    for (std::thread& thread : threads) thread.join();

    CHECK(shared.violations == 0);
    CHECK(shared.lost == 0);
    CHECK(shared.locks.transactions() == 0);
    CHECK(shared.locks.snapshot().empty());
    INFO("granted " << shared.outcomes[0] << ", deadlock " << shared.outcomes[1] << ", timeout " << shared.outcomes[2]
                    << ", cancelled " << shared.outcomes[3]);
    CHECK(shared.outcomes[0] > static_cast<long>(transactions));
    for (std::size_t outcome = 0; outcome < 3; ++outcome) CHECK(shared.outcomes[outcome] > 0);
}

} // namespace

// Without cancels: a cancel would free a thread that should have been woken, and hide it.
TEST_CASE("lock stress: sixteen threads and timeouts", "[locks][stress]") {
    Shared shared;
    run_clients(shared);
    CHECK(shared.outcomes[3] == 0);
}

TEST_CASE("lock stress: sixteen threads, timeouts, cancels and snapshots", "[locks][stress]") {
    Shared shared;
    std::atomic<bool> done{false};
    std::thread watcher([&shared, &done] {
        std::mt19937 random(99);
        while (!done) {
            shared.locks.cancel(shared.running[random() % kThreads]);
            if (shared.locks.snapshot().size() > kThreads * (1 + kRelations * kLockModes)) ++shared.violations;
            shared.locks.blockers(static_cast<std::int32_t>(random() % kThreads));
            std::this_thread::sleep_for(50us);
        }
    });
    run_clients(shared);
    done = true;
    watcher.join();
    CHECK(shared.outcomes[3] > 0);
}
