// StatementPasses: how often the statements of a session were read, resolved and planned: each is work that a client
// waits for. Counted by the rooms above, for tests that hold each kind of statement to its number. On the session's
// thread.
#pragma once

#include <cstddef>

namespace redstart::sql {

struct StatementPasses {
    std::size_t rewritten = 0; // by the dialect
    std::size_t parsed = 0;    // by the engine's parser
    std::size_t resolved = 0;  // names and types
    std::size_t bound = 0;     // by the engine, to learn types and columns
    std::size_t planned = 0;   // by the engine: prepared, or run
    friend bool operator==(const StatementPasses&, const StatementPasses&) = default;
};

} // namespace redstart::sql
