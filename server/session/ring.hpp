// Ring: the newest `limit` entries of a log, oldest first; fewer when they are large. Not synchronized.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace redstart::server {

// Entries are immutable and shared, so that a copy of the ring is cheap and needs no lock to be read.
template <typename Row> class Ring {
public:
    using Entry = std::shared_ptr<const Row>;

    // All of them together weigh `most` at most, and the newest is always there.
    explicit Ring(std::size_t limit, std::size_t most = SIZE_MAX) : limit_(limit), most_(most) {}

    void add(Entry entry, std::size_t weight = 0) {
        weight_ += weight;
        entries_.push_back({std::move(entry), weight});
        while (entries_.size() > limit_ || (weight_ > most_ && entries_.size() > 1)) {
            weight_ -= entries_.front().weight;
            entries_.pop_front();
        }
    }
    std::vector<Entry> entries() const {
        std::vector<Entry> all;
        all.reserve(entries_.size());
        for (const auto& kept : entries_) all.push_back(kept.entry);
        return all;
    }

private:
    struct Kept {
        Entry entry;
        std::size_t weight = 0;
    };
    std::size_t limit_;
    std::size_t most_;
    std::size_t weight_ = 0;
    std::deque<Kept> entries_;
};

} // namespace redstart::server
