// SerializationJudge: is a history of committed transactions serializable? The multi-version serialization graph,
// written to be obviously right instead of fast and without a look at SerializableGraph: every pair of transactions,
// every pair of operations. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace redstart::test {

// One committed transaction. Clocks are any that agree on the order of snapshots and commits.
struct History {
    struct Read {
        std::uint32_t table = 0;
        std::uint64_t snapshot = 0; // it sees what was committed before
    };
    std::vector<Read> reads;
    std::vector<std::uint32_t> writes;
    std::uint64_t committed = 0;
};

// True when `a` must come before `b` in every serial order:
inline bool must_precede(const History& a, const History& b) {
    for (const auto table : a.writes) {
        for (const auto other : b.writes) // ww: b's version replaces a's
            if (table == other && a.committed < b.committed) return true;
        for (const auto& read : b.reads) // wr: b reads a's version or a later one
            if (table == read.table && a.committed < read.snapshot) return true;
    }
    for (const auto& read : a.reads) // rw: a reads a version before b's
        for (const auto table : b.writes)
            if (table == read.table && read.snapshot < b.committed) return true;
    return false;
}

// True when there is a serial order: nobody is left after taking away, again and again, one whom nobody precedes.
inline bool serializable(std::vector<History> histories) {
    while (!histories.empty()) {
        std::size_t first = 0;
        for (; first < histories.size(); ++first) {
            bool preceded = false;
            for (std::size_t other = 0; other < histories.size(); ++other)
                preceded |= other != first && must_precede(histories[other], histories[first]);
            if (!preceded) break;
        }
        if (first == histories.size()) return false;
        histories.erase(histories.begin() + static_cast<std::ptrdiff_t>(first));
    }
    return true;
}

} // namespace redstart::test
