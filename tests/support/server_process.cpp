#include "tests/support/server_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace redstart::test {
namespace {

constexpr std::string_view kReady = "redstart ready on ";

std::string binary() {
    const char* path = std::getenv("REDSTART_BINARY");
    if (path == nullptr) throw std::runtime_error("REDSTART_BINARY does not name the server to test");
    return path;
}

struct Started {
    pid_t pid = -1;
    int output = -1; // the reading end of its standard output and standard error
};

Started start(const std::vector<std::string>& arguments) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    std::vector<std::string> words{binary()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    Started started{-1, ends[0]};
    const int error = ::posix_spawn(&started.pid, words[0].c_str(), &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (error == 0) return started;
    ::close(ends[0]);
    throw std::runtime_error("cannot run " + words[0]);
}

// Appends what there is; false at the end of the output or when nothing came in time.
bool read_more(int descriptor, std::string& text, const Deadline& deadline) {
    pollfd wanted{descriptor, POLLIN, 0};
    if (::poll(&wanted, 1, deadline.left()) <= 0) return false;
    char buffer[4096];
    const auto size = ::read(descriptor, buffer, sizeof buffer);
    if (size <= 0) return false;
    text.append(buffer, static_cast<std::size_t>(size));
    return true;
}

// The port of the line that says so; 0 while it has not come.
std::uint16_t ready_port(const std::string& output) {
    const auto line = output.find(kReady);
    if (line == std::string::npos) return 0;
    const auto end = output.find('\n', line);
    if (end == std::string::npos) return 0;
    const auto colon = output.rfind(':', end);
    return static_cast<std::uint16_t>(std::stoi(output.substr(colon + 1, end - colon - 1)));
}

} // namespace

ServerProcess::ServerProcess(std::vector<std::string> arguments) {
    // --core-dumps: whoever runs the tests may look into /proc.
    for (const char* word : {"--host", "127.0.0.1", "--port", "0", "--log-level", "off", "--core-dumps"})
        arguments.emplace_back(word);
    // Most suites ask what a cluster refuses, beside PostgreSQL; those about that say so themselves.
    ::setenv("REDSTART_CLUSTER_RULES", "off", 0);
    const auto started = start(arguments);
    pid_ = started.pid;
    std::string output;
    const Deadline deadline(kPatience);
    while (port_ == 0 && read_more(started.output, output, deadline)) port_ = ready_port(output);
    ::close(started.output); // nothing more is written to it: the log is off
    if (port_ != 0) return;
    kill();
    throw std::runtime_error("the server did not start: " + output);
}

ServerProcess::~ServerProcess() {
    if (running()) kill();
}

void ServerProcess::signal(int number) const {
    if (!running() || ::kill(pid_, number) != 0) throw std::runtime_error("no server to signal");
}

std::optional<int> ServerProcess::wait(const Deadline& deadline) {
    for (;;) {
        int status = 0;
        const auto ended = ::waitpid(pid_, &status, WNOHANG);
        if (ended == pid_ || (ended < 0 && errno == ECHILD)) {
            pid_ = -1;
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
        if (deadline.passed()) return std::nullopt;
        std::this_thread::sleep_for(5ms);
    }
}

void ServerProcess::kill() {
    ::kill(pid_, SIGKILL);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
}

FailedStart run_server(const std::vector<std::string>& arguments) {
    const auto started = start(arguments);
    FailedStart result;
    const Deadline deadline(kPatience);
    while (read_more(started.output, result.output, deadline)) {}
    ::close(started.output);
    if (deadline.passed()) ::kill(started.pid, SIGKILL);
    int status = 0;
    ::waitpid(started.pid, &status, 0);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return result;
}

} // namespace redstart::test
