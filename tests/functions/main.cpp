// function_generator [--calls N] [--seed N] [--slow SECONDS] [--growth MIB] [--show N] [--texts 1]: calls every
// function that a client may call with extreme values. Exits 1 when a call ended the process, gave an internal error or
// a text of the engine's, took too much memory, or did not hear a cancel. --show N prints and runs the one statement N;
// --texts lists the kinds of messages seen.
#include "tests/functions/calls.hpp"
#include "tests/functions/judge.hpp"
#include "tests/functions/local_session.hpp"
#include "tests/functions/signatures.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace redstart::test {
namespace {

struct Options {
    std::int64_t calls = 100'000;
    std::int64_t seed = 1;
    std::int64_t slow = 1;
    std::int64_t growth = 300;
    std::int64_t show = -1;
    std::int64_t texts = 0;
};

Options read_options(int count, char** words) {
    Options options;
    const std::map<std::string, std::int64_t*> known{{"--calls", &options.calls}, {"--seed", &options.seed},
                                                     {"--slow", &options.slow},   {"--growth", &options.growth},
                                                     {"--show", &options.show},   {"--texts", &options.texts}};
    for (int i = 1; i < count; i += 2) {
        const auto option = known.find(words[i]);
        if (option == known.end() || i + 1 == count) throw std::runtime_error(std::string("what is ") + words[i]);
        *option->second = std::stoll(words[i + 1]);
    }
    return options;
}

// What a crash is reported with: a signal handler may not do more than write.
char current[4096];

void remember(std::uint64_t number, const std::string& sql) {
    std::snprintf(current, sizeof current, "\nended by statement %llu: %s\n", static_cast<unsigned long long>(number),
                  sql.c_str());
}

void report_crash(int number) {
    static_cast<void>(!::write(STDERR_FILENO, current, std::strlen(current)));
    ::signal(number, SIG_DFL);
    ::raise(number);
}

// On a stack of its own: the fault may be that the other one is full.
void watch_for_crashes() {
    constexpr std::size_t kStack = 1U << 16;
    stack_t stack{};
    stack.ss_sp = ::mmap(nullptr, kStack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    stack.ss_size = kStack;
    ::sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_handler = report_crash;
    action.sa_flags = SA_ONSTACK | SA_RESETHAND;
    for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::sigaction(number, &action, nullptr);
}

struct Tally {
    std::int64_t calls = 0;
    std::int64_t answered = 0;
    double slowest = 0;
    std::string slowest_sql;
    std::map<std::string, std::pair<std::int64_t, std::string>> findings; // by shape: how often, the first one
    std::map<std::string, std::int64_t> texts;
};

void run_one(LocalSession& session, const std::string& sql, std::uint64_t number, const Options& options,
             Tally& tally) {
    remember(number, sql);
    const auto outcome = session.run(sql);
    ++tally.calls;
    tally.answered += outcome.error ? 0 : 1;
    if (outcome.seconds > tally.slowest) {
        tally.slowest = outcome.seconds;
        tally.slowest_sql = sql;
    }
    if (outcome.error) ++tally.texts[outcome.error->sqlstate() + " " + shape_of(outcome.error->message())];
    const Limits limits{static_cast<double>(options.slow), options.growth};
    for (const auto& finding : findings(outcome, limits)) {
        auto& [count, first] = tally.findings[shape_of(finding)];
        if (count++ == 0) first = finding + "\n    statement " + std::to_string(number) + ": " + sql.substr(0, 1000);
    }
}

int report(const Tally& tally, double seconds, const Options& options) {
    std::printf("%lld calls (%lld answered, the others refused) in %.0f s, seed %lld; slowest %.2f s: %.200s\n",
                static_cast<long long>(tally.calls), static_cast<long long>(tally.answered), seconds,
                static_cast<long long>(options.seed), tally.slowest, tally.slowest_sql.c_str());
    if (options.texts != 0)
        for (const auto& [text, count] : tally.texts)
            std::printf("%8lld %s\n", static_cast<long long>(count), text.c_str());
    for (const auto& [shape, finding] : tally.findings)
        std::printf("FOUND %lld times: %s\n", static_cast<long long>(finding.first), finding.second.c_str());
    return tally.findings.empty() ? 0 : 1;
}

int run(const Options& options) {
    watch_for_crashes();
    LocalSession session(1);
    const auto signatures = read_signatures(session.engine());
    if (signatures.size() < 1000) throw std::runtime_error("functions are missing");
    if (const auto first = session.run("select 1").error) throw std::runtime_error(first->message());
    Tally tally;
    const auto start = std::chrono::steady_clock::now();
    const auto number = [&](std::int64_t i) {
        return static_cast<std::uint64_t>(options.seed) * 10'000'000'000U + static_cast<std::uint64_t>(i);
    };
    if (options.show >= 0) {
        const auto sql = make_statement(signatures, static_cast<std::uint64_t>(options.show));
        std::printf("%s\n", sql.c_str());
        run_one(session, sql, static_cast<std::uint64_t>(options.show), options, tally);
        for (const auto& [text, count] : tally.texts) std::printf("%s\n", text.c_str());
    } else {
        for (std::int64_t i = 0; i < options.calls; ++i)
            run_one(session, make_statement(signatures, number(i)), number(i), options, tally);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    return report(tally, took.count(), options);
}

} // namespace
} // namespace redstart::test

int main(int count, char** words) {
    try {
        return redstart::test::run(redstart::test::read_options(count, words));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
