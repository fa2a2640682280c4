// VARBYTE: its operators and functions, and what is written in hexadecimal or binary digits.
#include "catalog/engine/bounded_text.hpp"
#include "catalog/functions/kit/overload.hpp"
#include "protocol/client_text.hpp"
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <charconv>
#include <type_traits>

#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

constexpr std::size_t kBits = 8;

// As many digits as the type has bits, without leading zeros (PostgreSQL).
template <typename T> std::string hex_of(T value) {
    char digits[sizeof value * 2];
    const auto end = std::to_chars(digits, digits + sizeof digits, static_cast<std::make_unsigned_t<T>>(value), 16).ptr;
    return {digits, end};
}

std::string hex_of_bytes(Bytes bytes) {
    if (bytes.data.size() > kMaxTextBytes / 2) refuse_long_text();
    return protocol::to_hex(bytes.data);
}

// An odd number of digits lacks a zero in front.
OwnBytes from_hex(std::string_view digits) {
    auto bytes = protocol::from_hex(digits.size() % 2 == 0 ? std::string(digits) : "0" + std::string(digits));
    if (!bytes)
        throw SqlError(state::kInvalidParameterValue, fmt::format("invalid hexadecimal string: \"{}\"", digits));
    return {*std::move(bytes)};
}

OwnBytes from_binary(std::string_view digits) {
    std::string bytes((digits.size() + kBits - 1) / kBits, '\0');
    std::size_t place = bytes.size() * kBits - digits.size();
    for (const char c : digits) {
        if (c != '0' && c != '1')
            throw SqlError(state::kInvalidParameterValue, fmt::format("invalid binary string: \"{}\"", digits));
        auto& byte = bytes[place++ / kBits];
        byte = static_cast<char>(byte << 1 | (c - '0'));
    }
    return {std::move(bytes)};
}

std::string binary_of(std::string_view bytes) {
    if (bytes.size() > kMaxTextBytes / kBits) refuse_long_text();
    std::string digits;
    for (const char c : bytes)
        for (int bit = kBits - 1; bit >= 0; --bit)
            digits += (static_cast<unsigned char>(c) >> bit & 1U) != 0 ? '1' : '0';
    return digits;
}

enum class Format : unsigned char { Hex, Binary, Utf8 };

Format format_named(std::string_view name) {
    std::string lower(name);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower == "hex") return Format::Hex;
    if (lower == "binary") return Format::Binary;
    if (lower == "utf8" || lower == "utf-8") return Format::Utf8;
    throw SqlError(state::kInvalidParameterValue, fmt::format("invalid format: \"{}\"", name))
        .hint("The formats are hex, binary, utf8 and utf-8.");
}

OwnBytes to_varbyte(std::string_view text, std::string_view format) {
    switch (format_named(format)) {
    case Format::Hex: return from_hex(text);
    case Format::Binary: return from_binary(text);
    default: return {std::string(text)};
    }
}

std::string from_varbyte(Bytes bytes, std::string_view format) {
    switch (format_named(format)) {
    case Format::Hex: return hex_of_bytes(bytes);
    case Format::Binary: return binary_of(bytes.data);
    default: break;
    }
    protocol::check_client_text(bytes.data);
    return std::string(bytes.data);
}
std::string from_text(std::string_view text, std::string_view format) { return from_varbyte({text}, format); }

void check_index(std::int64_t index, std::size_t size) {
    if (index < 0 || static_cast<std::uint64_t>(index) >= size)
        throw SqlError(state::kArraySubscriptError,
                       fmt::format("index {} out of valid range, 0..{}", index, static_cast<std::int64_t>(size) - 1));
}

// Bits count from the last byte's lowest one (Redshift).
std::int32_t getbit(Bytes bytes, std::int32_t index) {
    check_index(index, bytes.data.size() * kBits);
    const auto place = static_cast<std::size_t>(index);
    const auto byte = static_cast<unsigned char>(bytes.data[bytes.data.size() - 1 - place / kBits]);
    return byte >> place % kBits & 1;
}

