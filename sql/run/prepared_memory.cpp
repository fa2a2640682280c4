#include "sql/run/prepared_memory.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <string>

#include <fmt/core.h>

namespace redstart::sql {

std::atomic<std::int64_t> PreparedMemory::all_texts_{0};
std::atomic<std::int64_t> PreparedMemory::all_plans_{0};

PreparedMemory::Share::~Share() {
    memory_.texts_ -= text_;
    all_texts_.fetch_sub(text_);
    set_plan(0);
}

void PreparedMemory::Share::set_text(std::int64_t bytes) {
    const auto more = bytes - text_;
    if (more > 0 && (memory_.texts_ + more > kTexts || all_texts_.load() + more > kAllTexts))
        throw protocol::SqlError(protocol::sqlstate::kOutOfMemory, "out of memory for prepared statements")
            .detail(
                fmt::format("The texts of a session's prepared statements may have {} MB, those of all sessions {} MB.",
                            kTexts >> 20, kAllTexts >> 20))
            .hint("DEALLOCATE what is not needed any more.");
    memory_.texts_ += more;
    all_texts_.fetch_add(more);
    text_ = bytes;
}

void PreparedMemory::Share::set_plan(std::int64_t bytes) noexcept {
    memory_.plans_ += bytes - plan_;
    all_plans_.fetch_add(bytes - plan_);
    plan_ = bytes;
}

} // namespace redstart::sql
