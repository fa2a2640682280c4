// mutator [--sessions N] [--threads N] [--seed N] [--patience MS] [--growth MIB] [--latency MS]: sends mutated
// conversations to a server of its own while a bystander works beside them. Exits 1 when the server ended, the
// bystander noticed anything, or something is left behind: sessions, threads, descriptors, memory.
#include "tests/mutator/attacker.hpp"
#include "tests/mutator/bystander.hpp"
#include "tests/mutator/corpus.hpp"
#include "tests/support/temporary_directory.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <thread>

namespace redstart::test {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::int64_t sessions = 20'000;
    std::int64_t threads = 8;
    std::int64_t patience = 5; // of an attacker, in milliseconds
    std::int64_t seed = 0;     // 0: another one every time
    std::int64_t growth = 128; // MiB of resident memory between the first tenth of the sessions and the end
    std::int64_t latency = 5000;
};

Options read_options(int count, char** words) {
    Options options;
    const std::map<std::string, std::int64_t*> known{
        {"--sessions", &options.sessions}, {"--threads", &options.threads}, {"--patience", &options.patience},
        {"--seed", &options.seed},         {"--growth", &options.growth},   {"--latency", &options.latency}};
    for (int i = 1; i < count; i += 2) {
        const auto option = known.find(words[i]);
        if (option == known.end() || i + 1 == count) throw std::runtime_error(std::string("what is ") + words[i]);
        *option->second = std::stoll(words[i + 1]);
    }
    if (options.seed == 0) options.seed = static_cast<std::int64_t>(std::random_device()());
    return options;
}

struct Usage {
    std::size_t threads = 0;
    std::size_t descriptors = 0; // without the engine's logs, which come and go with its checkpoints
    std::size_t resident = 0;    // MiB
};

Usage usage(const ServerProcess& server) {
    const fs::path folder = "/proc/" + std::to_string(server.pid());
    Usage usage;
    for ([[maybe_unused]] const auto& thread : fs::directory_iterator(folder / "task")) ++usage.threads;
    for (const auto& descriptor : fs::directory_iterator(folder / "fd")) {
        std::error_code gone;
        usage.descriptors += fs::read_symlink(descriptor, gone).string().find(".wal") == std::string::npos;
    }
    std::ifstream status(folder / "statm");
    std::size_t pages = 0;
    status >> pages >> pages;
    usage.resident = pages * 4096 >> 20;
    return usage;
}

void require(bool holds, const std::string& what) {
    if (!holds) throw std::runtime_error(what);
}

void attack(const ServerProcess& server, const std::vector<Messages>& conversations, const Options& options,
            std::int64_t sessions, std::uint64_t seed, Tally& tally) {
    tally.left = sessions;
    std::vector<std::thread> threads;
    for (std::int64_t i = 0; i < options.threads; ++i)
        threads.emplace_back([&, i] {
            Attacker(server.port(), conversations, static_cast<int>(options.patience),
                     seed + static_cast<std::uint64_t>(i), tally)
                .run();
        });
    for (auto& thread : threads) thread.join();
}

void print(const char* what, const std::vector<double>& times) {
    if (times.empty()) return;
    std::printf("%s: %zu, median %.1f ms, 99 %% within %.1f ms, worst %.1f ms\n", what, times.size(),
                times[times.size() / 2], times[times.size() * 99 / 100], times.back());
}

// Every slot, thread and descriptor comes back.
void check_remains(const ServerProcess& server, Bystander& bystander, const Usage& before) {
    const auto sessions = [&] { return bystander.client().must("select count(*) from stv_sessions").value(); };
    require(eventually([&] { return sessions() == "1"; }, 60s), "sessions are left: " + sessions());
    Usage after;
    const bool same = eventually(
        [&] {
            after = usage(server);
            return after.threads <= before.threads && after.descriptors <= before.descriptors;
        },
        60s);
    std::printf("threads: %zu, then %zu; descriptors: %zu, then %zu\n", before.threads, after.threads,
                before.descriptors, after.descriptors);
    require(same, "threads or descriptors are left");
    require(bystander.client().must("select count(*) from pg_locks").value() == "0", "locks are left");
}

void run(const Options& options) {
    const char* source = std::getenv("REDSTART_SOURCE");
    const auto conversations = read_conversations(std::string(source == nullptr ? "." : source) + "/tests/wire");
    const TemporaryDirectory directory;
    ServerProcess server({"--data-dir", directory.file("data"), "--auth", "trust", "--history-size", "1000"});
    Bystander bystander(server);
    bystander.client().must("create user mutant password 'Secret1pass'");
    const auto seed = static_cast<std::uint64_t>(options.seed);
    std::printf("seed %lld, %zu conversations\n", static_cast<long long>(options.seed), conversations.size());
    const Usage before = usage(server);
    std::atomic<bool> stop{false};
    std::thread beside([&] { bystander.run(stop); });
    Tally tally;
    const auto start = Clock::now();
    attack(server, conversations, options, options.sessions / 10, seed, tally);
    const auto warm = usage(server);
    attack(server, conversations, options, options.sessions - options.sessions / 10, seed + 1'000'000, tally);
    const std::chrono::duration<double> taken = Clock::now() - start;
    stop = true;
    beside.join();
    std::printf(
        "%lld sessions in %.1f s, %.0f a second; %lld inside TLS, %lld with a whole answer, %lld not connected; "
        "%lld MiB sent, %lld MiB read\n",
        static_cast<long long>(tally.sessions), taken.count(), static_cast<double>(tally.sessions) / taken.count(),
        static_cast<long long>(tally.inside_tls), static_cast<long long>(tally.ready),
        static_cast<long long>(tally.unreachable), static_cast<long long>(tally.bytes_sent >> 20),
        static_cast<long long>(tally.bytes_read >> 20));
    print("statements beside them", bystander.statement_times());
    print("logins beside them", bystander.login_times());
    require(bystander.problem().empty(), "the bystander noticed: " + bystander.problem());
    check_remains(server, bystander, before);
    const auto after = usage(server);
    std::printf("resident: %zu MiB before, %zu MiB after a tenth, %zu MiB at the end\n", before.resident, warm.resident,
                after.resident);
    require(after.resident <= warm.resident + static_cast<std::size_t>(options.growth), "memory has grown");
    require(tally.inside_tls * 64 > tally.sessions, "hardly any sessions inside TLS");
    require(tally.ready * 10 > tally.sessions && tally.unreachable * 100 < tally.sessions, "hardly any answers");
    const auto worst = static_cast<double>(options.latency);
    require(bystander.statement_times().back() < worst && bystander.login_times().back() < worst, "too slow");
    server.signal(SIGTERM);
    require(server.wait(Deadline(30s)) == 0, "the server did not end well");
}

} // namespace
} // namespace redstart::test

int main(int count, char** words) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::signal(SIGPIPE, SIG_IGN); // the TLS library writes without MSG_NOSIGNAL
    try {
        redstart::test::run(redstart::test::read_options(count, words));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "mutator: %s\n", error.what());
        return 1;
    }
    return 0;
}