// Bytes from the first, in each of which bits count from the lowest (PostgreSQL).
std::int32_t get_byte(Bytes bytes, std::int32_t index) {
    check_index(index, bytes.data.size());
    return static_cast<unsigned char>(bytes.data[static_cast<std::size_t>(index)]);
}
std::int32_t get_bit(Bytes bytes, std::int64_t index) {
    check_index(index, bytes.data.size() * kBits);
    const auto place = static_cast<std::size_t>(index);
    return static_cast<unsigned char>(bytes.data[place / kBits]) >> place % kBits & 1;
}
OwnBytes set_byte(Bytes bytes, std::int32_t index, std::int32_t value) {
    check_index(index, bytes.data.size());
    std::string changed(bytes.data);
    changed[static_cast<std::size_t>(index)] = static_cast<char>(value);
    return {std::move(changed)};
}
OwnBytes set_bit(Bytes bytes, std::int64_t index, std::int32_t value) {
    check_index(index, bytes.data.size() * kBits);
    if (value != 0 && value != 1) throw SqlError(state::kInvalidParameterValue, "new bit must be 0 or 1");
    const auto place = static_cast<std::size_t>(index);
    std::string changed(bytes.data);
    auto byte = static_cast<unsigned>(static_cast<unsigned char>(changed[place / kBits]));
    const auto mask = 1U << place % kBits;
    byte = value == 1 ? byte | mask : byte & ~mask;
    changed[place / kBits] = static_cast<char>(byte);
    return {std::move(changed)};
}

std::int32_t size_of(Bytes bytes) { return static_cast<std::int32_t>(bytes.data.size()); }

Bytes cut(Bytes bytes, std::int64_t first, std::int64_t last) {
    const auto size = static_cast<std::int64_t>(bytes.data.size());
    first = std::clamp<std::int64_t>(first, 1, size + 1);
    last = std::clamp<std::int64_t>(last, first, size + 1);
    return {bytes.data.substr(static_cast<std::size_t>(first - 1), static_cast<std::size_t>(last - first))};
}
Bytes substring(Bytes bytes, std::int64_t start, std::int64_t length) {
    if (length < 0) throw SqlError(state::kSubstringError, "negative substring length not allowed");
    std::int64_t last = 0;
    if (__builtin_add_overflow(start, length, &last)) last = INT64_MAX;
    return cut(bytes, start, last);
}
Bytes substring_from(Bytes bytes, std::int64_t start) { return cut(bytes, start, INT64_MAX); }

OwnBytes joined(Bytes left, Bytes right) {
    if (left.data.size() + right.data.size() > kMaxTextBytes) refuse_long_text();
    return {std::string(left.data) + std::string(right.data)};
}

template <typename Combine> OwnBytes combined(Bytes left, Bytes right, const char* name, Combine combine) {
    if (left.data.size() != right.data.size())
        throw SqlError(state::kStringDataLengthMismatch, fmt::format("cannot {} bit strings of different sizes", name));
    std::string result(left.data);
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = static_cast<char>(
            combine(static_cast<unsigned char>(left.data[i]), static_cast<unsigned char>(right.data[i])));
    return {std::move(result)};
}
OwnBytes bits_and(Bytes left, Bytes right) {
    return combined(left, right, "AND", [](unsigned a, unsigned b) { return a & b; });
}
OwnBytes bits_or(Bytes left, Bytes right) {
    return combined(left, right, "OR", [](unsigned a, unsigned b) { return a | b; });
}
OwnBytes bits_xor(Bytes left, Bytes right) {
    return combined(left, right, "XOR", [](unsigned a, unsigned b) { return a ^ b; });
}
OwnBytes bits_not(Bytes bytes) {
    std::string result(bytes.data);
    for (char& c : result) c = static_cast<char>(~static_cast<unsigned char>(c));
    return {std::move(result)};
}

} // namespace

Overloads byte_functions() {
    Overloads result{
        overload<hex_of<std::int32_t>>("to_hex"),
        overload<hex_of<std::int64_t>>("to_hex"),
        overload<hex_of_bytes>("to_hex"),
        overload<from_hex>("from_hex"),
        overload<to_varbyte>("to_varbyte"),
        overload<from_varbyte>("from_varbyte"),
        overload<from_text>("from_varbyte"),
        overload<getbit>("getbit"),
        overload<get_bit>("get_bit"),
        overload<get_byte>("get_byte"),
        overload<set_bit>("set_bit"),
        overload<set_byte>("set_byte"),
        overload<joined>("concat"),
        overload<bits_and>("&"),
        overload<bits_or>("|"),
        overload<bits_xor>("xor"),
        overload<bits_not>("~"),
    };
    for (const auto* name : {"len", "length", "octet_length"}) result.push_back(overload<size_of>(name));
    for (const auto* name : {"substring", "substr"}) {
        result.push_back(overload<substring>(name));
        result.push_back(overload<substring_from>(name));
    }
    return result;
}

} // namespace redstart::catalog
