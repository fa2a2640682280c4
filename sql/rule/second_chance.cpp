#include "sql/rule/second_chance.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/rule/stream_memory.hpp"

namespace redstart::sql {

bool SecondChance::after(const protocol::SqlError& error, const std::function<void(std::chrono::milliseconds)>& pause) {
    const auto now = Clock::now();
    if (error.sqlstate() != protocol::sqlstate::kOutOfMemory || now - attempt_ > kSoon || now - first_ > kPatience)
        return false;
    StreamMemory::ask_for_relief();
    pause(StreamMemory::kRelief);
    attempt_ = Clock::now();
    return true;
}

} // namespace redstart::sql
