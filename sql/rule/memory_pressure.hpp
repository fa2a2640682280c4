// Whether the process holds too much memory, as the watcher has measured it, and why a statement then has to end. Set
// by the watcher; asked by running statements, which end themselves (StreamMemory::must_go()). Any thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace redstart::sql {

// Why a statement is ended for the others' sake.
enum class Shortage : std::uint8_t { UnreadRows, ProcessMemory };

// How much of what the engine does not count against its limit the process holds: states of aggregates, lists, texts.
// High: the statement that began last, of those that are at work for kLongEnough, is to end. Severe: each of them.
enum class Pressure : std::uint8_t { None, High, Severe };
inline constexpr std::chrono::milliseconds kLongEnough{200};

// `limit`: the engine's; `counted`: what is counted besides and has limits of its own, unread rows and planning. Bytes.
Pressure pressure_at(std::int64_t resident, std::int64_t limit, std::int64_t counted) noexcept;
// Of now, as the watcher found it.
void set_memory_pressure(Pressure pressure) noexcept;
Pressure memory_pressure() noexcept;

} // namespace redstart::sql
