#include "sql/rule/memory_pressure.hpp"

#include <algorithm>
#include <atomic>

namespace redstart::sql {
namespace {

std::atomic<Pressure> current{Pressure::None};

// What the server takes besides the engine's limit when nothing is the matter: its code, the catalog, kept plans.
constexpr std::int64_t kAtRest = std::int64_t{200} << 20;
// However much unread rows and planning may hold together, no more than this beyond the limit is let pass.
constexpr std::int64_t kMost = std::int64_t{420} << 20;
constexpr std::int64_t kSevere = std::int64_t{450} << 20;

} // namespace

Pressure pressure_at(std::int64_t resident, std::int64_t limit, std::int64_t counted) noexcept {
    const auto beyond = resident - limit;
    if (beyond > kSevere) return Pressure::Severe;
    return beyond > std::min(kMost, kAtRest + counted) ? Pressure::High : Pressure::None;
}

void set_memory_pressure(Pressure pressure) noexcept { current.store(pressure, std::memory_order_relaxed); }

Pressure memory_pressure() noexcept { return current.load(std::memory_order_relaxed); }

} // namespace redstart::sql
