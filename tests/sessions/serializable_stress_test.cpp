// Random transactions of several sessions in one SERIALIZABLE database: what was committed has a serial order, judged
// by the rows each read saw. REDSTART_SERIALIZABLE_SECONDS scales it.
#include "catalog/mutex/mutex.hpp"
#include "tests/sessions/fixture.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kTables = 4;
constexpr int kSessions = 6;

struct Insert {
    int table = 0;
    int id = 0;
    Clock::time_point when; // the table's lock was held then
};
struct Done {
    std::map<int, std::set<int>> reads; // by table: the ids of others that were seen
    std::vector<Insert> inserts;
};
struct Tally {
    Mutex mutex;
    std::vector<Done> done GUARDED_BY(mutex);
    int violations GUARDED_BY(mutex) = 0, deadlocks GUARDED_BY(mutex) = 0;
    std::set<std::string> surprises GUARDED_BY(mutex);
};

std::atomic<int> next_id = 1;

// One statement; false when it failed, with its error noted.
bool run_one(Client& client, std::mt19937& random, Done& mine, Tally& tally) {
    const int table = static_cast<int>(random() % kTables);
    const bool reads = random() % 5 < 3;
    const int id = reads ? 0 : next_id++;
    const auto name = "s" + std::to_string(table);
    const auto answer =
        client.run(reads ? "select id from " + name : "insert into " + name + " values (" + std::to_string(id) + ")");
    if (answer.failed()) {
        const MutexLock lock(tally.mutex);
        if (answer.message == "1023")
            ++tally.violations;
        else if (answer.sqlstate == "40P01")
            ++tally.deadlocks;
        else
            tally.surprises.insert(answer.sqlstate + " " + answer.message);
        return false;
    }
    if (!reads) {
        mine.inserts.push_back({table, id, Clock::now()});
        return true;
    }
    std::set<int> seen;
    for (std::size_t row = 0; row < answer.rows.size(); ++row) seen.insert(std::stoi(answer.value(row)));
    for (const auto& insert : mine.inserts) seen.erase(insert.id);
    const auto [before, fresh] = mine.reads.try_emplace(table, seen);
    if (!fresh && before->second != seen) {
        const MutexLock lock(tally.mutex);
        tally.surprises.insert("a snapshot moved");
    }
    return true;
}

void work(unsigned seed, Clock::time_point stop, Client client, Tally& tally) {
    std::mt19937 random(seed);
    while (Clock::now() < stop) {
        Done mine;
        client.must("begin");
        bool fine = true;
        for (auto left = 1 + random() % 4; fine && left > 0; --left) fine = run_one(client, random, mine, tally);
        client.must(fine ? "commit" : "rollback");
        const MutexLock lock(tally.mutex);
        if (fine) tally.done.push_back(std::move(mine));
    }
}

// How many are left when those whom nobody precedes are taken away, again and again.
std::size_t without_order(const std::vector<Done>& done) {
    std::map<int, std::vector<std::pair<std::size_t, Insert>>> writers;
    for (std::size_t i = 0; i < done.size(); ++i)
        for (const auto& insert : done[i].inserts) writers[insert.table].emplace_back(i, insert);
    std::vector<std::vector<std::size_t>> after(done.size()); // the same edge more than once does not matter
    for (std::size_t i = 0; i < done.size(); ++i)
        for (const auto& [table, seen] : done[i].reads)
            for (const auto& [writer, insert] : writers[table])
                if (writer != i) seen.contains(insert.id) ? after[writer].push_back(i) : after[i].push_back(writer);
    for (auto& [table, inserts] : writers) {
        std::sort(inserts.begin(), inserts.end(),
                  [](const auto& a, const auto& b) { return a.second.when < b.second.when; });
        for (std::size_t k = 1; k < inserts.size(); ++k)
            if (inserts[k - 1].first != inserts[k].first) after[inserts[k - 1].first].push_back(inserts[k].first);
    }
    std::vector<std::size_t> before(done.size());
    for (const auto& next : after)
        for (const auto i : next) ++before[i];
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < done.size(); ++i)
        if (before[i] == 0) free.push_back(i);
    std::size_t left = done.size();
    while (!free.empty()) {
        const auto i = free.back();
        free.pop_back();
        --left;
        for (const auto next : after[i])
            if (--before[next] == 0) free.push_back(next);
    }
    return left;
}

std::size_t play(const std::string& level, Tally& tally) {
    const char* seconds = std::getenv("REDSTART_SERIALIZABLE_SECONDS");
    const auto database = "stress_" + level;
    session().must("create database " + database + " isolation level " + level);
    auto maker = session("admin", database);
    for (int table = 0; table < kTables; ++table) maker.must("create table s" + std::to_string(table) + " (id int)");
    const auto stop = Clock::now() + std::chrono::seconds(seconds == nullptr ? 3 : std::atoi(seconds));
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < kSessions; ++i)
        threads.emplace_back([&tally, stop, i, client = session("admin", database)]() mutable {
            try {
                work(i, stop, std::move(client), tally);
            } catch (const std::exception& error) {
                const MutexLock lock(tally.mutex);
                tally.surprises.insert(error.what());
            }
        });
    for (auto& thread : threads) thread.join();
    const MutexLock lock(tally.mutex);
    const auto left = without_order(tally.done);
    std::cout << level << ": " << tally.done.size() << " committed, " << tally.violations << " failed with 1023, "
              << tally.deadlocks << " deadlocks, " << left << " without a serial order\n";
    return left;
}

} // namespace

TEST_CASE("what several sessions commit in a SERIALIZABLE database has a serial order") {
    Tally serializable;
    CHECK(play("serializable", serializable) == 0);
    {
        const MutexLock lock(serializable.mutex);
        CHECK(serializable.surprises == std::set<std::string>{});
        CHECK(serializable.done.size() > 20);
    }
    Tally snapshot; // the judge finds what SNAPSHOT allows, when there is enough of it
    play("snapshot", snapshot);
    const MutexLock lock(snapshot.mutex);
    CHECK(snapshot.surprises == std::set<std::string>{});
    CHECK(snapshot.violations == 0);
}

} // namespace redstart::test
