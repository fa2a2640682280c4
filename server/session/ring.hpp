// Ring: the newest `limit` entries of a log, oldest first. Not synchronized.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace redstart::server {

// Entries are immutable and shared, so that a copy of the ring is cheap and needs no lock to be read.
template <typename Row> class Ring {
public:
    using Entry = std::shared_ptr<const Row>;

    explicit Ring(std::size_t limit) : limit_(limit) {}

    void add(Entry entry) {
        if (entries_.size() == limit_) entries_.pop_front();
        entries_.push_back(std::move(entry));
    }
    std::vector<Entry> entries() const { return {entries_.begin(), entries_.end()}; }

private:
    std::size_t limit_;
    std::deque<Entry> entries_;
};

} // namespace redstart::server
