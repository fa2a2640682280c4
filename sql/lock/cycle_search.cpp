#include "sql/lock/cycle_search.hpp"

#include <algorithm>

namespace redstart::sql {

std::vector<LockTable::Edge> CycleSearch::run() {
    // Without an edge to the start there is no cycle through it: the usual case, and cheap to see.
    if (table_.waits_for(start_) == 0 || !table_.blocks_somebody(start_)) return {};
    reached_from_.emplace(start_, 0);
    frontier_.push_back(start_);
    while (!frontier_.empty()) {
        const Xid waiter = frontier_.front();
        frontier_.pop_front();
        if (reached_start(waiter)) return path_to(waiter);
        expand(waiter);
    }
    return {};
}

CycleSearch::Progress& CycleSearch::progress(RelationId relation) {
    Progress& known = progress_[relation];
    if (known.locks == nullptr) {
        known.locks = table_.relation(relation);
        const std::vector<RelationLocks::Waiter>& queue = known.locks->queue();
        for (std::size_t place = 0; place < queue.size(); ++place) known.places.emplace(queue[place].xid, place);
    }
    return known;
}

// Asked of every waiter on its own, because expand() may skip the edge back to the start as already seen.
bool CycleSearch::reached_start(Xid waiter) {
    if (waiter == start_) return false;
    const Progress& known = progress(table_.waits_for(waiter));
    const std::vector<RelationLocks::Waiter>& queue = known.locks->queue();
    const std::size_t place = known.places.at(waiter);
    if (conflicts(known.locks->held_by(start_), queue[place].mode)) return true;
    const auto own = known.places.find(start_);
    return own != known.places.end() && own->second < place && conflicts(queue[own->second].mode, queue[place].mode);
}

void CycleSearch::expand(Xid waiter) {
    Progress& known = progress(table_.waits_for(waiter));
    const std::size_t place = known.places.at(waiter);
    const LockMode mode = known.locks->queue()[place].mode;
    if (bool& seen = known.holders_seen[static_cast<std::size_t>(mode)]; !seen) {
        seen = true;
        for (const RelationLocks::Holder& holder : known.locks->holders())
            if (conflicts(holder.modes, mode)) visit(holder.xid, waiter);
    }
    std::size_t& seen = known.queue_seen[static_cast<std::size_t>(mode)];
    for (; seen < place; ++seen) {
        const RelationLocks::Waiter& earlier = known.locks->queue()[seen];
        if (conflicts(earlier.mode, mode)) visit(earlier.xid, waiter);
    }
}

void CycleSearch::visit(Xid xid, Xid from) {
    if (reached_from_.emplace(xid, from).second && table_.waits_for(xid) != 0) frontier_.push_back(xid);
}

std::vector<LockTable::Edge> CycleSearch::path_to(Xid last) const {
    std::vector<LockTable::Edge> edges;
    Xid blocker = start_;
    for (Xid waiter = last; waiter != 0; waiter = reached_from_.at(waiter)) {
        const RelationId relation = table_.waits_for(waiter);
        const RelationLocks* locks = table_.relation(relation);
        edges.push_back({waiter, relation, locks->queue()[locks->place_of(waiter)].mode, blocker});
        blocker = waiter;
    }
    std::reverse(edges.begin(), edges.end());
    return edges;
}

} // namespace redstart::sql
