// The global operator new and delete: malloc, counted on threads that a PlanningGuard is armed on. The engine's library
// takes them from here, too, so that its trees and plans are counted as ours are. An unarmed thread reads one
// thread-local flag.
#include "sql/engine/planning_meter.hpp"

#include <cstdlib>
#include <new>

#include <malloc.h>

namespace {

using redstart::sql::planning_meter;

void* allocate(std::size_t size, std::size_t alignment) {
    if (size == 0) size = 1;
    if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return std::malloc(size);
    void* memory = nullptr;
    return ::posix_memalign(&memory, alignment, size) == 0 ? memory : nullptr;
}

// Before memory is taken, so that nothing has to be given back when the guard throws.
void count_call() {
    auto& meter = planning_meter;
    if (--meter.calls <= 0 || meter.bytes > meter.asks || meter.stop->load(std::memory_order_relaxed))
        redstart::sql::ask_planning_guard();
}

void count(void* memory) noexcept { planning_meter.bytes += static_cast<std::int64_t>(::malloc_usable_size(memory)); }

void* allocate_or_throw(std::size_t size, std::size_t alignment) {
    const bool armed = planning_meter.armed;
    if (armed) [[unlikely]]
        count_call();
    while (true) {
        if (void* memory = allocate(size, alignment)) {
            if (armed) [[unlikely]]
                count(memory);
            return memory;
        }
        const auto handler = std::get_new_handler();
        if (handler == nullptr) throw std::bad_alloc();
        handler();
    }
}

// Counts, but never throws: whoever asks for this would not expect it.
void* allocate_or_null(std::size_t size, std::size_t alignment) noexcept {
    void* memory = allocate(size, alignment);
    if (memory != nullptr && planning_meter.armed) [[unlikely]]
        count(memory);
    return memory;
}

void release(void* memory) noexcept {
    if (planning_meter.armed && memory != nullptr) [[unlikely]]
        planning_meter.bytes -= static_cast<std::int64_t>(::malloc_usable_size(memory));
    std::free(memory);
}

constexpr std::size_t kPlain = 0;
constexpr std::size_t aligned(std::align_val_t alignment) { return static_cast<std::size_t>(alignment); }

} // namespace

void* operator new(std::size_t size) { return allocate_or_throw(size, kPlain); }
void* operator new[](std::size_t size) { return allocate_or_throw(size, kPlain); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate_or_null(size, kPlain); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate_or_null(size, kPlain); }
void* operator new(std::size_t size, std::align_val_t to) { return allocate_or_throw(size, aligned(to)); }
void* operator new[](std::size_t size, std::align_val_t to) { return allocate_or_throw(size, aligned(to)); }
void* operator new(std::size_t size, std::align_val_t to, const std::nothrow_t&) noexcept {
    return allocate_or_null(size, aligned(to));
}
void* operator new[](std::size_t size, std::align_val_t to, const std::nothrow_t&) noexcept {
    return allocate_or_null(size, aligned(to));
}

void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { release(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept { release(memory); }
