// Small builders of wire bytes for the protocol tests; independent of WireWriter so that they can check it.
#pragma once

#include "protocol/error.hpp"
#include "protocol/hashing.hpp"

#include <cstdint>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

namespace redstart::protocol::testing {

inline std::string be(std::uint64_t value, std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[size - 1 - i] = static_cast<char>(value >> (8 * i));
    return bytes;
}
inline std::string i16(std::int64_t value) { return be(static_cast<std::uint64_t>(value), 2); }
inline std::string i32(std::int64_t value) { return be(static_cast<std::uint64_t>(value), 4); }
inline std::string cstr(std::string_view text) { return std::string(text) + '\0'; }
inline std::string field(std::string_view value) {
    return i32(static_cast<std::int64_t>(value.size())) + std::string(value);
}
inline std::string frame(char tag, std::string_view body) {
    return std::string(1, tag) + i32(static_cast<std::int64_t>(body.size()) + 4) + std::string(body);
}
inline std::string packet(std::string_view body) {
    return i32(static_cast<std::int64_t>(body.size()) + 4) + std::string(body);
}
inline std::string unhex(std::string_view hex) { return from_hex(hex).value(); }

// Runs `action`, which must throw an SqlError, and returns it.
template <typename Action> SqlError error_of(Action action) {
    try {
        action();
    } catch (const SqlError& error) { return error; }
    FAIL("no SqlError was thrown");
    return {"00000", ""};
}

} // namespace redstart::protocol::testing
