// CycleSearch: one breadth-first search for a cycle of waits through a given transaction, over a LockTable.
// Used once and thrown away; reads the table, which must not change meanwhile. Linear in the locks it reaches.
#pragma once

#include "sql/lock/lock_table.hpp"

#include <array>
#include <cstddef>
#include <deque>
#include <unordered_map>
#include <vector>

namespace redstart::sql {

class CycleSearch {
public:
    CycleSearch(const LockTable& table, Xid start) : table_(table), start_(start) {}

    // The edges of a shortest cycle, the first one that of `start`; empty when there is none.
    std::vector<LockTable::Edge> run();

private:
    // What is known of one relation. Two requests of one mode in one queue have the same blockers but for the part of
    // the queue between them (and but for themselves), so each part is looked at once per mode, not once per waiter.
    struct Progress {
        const RelationLocks* locks = nullptr;
        std::unordered_map<Xid, std::size_t> places;
        std::array<bool, kLockModes> holders_seen{};
        std::array<std::size_t, kLockModes> queue_seen{};
    };

    Progress& progress(RelationId relation);
    bool reached_start(Xid waiter);
    void expand(Xid waiter);
    void visit(Xid xid, Xid from);
    std::vector<LockTable::Edge> path_to(Xid last) const;

    const LockTable& table_;
    const Xid start_;
    std::unordered_map<RelationId, Progress> progress_;
    std::unordered_map<Xid, Xid> reached_from_; // every transaction that `start` waits for, directly or not
    std::deque<Xid> frontier_;
};

// The edges of a shortest cycle of waits through `xid`, beginning with its own edge; empty when there is none.
inline std::vector<LockTable::Edge> find_cycle(const LockTable& table, Xid xid) {
    return CycleSearch(table, xid).run();
}

} // namespace redstart::sql
