// Hashes of values of any type. FNV_HASH takes a value's own bytes; MURMUR3_32_HASH those that the Iceberg
// specification gives it, where an integer of any width is a bigint; both little endian, and dates and times as
// PostgreSQL counts them for the first (INF), as Iceberg does for the second.
#include "catalog/functions/date/calendar.hpp"
#include "catalog/functions/kit/overload.hpp"
#include "catalog/functions/text/farm_hash.hpp"

#include <bit>
#include <cstring>

namespace redstart::catalog {

namespace {

constexpr std::int64_t kPostgresEpochDays = days_from_civil({2000, 1, 1});

template <typename T> std::string bytes_of(T value) {
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

// A numeric without its point, of as many digits as there are.
__int128 unscaled(std::string_view digits) {
    __int128 value = 0;
    for (const char c : digits)
        if (c >= '0' && c <= '9') value = value * 10 + (c - '0');
    return digits.starts_with('-') ? -value : value;
}

// A value's bytes as FNV_HASH sees them.
std::string_view plain(std::string_view text) { return text; }
std::string_view plain(Bytes bytes) { return bytes.data; }
std::string plain(bool value) { return bytes_of(static_cast<char>(value)); }
std::string plain(std::int16_t value) { return bytes_of(value); }
std::string plain(std::int32_t value) { return bytes_of(value); }
std::string plain(std::int64_t value) { return bytes_of(value); }
std::string plain(float value) { return bytes_of(value == 0 ? 0.0F : value); }
std::string plain(double value) { return bytes_of(value == 0 ? 0.0 : value); }
std::string plain(Date value) { return bytes_of(static_cast<std::int32_t>(value.days - kPostgresEpochDays)); }
std::string plain(TimeOfDay value) { return bytes_of(value.micros); }
std::string plain(TimeTz value) {
    return bytes_of(floor_mod(value.micros() - value.east() * kMicrosPerSecond, kMicrosPerDay));
}
std::string plain(Timestamp value) {
    const auto epoch = static_cast<std::uint64_t>(kPostgresEpochDays * kMicrosPerDay);
    return bytes_of(static_cast<std::uint64_t>(value.micros) - epoch);
}
std::string plain(TimestampTz value) { return plain(Timestamp{value.micros}); }

std::string plain_numeric(std::string_view digits) {
    const auto value = unscaled(digits);
    return value >= INT64_MIN && value <= INT64_MAX ? bytes_of(static_cast<std::int64_t>(value)) : bytes_of(value);
}

// The same as MURMUR3_32_HASH sees them (Apache Iceberg, "Appendix B: 32-bit Hash Requirements").
std::string_view iceberg(std::string_view text) { return text; }
std::string_view iceberg(Bytes bytes) { return bytes.data; }
std::string iceberg(std::int64_t value) { return bytes_of(value); }
std::string iceberg(bool value) { return bytes_of(std::int64_t{value ? 1 : 0}); }
std::string iceberg(double value) { return bytes_of(value == 0 ? 0.0 : value); }
std::string iceberg(Date value) { return bytes_of(std::int64_t{value.days}); }
std::string iceberg(TimeOfDay value) { return bytes_of(value.micros); }
std::string iceberg(TimeTz value) { return plain(value); }
std::string iceberg(Timestamp value) { return bytes_of(value.micros); }
std::string iceberg(TimestampTz value) { return bytes_of(value.micros); }

// The fewest bytes that hold the number, the highest first.
std::string iceberg_numeric(std::string_view digits) {
    auto value = unscaled(digits);
    std::string bytes;
    while (true) {
        const auto byte = static_cast<char>(value & 0xFF);
        bytes.insert(bytes.begin(), byte);
        value >>= 8;
        if ((value == 0 && byte >= 0) || (value == -1 && byte < 0)) return bytes;
    }
}

constexpr std::uint64_t kFnvSeed = 0xcbf29ce484222325U;

std::int64_t fnv(std::string_view bytes, std::uint64_t hash) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return static_cast<std::int64_t>(hash);
}

std::int32_t murmur(std::string_view bytes, std::int32_t seed) {
    constexpr std::uint32_t kFirst = 0xcc9e2d51U;
    constexpr std::uint32_t kSecond = 0x1b873593U;
    auto hash = static_cast<std::uint32_t>(seed);
    const auto take = [&hash](std::uint32_t word) { hash ^= std::rotl(word * kFirst, 15) * kSecond; };
    const auto word_at = [&](std::size_t at, std::size_t size) {
        std::uint32_t word = 0;
        for (std::size_t i = size; i-- > 0;) word = word << 8U | static_cast<unsigned char>(bytes[at + i]);
        return word;
    };
    std::size_t at = 0;
    for (; at + 4 <= bytes.size(); at += 4) {
        take(word_at(at, 4));
        hash = std::rotl(hash, 13) * 5 + 0xe6546b64U;
    }
    if (at < bytes.size()) take(word_at(at, bytes.size() - at));
    hash ^= static_cast<std::uint32_t>(bytes.size());
    hash = (hash ^ hash >> 16U) * 0x85ebca6bU;
    hash = (hash ^ hash >> 13U) * 0xc2b2ae35U;
    return static_cast<std::int32_t>(hash ^ hash >> 16U);
}

template <typename T> std::int64_t fnv_hash(T value) { return fnv(plain(value), kFnvSeed); }
template <typename T> std::int64_t fnv_hash_on(T value, std::int64_t seed) {
    return fnv(plain(value), static_cast<std::uint64_t>(seed));
}
std::int64_t fnv_numeric(std::string_view digits) { return fnv(plain_numeric(digits), kFnvSeed); }
std::int64_t fnv_numeric_on(std::string_view digits, std::int64_t seed) {
    return fnv(plain_numeric(digits), static_cast<std::uint64_t>(seed));
}

template <typename T> std::int32_t murmur_hash(T value) { return murmur(iceberg(value), 0); }
template <typename T> std::int32_t murmur_hash_on(T value, std::int32_t seed) { return murmur(iceberg(value), seed); }
std::int32_t murmur_numeric(std::string_view digits) { return murmur(iceberg_numeric(digits), 0); }
std::int32_t murmur_numeric_on(std::string_view digits, std::int32_t seed) {
    return murmur(iceberg_numeric(digits), seed);
}

std::int64_t farm_text(std::string_view text) { return static_cast<std::int64_t>(farm_fingerprint(text)); }
std::int64_t farm_bytes(Bytes bytes) { return farm_text(bytes.data); }

// A number without its point (the guide's example); what does not fit is folded, and a text is a sum of Redstart's
// own, as the guide does not tell it.
std::int32_t folded(std::uint64_t value) { return static_cast<std::int32_t>(value ^ value >> 32U); }
std::int32_t checksum_integer(std::int64_t value) {
    return value >= INT32_MIN && value <= INT32_MAX ? static_cast<std::int32_t>(value)
                                                    : folded(static_cast<std::uint64_t>(value));
}
std::int32_t checksum_numeric(std::string_view digits) {
    const auto value = unscaled(digits);
    return checksum_integer(static_cast<std::int64_t>(value) ^ static_cast<std::int64_t>(value >> 64) ^
                            (value < 0 ? -1 : 0));
}
std::int32_t checksum_text(std::string_view text) { return folded(static_cast<std::uint64_t>(fnv(text, kFnvSeed))); }

template <typename... Types> void add_fnv(Overloads& result) {
    (result.push_back(overload<fnv_hash<Types>>("fnv_hash")), ...);
    (result.push_back(overload<fnv_hash_on<Types>>("fnv_hash")), ...);
}
template <typename... Types> void add_murmur(Overloads& result) {
    (result.push_back(overload<murmur_hash<Types>>("murmur3_32_hash")), ...);
    (result.push_back(overload<murmur_hash_on<Types>>("murmur3_32_hash")), ...);
}

} // namespace

Overloads hash_functions() {
    Overloads result{
        accepting(overload<fnv_numeric>("fnv_hash"), 0, Kind::Numeric),
        accepting(overload<fnv_numeric_on>("fnv_hash"), 0, Kind::Numeric),
        accepting(overload<murmur_numeric>("murmur3_32_hash"), 0, Kind::Numeric),
        accepting(overload<murmur_numeric_on>("murmur3_32_hash"), 0, Kind::Numeric),
        overload<farm_text>("farmfingerprint64"),
        overload<farm_bytes>("farmfingerprint64"),
        overload<checksum_integer>("checksum"),
        accepting(overload<checksum_numeric>("checksum"), 0, Kind::Numeric),
        overload<checksum_text>("checksum"),
    };
    add_fnv<std::string_view, Bytes, bool, std::int16_t, std::int32_t, std::int64_t, float, double, Date, TimeOfDay,
            TimeTz, Timestamp, TimestampTz>(result);
    add_murmur<std::string_view, Bytes, bool, std::int64_t, double, Date, TimeOfDay, TimeTz, Timestamp, TimestampTz>(
        result);
    return result;
}

} // namespace redstart::catalog
