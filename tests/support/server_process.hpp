// ServerProcess: a server under test, started with the arguments given and ended by its own pid.
// One owner, one thread. The binary is the one that REDSTART_BINARY names.
#pragma once

#include "tests/support/deadline.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace redstart::test {

class ServerProcess {
public:
    // Starts the server on a free loopback port and waits until it says that it is ready. `arguments` come first, so
    // that a test says --data-dir and --auth. Throws std::runtime_error with what the server wrote when it ends
    // instead.
    explicit ServerProcess(std::vector<std::string> arguments);
    // Kills what is still running.
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }
    bool running() const { return pid_ > 0; }

    void signal(int number) const;
    // The exit status (128 + n after signal n); nullopt when it has not ended by the deadline.
    std::optional<int> wait(const Deadline& deadline);
    // kill -9, and waits for the end.
    void kill();

private:
    pid_t pid_ = -1;
    std::uint16_t port_ = 0;
};

// A server that is expected not to start: runs it to its end.
struct FailedStart {
    int status = 0;
    std::string output; // standard output and standard error
};
FailedStart run_server(const std::vector<std::string>& arguments);

} // namespace redstart::test
