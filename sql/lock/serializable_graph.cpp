#include "sql/lock/serializable_graph.hpp"

#include <algorithm>
#include <cassert>
#include <deque>
#include <utility>

namespace redstart::sql {
namespace {

template <typename T> bool contains(const std::vector<T>& values, const T& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

} // namespace

SnapshotOrder SerializableGraph::snapshot(Xid xid) {
    const auto order = ++last_;
    nodes_[xid].snapshots.push_back(order);
    snapshots_.emplace(order, xid);
    return order;
}

std::optional<SerializableViolation> SerializableGraph::access(Xid xid, std::span<const TableRead> reads,
                                                               std::span<const RelationId> writes) {
    assert(nodes_.contains(xid));
    auto& node = nodes_.at(xid);
    fresh_.clear();
    for (const auto& read : reads) note_read(xid, node, read);
    for (const auto table : writes) note_write(xid, node, table);
    // An edge with a merged transaction may stand for another one, which is no longer told apart.
    const bool nothing_new = fresh_.empty() && !merged_;
    if (nothing_new || node.before.empty() || node.after.empty()) return std::nullopt;
    auto violation = find_cycle(xid);
    if (violation && violation->table == 0) violation->table = writes.empty() ? reads.front().table : writes.front();
    return violation;
}

// A table read before brings nothing new: who wrote it since has made the edge. Writers of a table follow each other,
// so the edges with the last one that is seen and with the first one that is not imply those with the rest.
void SerializableGraph::note_read(Xid xid, Node& node, const TableRead& read) {
    if (contains(node.reads, read.table)) return;
    node.reads.push_back(read.table);
    auto& users = tables_[read.table];
    Xid seen = 0;
    Xid unseen = 0;
    for (const Use& writer : users.writers) {
        if (writer.xid == xid) continue;
        const auto committed = nodes_.at(writer.xid).committed;
        if (committed != 0 && committed < read.snapshot)
            seen = writer.xid;
        else if (unseen == 0)
            unseen = writer.xid;
    }
    if (seen != 0) link(seen, xid, read.table);
    if (unseen != 0) link(xid, unseen, read.table);
    users.readers.push_back({xid, ++uses_});
}

// Readers from before the last writer come before it, and so before this one.
void SerializableGraph::note_write(Xid xid, Node& node, RelationId table) {
    if (contains(node.writes, table)) return;
    node.writes.push_back(table);
    auto& users = tables_[table];
    const Use last = users.writers.empty() ? Use{} : users.writers.back();
    if (last.xid != 0) link(last.xid, xid, table);
    for (const Use& reader : users.readers)
        if (reader.sequence > last.sequence && reader.xid != xid) link(reader.xid, xid, table);
    users.writers.push_back({xid, ++uses_});
}

void SerializableGraph::link(Xid from, Xid to, RelationId table) {
    nodes_.at(to).before.insert(from);
    if (nodes_.at(from).after.insert(to).second) fresh_.push_back({from, to, table});
}

// Breadth first, so that the cycle reported is a shortest one.
std::optional<SerializableViolation> SerializableGraph::find_cycle(Xid xid) const {
    std::unordered_map<Xid, Xid> reached_from;
    std::deque<Xid> queue{xid};
    while (!queue.empty() && !reached_from.contains(xid)) {
        const Xid at = queue.front();
        queue.pop_front();
        for (const Xid next : nodes_.at(at).after)
            if (reached_from.emplace(next, at).second) queue.push_back(next);
    }
    if (!reached_from.contains(xid)) return std::nullopt;
    SerializableViolation violation;
    for (Xid at = reached_from.at(xid); at != xid; at = reached_from.at(at)) violation.cycle.push_back(at);
    violation.cycle.push_back(xid);
    std::reverse(violation.cycle.begin(), violation.cycle.end());
    const Xid second = violation.cycle[1];
    const Xid last = violation.cycle.back();
    for (const Edge& edge : fresh_)
        if ((edge.from == xid && edge.to == second) || (edge.from == last && edge.to == xid))
            violation.table = edge.table;
    return violation;
}

void SerializableGraph::commit(Xid xid) {
    const auto found = nodes_.find(xid);
    if (found == nodes_.end() || found->second.committed != 0) return;
    for (const auto snapshot : found->second.snapshots) snapshots_.erase(snapshot);
    found->second.snapshots.clear();
    found->second.committed = ++last_;
    committed_.emplace(last_, xid);
    forget_what_is_over();
    merge_neighbours();
}

void SerializableGraph::abort(Xid xid) {
    const auto found = nodes_.find(xid);
    if (found == nodes_.end() || found->second.committed != 0) return;
    for (const auto snapshot : found->second.snapshots) snapshots_.erase(snapshot);
    remove(xid, nullptr);
    forget_what_is_over();
}

// Nobody can come before it any more: nobody does, and no snapshot is left that does not see it.
bool SerializableGraph::forgettable(const Node& node) const {
    const bool seen_by_all = snapshots_.empty() || node.committed < snapshots_.begin()->first;
    return node.committed != 0 && seen_by_all && node.before.empty();
}

void SerializableGraph::forget_what_is_over() {
    if (merged_) return forget_unreachable();
    std::vector<Xid> over;
    for (const auto& [order, xid] : committed_) {
        if (!snapshots_.empty() && order > snapshots_.begin()->first) break;
        if (forgettable(nodes_.at(xid))) over.push_back(xid);
    }
    while (!over.empty()) {
        const Xid xid = over.back();
        over.pop_back();
        committed_.erase(nodes_.at(xid).committed);
        remove(xid, &over);
    }
}

// The same where cycles of merged transactions keep each other: what cannot be reached from anybody who can still get
// a new edge is over.
void SerializableGraph::forget_unreachable() {
    std::unordered_set<Xid> needed;
    std::vector<Xid> open;
    for (const auto& [xid, node] : nodes_)
        if (node.committed == 0 || (!snapshots_.empty() && node.committed > snapshots_.begin()->first)) {
            needed.insert(xid);
            open.push_back(xid);
        }
    while (!open.empty()) {
        const Xid xid = open.back();
        open.pop_back();
        for (const Xid next : nodes_.at(xid).after)
            if (needed.insert(next).second) open.push_back(next);
    }
    for (auto at = committed_.begin(); at != committed_.end();) {
        const Xid xid = at->second;
        at = needed.contains(xid) ? std::next(at) : committed_.erase(at);
        if (!needed.contains(xid)) remove(xid, nullptr);
    }
    merged_ = !committed_.empty();
}

// `freed` receives those that became forgettable by it.
void SerializableGraph::remove(Xid xid, std::vector<Xid>* freed) {
    const auto node = std::move(nodes_.at(xid));
    nodes_.erase(xid);
    for (const Xid other : node.before) nodes_.at(other).after.erase(xid);
    for (const Xid other : node.after) {
        auto& next = nodes_.at(other);
        next.before.erase(xid);
        if (freed != nullptr && forgettable(next)) freed->push_back(other);
    }
    const auto forget = [this, xid](RelationId table, auto list) {
        auto& users = tables_.at(table);
        std::erase_if(users.*list, [xid](const Use& use) { return use.xid == xid; });
        if (users.readers.empty() && users.writers.empty()) tables_.erase(table);
    };
    for (const auto table : node.reads) forget(table, &Users::readers);
    for (const auto table : node.writes) forget(table, &Users::writers);
}

// Two that no snapshot lies between are the same to everybody who is active and to everybody to come.
void SerializableGraph::merge_neighbours() {
    auto older = committed_.begin();
    while (committed_.size() > most_committed_) {
        const auto newer = std::next(older);
        if (newer == committed_.end()) return;
        const auto between = snapshots_.upper_bound(older->first);
        if (between == snapshots_.end() || between->first > newer->first) {
            merge(newer->second, older->second);
            committed_.erase(older);
        }
        older = newer;
    }
}

void SerializableGraph::merge(Xid into, Xid from) {
    merged_ = true;
    const auto merged = std::move(nodes_.at(from));
    nodes_.erase(from);
    auto& node = nodes_.at(into);
    for (const Xid other : merged.before) {
        nodes_.at(other).after.erase(from);
        if (other == into) continue;
        nodes_.at(other).after.insert(into);
        node.before.insert(other);
    }
    for (const Xid other : merged.after) {
        nodes_.at(other).before.erase(from);
        if (other == into) continue;
        nodes_.at(other).before.insert(into);
        node.after.insert(other);
    }
    const auto take_over = [this, into, from](RelationId table, auto list) {
        auto& users = tables_.at(table).*list;
        std::erase_if(users, [into](const Use& use) { return use.xid == into; }); // the older place counts
        for (Use& use : users)
            if (use.xid == from) use.xid = into;
    };
    for (const auto table : merged.reads) {
        take_over(table, &Users::readers);
        if (!contains(node.reads, table)) node.reads.push_back(table);
    }
    for (const auto table : merged.writes) {
        take_over(table, &Users::writers);
        if (!contains(node.writes, table)) node.writes.push_back(table);
    }
}

bool SerializableGraph::acyclic() const {
    std::unordered_map<Xid, std::size_t> before;
    std::vector<Xid> free;
    for (const auto& [xid, node] : nodes_)
        if ((before[xid] = node.before.size()) == 0) free.push_back(xid);
    std::size_t sorted = 0;
    while (!free.empty()) {
        const Xid xid = free.back();
        free.pop_back();
        ++sorted;
        for (const Xid next : nodes_.at(xid).after)
            if (--before[next] == 0) free.push_back(next);
    }
    return sorted == nodes_.size();
}

std::string SerializableGraph::check_invariants() const {
    std::size_t uses = 0;
    for (const auto& [xid, node] : nodes_) {
        for (const Xid other : node.after)
            if (other == xid || !nodes_.contains(other) || !nodes_.at(other).before.contains(xid))
                return "an edge is known at one end only";
        for (const Xid other : node.before)
            if (!nodes_.contains(other) || !nodes_.at(other).after.contains(xid))
                return "an edge is known at one end only";
        if ((node.committed != 0) != committed_.contains(node.committed)) return "a commit is not in its order";
        if (node.committed == 0 && node.snapshots.empty()) return "an active transaction without a snapshot";
        if (!merged_ && forgettable(node)) return "a transaction is remembered for nothing";
        const auto among = [id = xid](const std::vector<Use>& uses) {
            return std::count_if(uses.begin(), uses.end(), [id](const Use& use) { return use.xid == id; }) == 1;
        };
        for (const auto table : node.reads)
            if (!among(tables_.at(table).readers)) return "a reader is not in its table's list";
        for (const auto table : node.writes)
            if (!among(tables_.at(table).writers)) return "a writer is not in its table's list";
        uses += node.reads.size() + node.writes.size();
    }
    for (const auto& [table, users] : tables_) uses -= users.readers.size() + users.writers.size();
    if (uses != 0) return "a table's list names somebody who does not use it";
    for (const auto& [order, xid] : snapshots_)
        if (!nodes_.contains(xid) || !contains(nodes_.at(xid).snapshots, order)) return "a snapshot of nobody";
    if (committed_.size() > most_committed_ + snapshots_.size() + 1) return "too many are remembered";
    return merged_ || acyclic() ? "" : "there is a cycle";
}

} // namespace redstart::sql
