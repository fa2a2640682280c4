#include "server/session/ring.hpp"

#include <string>

#include <catch2/catch.hpp>

using redstart::server::Ring;

namespace {

std::string contents(const Ring<std::string>& ring) {
    std::string all;
    for (const auto& entry : ring.entries()) all += *entry;
    return all;
}

} // namespace

TEST_CASE("a ring keeps the newest entries", "[ring]") {
    Ring<std::string> ring(3);
    for (const auto* text : {"a", "b", "c", "d"}) ring.add(std::make_shared<const std::string>(text), 1000);
    CHECK(contents(ring) == "bcd");
}

TEST_CASE("a ring keeps fewer entries when they are large, and always the newest", "[ring]") {
    Ring<std::string> ring(100, 10);
    const auto add = [&](const char* text, std::size_t weight) {
        ring.add(std::make_shared<const std::string>(text), weight);
    };
    add("a", 4);
    add("b", 4);
    add("c", 4);
    CHECK(contents(ring) == "bc");
    add("d", 11);
    CHECK(contents(ring) == "d");
    add("e", 1);
    CHECK(contents(ring) == "e");
}
