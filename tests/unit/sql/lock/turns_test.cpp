// Turns and IsolationManager under threads: the two kinds never meet, nobody starves, and numbers tell what was seen.
#include "sql/engine/database_sessions.hpp"
#include "sql/lock/isolation_manager.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

using namespace redstart::sql;

namespace {

void together(int threads, const std::function<void(int)>& work) {
    std::vector<std::thread> pool;
    for (int index = 0; index < threads; ++index) pool.emplace_back(work, index);
    for (auto& thread : pool) thread.join();
}

} // namespace

TEST_CASE("turns of different kinds never overlap, those of one kind may") {
    Turns turns;
    std::array<std::atomic<int>, 2> inside{};
    std::atomic<int> wrong = 0;
    together(8, [&](int index) {
        const auto kind = index % 2 == 0 ? Turns::Kind::Snapshot : Turns::Kind::Commit;
        const auto own = static_cast<std::size_t>(index % 2);
        for (int i = 0; i < 2000; ++i) {
            const Turn turn(turns, kind);
            ++inside[own];
            if (inside[1 - own] != 0) ++wrong;
            if (i % 64 == 0) std::this_thread::yield();
            --inside[own];
        }
    });
    CHECK(wrong == 0);
    turns.begin(Turns::Kind::Commit); // all gone: nobody waits
    turns.begin(Turns::Kind::Commit);
    turns.end(Turns::Kind::Commit);
    turns.end(Turns::Kind::Commit);
}

TEST_CASE("one kind that never pauses lets the other one in") {
    Turns turns;
    std::atomic<bool> stop = false;
    std::atomic<int> commits = 0;
    std::vector<std::thread> busy;
    for (int i = 0; i < 3; ++i)
        busy.emplace_back([&] {
            while (!stop) {
                const Turn turn(turns, Turns::Kind::Commit);
                ++commits;
            }
        });
    while (commits == 0) std::this_thread::yield();
    int snapshots = 0;
    for (; snapshots < 200; ++snapshots) const Turn turn(turns, Turns::Kind::Snapshot);
    stop = true;
    for (auto& thread : busy) thread.join();
    CHECK(snapshots == 200); // it ends at all
}

// The engine's part is played by a counter: a commit raises it, a snapshot reads it.
TEST_CASE("a snapshot's number says which commits it sees") {
    IsolationManager manager;
    std::atomic<int> value = 0;
    std::atomic<int> wrong = 0;
    std::atomic<Xid> next = 1;
    constexpr RelationId kTable = 7;
    together(6, [&](int index) {
        for (int i = 0; i < 500; ++i) {
            const Xid xid = next++;
            SnapshotOrder order = 0;
            int seen = 0;
            {
                const Turn turn(manager.turns(), Turns::Kind::Snapshot);
                seen = value;
                order = manager.snapshot(xid);
                if (seen != value) ++wrong;
            }
            if (index % 2 == 0) {
                const Turn turn(manager.turns(), Turns::Kind::Commit);
                ++value;
                manager.commit(xid);
            } else {
                if (manager.access(xid, {{kTable, order}}, {})) ++wrong;
                manager.abort(xid);
            }
        }
    });
    CHECK(wrong == 0);
    CHECK(value == 1500);
    CHECK(manager.transactions() == 0);
}

TEST_CASE("a database is closed only to those who come, and only while nobody is in it") {
    DatabaseSessions sessions;
    auto first = sessions.enter(1);
    REQUIRE(first);
    CHECK(sessions.count(1) == 1);
    CHECK_FALSE(sessions.close(1, 0));
    {
        const auto closure = sessions.close(1, 1);
        REQUIRE(closure);
        CHECK_FALSE(sessions.enter(1));
        CHECK_FALSE(sessions.close(1, 1));
        CHECK(sessions.enter(2));
    }
    CHECK(sessions.enter(1));
    first.reset();
    CHECK(sessions.count(1) == 0);
    CHECK(sessions.close(1, 0));
}
