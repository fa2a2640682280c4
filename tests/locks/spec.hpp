// Spec: one parsed *.spec file: sessions with named steps, and the permutations to run. Plain values, one thread.
// The format is described in tests/locks/README.md.
#pragma once

#include "sql/lock/lock_mode.hpp"

#include <cstddef>
#include <istream>
#include <string>
#include <vector>

namespace redstart::test {

struct Step {
    enum class Action : unsigned char { Lock, Commit, Cancel };
    std::string name;
    std::size_t session = 0; // index into Spec::sessions
    Action action = Action::Lock;
    std::string relation;                            // Lock
    sql::LockMode mode = sql::LockMode::AccessShare; // Lock
};

struct Spec {
    std::vector<std::string> sessions;
    std::vector<std::vector<Step>> steps; // per session, in order; the last one is a commit
    // Each a list of sessions: whose next step runs. Empty: every possible interleaving is run.
    std::vector<std::vector<std::size_t>> permutations;
};

// Throws std::runtime_error with the line number when the text is not a spec.
Spec parse_spec(std::istream& text);

} // namespace redstart::test
