// Turns: two kinds of work of which any number of one kind may go on at once, but never one of each. Whoever finds the
// other kind waiting queues behind it, so neither starves. Internally synchronized: one leaf mutex; the work itself is
// done without it.
#pragma once

#include "catalog/mutex/mutex.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace redstart::sql {

class Turns {
public:
    enum class Kind : unsigned char { Snapshot, Commit };

    // Waits until no work of the other kind goes on.
    void begin(Kind kind);
    void end(Kind kind);

private:
    struct Side {
        std::size_t inside = 0;
        std::size_t waiting = 0;
        std::uint64_t admitted = 0; // how often all who waited were let in
        ConditionVariable changed;
    };
    static std::size_t index(Kind kind) { return static_cast<std::size_t>(kind); }

    Mutex mutex_;
    std::array<Side, 2> sides_ GUARDED_BY(mutex_);
};

// A turn for the life of the object.
class Turn {
public:
    Turn(Turns& turns, Turns::Kind kind) : turns_(turns), kind_(kind) { turns_.begin(kind_); }
    ~Turn() { turns_.end(kind_); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    Turns& turns_;
    const Turns::Kind kind_;
};

} // namespace redstart::sql
