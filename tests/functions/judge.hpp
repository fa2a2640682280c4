// What a client must never see of a statement: internal errors, the engine's words in a text, a long time, much memory.
// Pure functions; any thread.
#pragma once

#include "tests/functions/local_session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redstart::test {

struct Limits {
    double slow = 1;           // seconds that a cancel may stay unheard
    std::int64_t growth = 300; // MiB that one statement may take
};

// What is wrong with the outcome, one line each; empty when nothing is.
std::vector<std::string> findings(const Outcome& outcome, const Limits& limits);

// A text with its numbers and quoted parts taken out: what is the same for all values.
std::string shape_of(std::string_view text);

} // namespace redstart::test
