// LocalSession: a client's SQL session over an engine in memory, without sockets: the way of a client's statement
// through dialect, resolver and engine, and back as wire bytes that nobody reads.
// One thread runs statements; a thread of its own cancels those that last.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace redstart::sql {
class Engine;
}

namespace redstart::test {

struct Outcome {
    std::optional<protocol::SqlError> error;
    double seconds = 0;      // of processor time
    double unheard = 0;      // of that, after the cancel
    std::int64_t growth = 0; // MiB by which the process was larger than ever before
};

class LocalSession {
public:
    // Statements are cancelled after `patience` seconds.
    explicit LocalSession(double patience);
    ~LocalSession();
    LocalSession(const LocalSession&) = delete;
    LocalSession& operator=(const LocalSession&) = delete;

    Outcome run(const std::string& sql);
    sql::Engine& engine();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace redstart::test
