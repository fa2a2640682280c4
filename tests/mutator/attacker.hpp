// Attacker: one thread that opens sessions, sends mutated conversations, reads some of the answers and leaves.
// Each attacker belongs to one thread; what they share is constant or atomic.
#pragma once

#include "tests/mutator/mutation.hpp"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace redstart::test {

// How many sessions are still to be had, and what came of those that were.
struct Tally {
    std::atomic<std::int64_t> left{0};
    std::atomic<std::int64_t> sessions{0};
    std::atomic<std::int64_t> unreachable{0}; // connect() failed
    std::atomic<std::int64_t> bytes_sent{0};
    std::atomic<std::int64_t> bytes_read{0};
    std::atomic<std::int64_t> inside_tls{0}; // after a handshake
    std::atomic<std::int64_t> ready{0};      // had a ReadyForQuery or an ErrorResponse among their answers
};

class Line;

class Attacker {
public:
    // `patience`: the most milliseconds it waits for an answer.
    Attacker(std::uint16_t port, const std::vector<Messages>& conversations, int patience, std::uint64_t seed,
             Tally& tally)
        : port_(port), conversations_(conversations), patience_(patience), random_(seed), tally_(tally) {}

    // Until tally.left is used up.
    void run();

private:
    void session();
    std::string conversation();
    int some_time() { return static_cast<int>(pick(random_, static_cast<std::size_t>(patience_) + 1)); }
    bool read_for(Line& line, int milliseconds);
    void leave(Line& line);

    const std::uint16_t port_;
    const std::vector<Messages>& conversations_;
    const int patience_;
    bool answered_ = false; // in this session
    Random random_;
    Tally& tally_;
};

} // namespace redstart::test
