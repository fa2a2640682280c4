// Bystander: a session that must not notice what happens beside it: its answers stay right and come in time.
// One thread; read it when that has ended.
#pragma once

#include "tests/support/client.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

namespace redstart::test {

class Bystander {
public:
    explicit Bystander(const ServerProcess& server);

    // Works until `stop`; ends early with a problem.
    void run(const std::atomic<bool>& stop);

    Client& client() { return client_; }
    const std::string& problem() const { return problem_; } // empty: none
    // Of every statement and of every login, sorted, in milliseconds.
    std::vector<double> statement_times() const { return sorted(statements_); }
    std::vector<double> login_times() const { return sorted(logins_); }

private:
    void round();
    void expect(const std::string& sql, const std::string& value);
    static std::vector<double> sorted(std::vector<double> times);

    const ServerProcess& server_;
    Client client_;
    std::int64_t rows_ = 0;
    std::vector<double> statements_;
    std::vector<double> logins_;
    std::string problem_;
};

} // namespace redstart::test
