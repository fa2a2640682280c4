#include "protocol/error.hpp"
#include "sql/rule/stream_memory.hpp"

#include <memory>
#include <thread>

#include <catch2/catch.hpp>

using namespace redstart::sql;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kMegabyte = 1 << 20;

} // namespace

TEST_CASE("shares of wide rows add up and are given back", "[stream_memory]") {
    const auto memory = std::make_shared<StreamMemory>();
    const auto before = StreamMemory::total();
    {
        StreamMemory::Share share(memory);
        share.set(10 * kMegabyte);
        CHECK(StreamMemory::total() == before + 10 * kMegabyte);
        CHECK_FALSE(share.try_set(StreamMemory::kHardLimit + 1, StreamMemory::kHardLimit));
        CHECK(share.bytes() == 10 * kMegabyte);
        CHECK(share.try_set(4 * kMegabyte, 0)); // less is always possible
        memory->buffered(3 * kMegabyte);
        CHECK(memory->has_buffered());
        memory->buffered(-5 * kMegabyte); // more than there is
        CHECK_FALSE(memory->has_buffered());
        CHECK(StreamMemory::total() == before + 4 * kMegabyte);
        memory->buffered(kMegabyte);
        memory->forget_buffered();
    }
    CHECK(StreamMemory::total() == before);
}

TEST_CASE("the one who has waited longest goes first, and only when memory is short", "[stream_memory]") {
    const auto first = std::make_shared<StreamMemory>();
    const auto second = std::make_shared<StreamMemory>();
    StreamMemory::Share most(first);
    StreamMemory::Share little(second);
    most.set(StreamMemory::kLimit - kMegabyte);
    little.set(kMegabyte / 2);
    const StreamMemory::Wait waits_first(*first);
    std::this_thread::sleep_for(20ms);
    const StreamMemory::Wait waits_second(*second);
    std::this_thread::sleep_for(StreamMemory::kPatience + 50ms);
    CHECK_FALSE(first->must_go());
    CHECK_FALSE(second->must_go());
    little.set(2 * kMegabyte);
    CHECK(first->must_go());
    CHECK_FALSE(second->must_go());
    most.set(0); // it has ended
    CHECK_FALSE(second->must_go());
    CHECK(StreamMemory::ask_for_relief()); // the engine has none for others: all of them
    CHECK(second->must_go());
    CHECK_FALSE(first->must_go()); // which holds nothing
    std::this_thread::sleep_for(StreamMemory::kRelief + 20ms);
    CHECK_FALSE(second->must_go());
}
