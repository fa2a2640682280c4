// NaiveLocks: the rules of sql/lock/README.md once more, written to be obviously right instead of fast; tests compare
// LockTable with it. One list of locks held, one of requests that wait; everything else is recomputed. One thread.
#pragma once

#include "sql/lock/lock_ids.hpp"
#include "sql/lock/lock_mode.hpp"
#include "sql/lock/lock_table.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace redstart::test {

using sql::LockMode;
using sql::RelationId;
using sql::Xid;

class NaiveLocks {
public:
    struct Lock {
        Xid xid = 0;
        RelationId relation = 0;
        LockMode mode = LockMode::AccessShare;
        bool operator==(const Lock&) const = default;
    };

    // True when granted, false when the request waits.
    bool request(Xid xid, RelationId relation, LockMode mode) {
        const Lock lock{xid, relation, mode};
        auto place = waits_.end();
        for (const Lock& own : held_)
            if (own.xid == xid && own.relation == relation) {
                if (own.mode >= mode) return grant(lock);
                place = std::min(place, std::find_if(waits_.begin(), waits_.end(),
                                                     [&](const Lock& waiter) { return clash(own, waiter); }));
            }
        place = waits_.insert(place, lock);
        if (!blockers_at(static_cast<std::size_t>(place - waits_.begin())).empty()) return false;
        waits_.erase(place);
        return grant(lock);
    }

    // Who is granted by that, relation by relation in the order in which `xid` first held them (its wait last).
    std::vector<Xid> release_all(Xid xid) {
        std::vector<RelationId> relations;
        for (const auto* list : {&held_, &waits_})
            for (const Lock& lock : *list)
                if (lock.xid == xid && std::find(relations.begin(), relations.end(), lock.relation) == relations.end())
                    relations.push_back(lock.relation);
        std::erase_if(held_, [xid](const Lock& lock) { return lock.xid == xid; });
        std::erase_if(waits_, [xid](const Lock& lock) { return lock.xid == xid; });
        std::vector<Xid> woken;
        for (const RelationId relation : relations) settle(relation, woken);
        return woken;
    }

    std::vector<Xid> cancel_wait(Xid xid) {
        std::vector<Xid> woken;
        const auto wait = std::find_if(waits_.begin(), waits_.end(), [xid](const Lock& w) { return w.xid == xid; });
        if (wait == waits_.end()) return woken;
        const RelationId relation = wait->relation;
        waits_.erase(wait);
        settle(relation, woken);
        return woken;
    }

    bool waiting(Xid xid) const {
        return std::any_of(waits_.begin(), waits_.end(), [xid](const Lock& w) { return w.xid == xid; });
    }

    // Does `waiter` wait for `blocker`?
    bool waits_for(Xid waiter, Xid blocker) const {
        for (std::size_t i = 0; i < waits_.size(); ++i)
            if (waits_[i].xid == waiter) {
                const std::vector<Xid> found = blockers_at(i);
                return std::find(found.begin(), found.end(), blocker) != found.end();
            }
        return false;
    }

    // True when there are waiters that no sequence of commits of running transactions would ever free. Found not by
    // following edges but by letting everyone finish who can, until nobody is left who can.
    bool deadlocked() const {
        std::vector<Xid> stuck;
        for (const Lock& wait : waits_) stuck.push_back(wait.xid);
        for (bool progress = true; progress;) {
            progress =
                std::erase_if(stuck, [&](Xid xid) {
                    return std::none_of(stuck.begin(), stuck.end(), [&](Xid other) { return waits_for(xid, other); });
                }) > 0;
        }
        return !stuck.empty();
    }

    // What differs between the table and this, "" when nothing does.
    std::string difference(const sql::LockTable& table) const {
        std::vector<Lock> held;
        std::vector<Lock> waits;
        for (const sql::LockTable::Row& row : table.snapshot())
            (row.granted ? held : waits).push_back({row.xid, row.relation, row.mode});
        std::vector<Lock> expected_held = held_;
        std::vector<Lock> expected_waits = waits_;
        const auto whole = [](const Lock& a, const Lock& b) {
            return std::tie(a.relation, a.xid, a.mode) < std::tie(b.relation, b.xid, b.mode);
        };
        std::sort(expected_held.begin(), expected_held.end(), whole);
        std::stable_sort(expected_waits.begin(), expected_waits.end(),
                         [](const Lock& a, const Lock& b) { return a.relation < b.relation; });
        if (held != expected_held) return "the granted locks differ";
        if (waits != expected_waits) return "the queues differ";
        return table.waiters() == waits_.size() ? "" : "the number of waiters differs";
    }

private:
    static bool clash(LockMode a, LockMode b) {
        if (a == LockMode::AccessExclusive || b == LockMode::AccessExclusive) return true;
        return a == LockMode::ShareRowExclusive && b == LockMode::ShareRowExclusive;
    }
    static bool clash(const Lock& a, const Lock& b) {
        return a.xid != b.xid && a.relation == b.relation && clash(a.mode, b.mode);
    }

    bool grant(const Lock& lock) {
        if (std::find(held_.begin(), held_.end(), lock) == held_.end()) held_.push_back(lock);
        return true;
    }

    std::vector<Xid> blockers_at(std::size_t place) const {
        std::vector<Xid> found;
        for (const Lock& lock : held_)
            if (clash(lock, waits_[place])) found.push_back(lock.xid);
        for (std::size_t i = 0; i < place; ++i)
            if (clash(waits_[i], waits_[place])) found.push_back(waits_[i].xid);
        return found;
    }

    void settle(RelationId relation, std::vector<Xid>& woken) {
        for (std::size_t i = 0; i < waits_.size();) {
            if (waits_[i].relation != relation || !blockers_at(i).empty()) {
                ++i;
                continue;
            }
            const Lock lock = waits_[i];
            waits_.erase(waits_.begin() + static_cast<std::ptrdiff_t>(i));
            grant(lock);
            woken.push_back(lock.xid);
            i = 0;
        }
    }

    std::vector<Lock> held_;  // in the order of the grants
    std::vector<Lock> waits_; // of all relations; on each in queue order
};

} // namespace redstart::test
