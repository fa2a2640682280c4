#include "catalog/engine/process_memory.hpp"

#include "protocol/sqlstate.hpp"

#include <atomic>
#include <fstream>

#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define REDSTART_SANITIZED
#endif
#endif

namespace redstart::sql {
namespace {

#ifdef REDSTART_SANITIZED
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

std::atomic<std::int64_t> bound{0};

} // namespace

std::int64_t resident_bytes() {
    if (kSanitized) return 0;
    std::ifstream file("/proc/self/statm");
    std::int64_t size = 0;
    std::int64_t resident = 0;
    file >> size >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

void set_process_bound(std::int64_t bytes) noexcept { bound.store(bytes); }

void require_process_memory(std::int64_t more) {
    const auto most = bound.load(std::memory_order_relaxed);
    if (most > 0 && resident_bytes() + more > most) throw process_memory_exhausted();
}

protocol::SqlError process_memory_exhausted() {
    return protocol::SqlError(protocol::sqlstate::kOutOfMemory, "out of memory")
        .detail("The server has used up its memory_limit and what it may use besides.");
}

} // namespace redstart::sql
