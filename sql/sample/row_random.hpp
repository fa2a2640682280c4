// RowRandom: the stream of pseudo-random numbers that belongs to one row of one generated table.
// A small value owned by its user; pure, so the same (table, row) gives the same numbers on every platform and thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace redstart::sql::sample {

// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014). The standard library's
// distributions are not used: their results differ between implementations.
class RowRandom {
public:
    constexpr RowRandom(std::uint64_t table, std::uint64_t row) : state_(mix(table * kGolden + 1) ^ mix(row + 1)) {}

    constexpr std::uint64_t next() { return mix(state_ += kGolden); }

    // A number in [0, bound); bound is at most 2^32. The bias of the multiplication is below 2^-20 for our bounds.
    constexpr std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(((next() >> 32) * static_cast<std::uint64_t>(bound)) >> 32);
    }
    // As below(), leaning linearly towards the small numbers: the first ones come up about twice as often as the mean.
    constexpr std::int64_t low_below(std::int64_t bound) {
        const std::int64_t first = below(bound);
        const std::int64_t second = below(bound);
        return first < second ? first : second;
    }
    template <typename T> constexpr const T& pick(std::span<const T> items) {
        return items[static_cast<std::size_t>(below(static_cast<std::int64_t>(items.size())))];
    }
    template <typename T> constexpr const T& pick_low(std::span<const T> items) {
        return items[static_cast<std::size_t>(low_below(static_cast<std::int64_t>(items.size())))];
    }

private:
    static constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;
    static constexpr std::uint64_t mix(std::uint64_t value) {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
        return value ^ (value >> 31);
    }

    std::uint64_t state_;
};

} // namespace redstart::sql::sample
