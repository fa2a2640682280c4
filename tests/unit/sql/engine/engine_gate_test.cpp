// EngineGate: nobody is inside while the engine is replaced, and every client has let go before.
#include "sql/engine/engine_gate.hpp"

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

using namespace redstart::sql;

namespace {

struct Client final : EngineClient {
    void drop_engine() noexcept override { ++dropped; }
    int dropped = 0;
};

} // namespace

TEST_CASE("the engine is replaced with nobody inside, after every client has let go") {
    EngineGate gate;
    Client client;
    gate.join(client);
    std::atomic<int> inside{0};
    std::atomic<int> met{0}; // that somebody was inside during a replacement
    std::atomic<long> passes{0};
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            while (!stop) {
                const EngineGate::Pass pass(gate);
                ++inside;
                ++passes;
                --inside;
            }
        });
    int replaced = 0;
    for (int round = 0; round < 300; ++round) {
        const auto before = passes.load();
        gate.replace([] { return true; }, [] {},
                     [&] {
                         for (int look = 0; look < 50; ++look) met += inside.load();
                         ++replaced;
                     });
        while (passes == before) std::this_thread::yield(); // open again: somebody gets in, however long it takes
    }
    stop = true;
    for (auto& thread : threads) thread.join();
    CHECK(met == 0);
    CHECK(replaced == 300);
    CHECK(client.dropped == 300);
    const EngineGate::Pass pass(gate);
    gate.part(client);
}

TEST_CASE("beside the engine work goes on until the replacement itself") {
    EngineGate gate;
    std::atomic<bool> leave{false};
    std::atomic<int> beside{0};
    std::atomic<int> met{0};
    std::atomic<bool> entered{false};
    std::thread inside([&] {
        const EngineGate::Pass pass(gate);
        entered = true;
        while (!leave) std::this_thread::yield();
    });
    while (!entered) std::this_thread::yield();
    std::atomic<bool> replaced{false};
    std::thread replacing([&] {
        gate.replace([] { return true; }, [] {},
                     [&] {
                         for (int look = 0; look < 1000; ++look) met += beside.load();
                         replaced = true;
                     });
    });
    while (!gate.closed()) std::this_thread::yield();
    std::thread visitor([&] {
        do {
            const EngineGate::Pass pass(gate, EngineGate::Way::Beside);
            ++beside;
            std::this_thread::yield();
            --beside;
        } while (!replaced);
    });
    {
        const EngineGate::Pass pass(gate, EngineGate::Way::Beside); // nobody has come out yet
        CHECK_FALSE(replaced);
    }
    gate.replace([] { return true; }, [] {}, [] { FAIL("another thread replaces it"); }); // and does not wait, either
    struct Impatient {};
    CHECK_THROWS_AS(EngineGate::Pass(gate, EngineGate::Way::Engine, [] { throw Impatient(); }), Impatient);
    CHECK_FALSE(replaced);
    leave = true;
    for (auto* thread : {&inside, &replacing, &visitor}) thread->join();
    CHECK(replaced);
    CHECK(met == 0);
    CHECK_FALSE(gate.closed());
}

TEST_CASE("those inside are hurried out, and a replacement that another thread has made is not made again") {
    EngineGate gate;
    Client client;
    gate.join(client);
    std::atomic<bool> hurried{false};
    std::atomic<bool> entered{false};
    std::thread inside([&] {
        const EngineGate::Pass pass(gate);
        entered = true;
        while (!hurried) std::this_thread::yield();
    });
    while (!entered) std::this_thread::yield();
    int replaced = 0;
    gate.replace([] { return true; }, [&] { hurried = true; }, [&] { ++replaced; });
    inside.join();
    std::optional<EngineGate::Pass> pass(std::in_place, gate); // somebody in the new one, who is not hurried
    gate.replace([] { return false; }, [] { FAIL("hurried"); }, [&] { ++replaced; });
    pass.reset();
    CHECK(replaced == 1);
    CHECK(client.dropped == 1);
    pass.emplace(gate); // it is open again
    gate.part(client);
}
