// Table lock modes of Redshift and which of them conflict. Pure.
// Source: AWS re:Post "detect and release locks in Amazon Redshift" (three modes matter); the names are PostgreSQL's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace redstart::sql {

enum class LockMode : unsigned char {
    AccessShare,       // SELECT, and every table that is only read
    ShareRowExclusive, // INSERT, COPY, UPDATE, DELETE, MERGE
    AccessExclusive,   // ALTER, DROP, TRUNCATE, LOCK, CREATE (on the new table)
};
inline constexpr std::size_t kLockModes = 3;

inline constexpr std::array<std::array<bool, kLockModes>, kLockModes> kLockConflicts = {{
    // held \ wanted   AccessShare ShareRowExclusive AccessExclusive
    /* AccessShare */ {{false, false, true}},
    /* ShareRowEx  */ {{false, true, true}},
    /* AccessExcl  */ {{true, true, true}},
}};

constexpr bool conflicts(LockMode held, LockMode wanted) noexcept {
    return kLockConflicts[static_cast<std::size_t>(held)][static_cast<std::size_t>(wanted)];
}
static_assert(
    [] {
        for (std::size_t a = 0; a < kLockModes; ++a)
            for (std::size_t b = 0; b < kLockModes; ++b)
                if (kLockConflicts[a][b] != kLockConflicts[b][a]) return false;
        return true;
    }(),
    "the conflict table is symmetric");

// A set of modes, one bit each.
using LockModes = std::uint8_t;

constexpr LockModes mode_bit(LockMode mode) noexcept {
    return static_cast<LockModes>(1U << static_cast<unsigned>(mode));
}
inline constexpr LockModes kAllLockModes = (1U << kLockModes) - 1;

namespace detail {
constexpr std::array<LockModes, kAllLockModes + 1> conflict_sets() noexcept {
    std::array<LockModes, kAllLockModes + 1> sets{};
    for (std::size_t modes = 0; modes < sets.size(); ++modes)
        for (std::size_t held = 0; held < kLockModes; ++held)
            for (std::size_t wanted = 0; wanted < kLockModes; ++wanted)
                if ((modes >> held & 1U) != 0 && kLockConflicts[held][wanted])
                    sets[modes] = static_cast<LockModes>(sets[modes] | 1U << wanted);
    return sets;
}
inline constexpr auto kConflictSets = conflict_sets();
} // namespace detail

// The modes that conflict with at least one mode of `modes`.
constexpr LockModes conflict_set(LockModes modes) noexcept { return detail::kConflictSets[modes & kAllLockModes]; }
constexpr bool conflicts(LockModes held, LockMode wanted) noexcept {
    return (conflict_set(held) & mode_bit(wanted)) != 0;
}
// True when `held` keeps out everybody whom `wanted` would: the same or a stronger mode is held.
constexpr bool covers(LockModes held, LockMode wanted) noexcept {
    return (conflict_set(mode_bit(wanted)) & ~conflict_set(held)) == 0;
}
static_assert(!covers(0, LockMode::AccessShare) && covers(kAllLockModes, LockMode::AccessExclusive));

constexpr const char* lock_mode_name(LockMode mode) noexcept {
    constexpr const char* names[kLockModes] = {"AccessShareLock", "ShareRowExclusiveLock", "AccessExclusiveLock"};
    return names[static_cast<std::size_t>(mode)];
}

} // namespace redstart::sql
