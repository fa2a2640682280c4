// A process that cannot end in order is ended all the same, with exit code 0.
#include "server/shutdown_limit.hpp"

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

// Runs `work` in a process of its own; its exit code and how long it took.
template <typename Work> std::pair<int, std::chrono::steady_clock::duration> in_child(Work work) {
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        work();
        ::_exit(7);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return {WEXITSTATUS(status), std::chrono::steady_clock::now() - start};
}

} // namespace

TEST_CASE("a shutdown that hangs ends when its time is over") {
    const auto [code, time] = in_child([] {
        redstart::server::limit_shutdown(50ms);
        std::this_thread::sleep_for(30s);
    });
    REQUIRE(code == 0);
    REQUIRE(time >= 50ms);
    REQUIRE(time < 20s);
}

TEST_CASE("a shutdown that is in time is not disturbed") {
    const auto [code, time] = in_child([] { redstart::server::limit_shutdown(10s); });
    REQUIRE(code == 7);
    REQUIRE(time < 10s);
}
