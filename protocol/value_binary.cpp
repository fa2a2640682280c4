#include "protocol/value_binary.hpp"

#include "protocol/wire_reader.hpp"

#include <bit>
#include <cstdlib>

namespace redstart::protocol {

namespace {

constexpr std::int32_t kEpochDays = 10'957; // from 1970-01-01 to 2000-01-01
constexpr std::int64_t kEpochMicros = kEpochDays * kMicrosPerDay;

// The wire's stand-ins for infinity are the ends of the type.
template <typename Int> inline constexpr Int kLowest = std::numeric_limits<Int>::min();
template <typename Int> inline constexpr Int kHighest = std::numeric_limits<Int>::max();

// PostgreSQL's first and last day, from 2000-01-01: 4714-11-24 BC and 5874897-12-31.
constexpr std::int32_t kFirstDay = -2'451'545;
constexpr std::int32_t kLastDay = 2'145'031'948;

// Infinities are in range.
template <typename Int> void check_range(Int value, Int first, Int last, const char* overflow) {
    if (value == kLowest<Int> || value == kHighest<Int> || (value >= first && value <= last)) return;
    throw SqlError(sqlstate::kDatetimeFieldOverflow, overflow);
}

// From 1970 to 2000 and from our infinities to the wire's.
template <typename Int> Int to_wire(Int value, Int epoch, const char* overflow) {
    if (value == kHighest<Int>) return value;
    if (value <= -kHighest<Int>) return kLowest<Int>;
    Int shifted = 0;
    // The lowest value itself means -infinity, so it is as much out of range as what lies below it.
    if (__builtin_sub_overflow(value, epoch, &shifted) || shifted == kLowest<Int>)
        throw SqlError(sqlstate::kDatetimeFieldOverflow, overflow);
    return shifted;
}

template <typename Int> Int from_wire(Int value, Int epoch, const char* overflow) {
    if (value == kHighest<Int>) return value;
    if (value == kLowest<Int>) return -kHighest<Int>;
    Int shifted = 0;
    if (__builtin_add_overflow(value, epoch, &shifted) || shifted == kHighest<Int>)
        throw SqlError(sqlstate::kDatetimeFieldOverflow, overflow);
    return shifted;
}

// The whole field as one big-endian integer.
template <typename Int> Int parse_integer(std::string_view field) {
    if (field.size() < sizeof(Int)) throw SqlError(sqlstate::kProtocolViolation, "insufficient data left in message");
    if (field.size() > sizeof(Int))
        throw SqlError(sqlstate::kInvalidBinaryRepresentation, "incorrect binary data format");
    std::uint64_t value = 0;
    for (const char raw : field) value = value << 8 | static_cast<unsigned char>(raw);
    return static_cast<Int>(value);
}

void check_time(std::int64_t micros) {
    if (micros < 0 || micros > kMicrosPerDay) throw SqlError(sqlstate::kDatetimeFieldOverflow, "time out of range");
}

} // namespace

void finish_value(const WireReader& reader) {
    if (reader.ok() && reader.left() > 0)
        throw SqlError(sqlstate::kInvalidBinaryRepresentation, "incorrect binary data format");
    reader.finish();
}

void write_binary_bool(WireWriter& out, bool value) { out.byte(value ? '\1' : '\0'); }
void write_binary_int2(WireWriter& out, std::int16_t value) { out.i16(static_cast<std::uint16_t>(value)); }
void write_binary_int4(WireWriter& out, std::int32_t value) { out.i32(static_cast<std::uint32_t>(value)); }
void write_binary_int8(WireWriter& out, std::int64_t value) { out.i64(static_cast<std::uint64_t>(value)); }
void write_binary_float4(WireWriter& out, float value) { out.i32(std::bit_cast<std::uint32_t>(value)); }
void write_binary_float8(WireWriter& out, double value) { out.i64(std::bit_cast<std::uint64_t>(value)); }

void write_binary_date(WireWriter& out, std::int32_t days) {
    write_binary_int4(out, to_wire(days, kEpochDays, "date out of range"));
}

void write_binary_timestamp(WireWriter& out, std::int64_t micros) {
    write_binary_int8(out, to_wire(micros, kEpochMicros, "timestamp out of range"));
}

void write_binary_time(WireWriter& out, std::int64_t micros) { write_binary_int8(out, micros); }

void write_binary_timetz(WireWriter& out, TimeTz value) {
    write_binary_int8(out, value.micros);
    write_binary_int4(out, -value.offset); // the wire counts seconds west of UTC
}

void write_binary_interval(WireWriter& out, const Interval& value) {
    write_binary_int8(out, value.micros);
    write_binary_int4(out, value.days);
    write_binary_int4(out, value.months);
}

void write_binary_bytea(WireWriter& out, std::string_view value) { out.bytes(value); }

bool parse_binary_bool(std::string_view field) { return parse_integer<std::uint8_t>(field) != 0; }
std::int16_t parse_binary_int2(std::string_view field) { return parse_integer<std::int16_t>(field); }
std::int32_t parse_binary_int4(std::string_view field) { return parse_integer<std::int32_t>(field); }
std::int64_t parse_binary_int8(std::string_view field) { return parse_integer<std::int64_t>(field); }

float parse_binary_float4(std::string_view field) { return std::bit_cast<float>(parse_integer<std::uint32_t>(field)); }
double parse_binary_float8(std::string_view field) {
    return std::bit_cast<double>(parse_integer<std::uint64_t>(field));
}

std::int32_t parse_binary_date(std::string_view field) {
    constexpr auto* kOverflow = "date out of range";
    const auto days = parse_integer<std::int32_t>(field);
    check_range(days, kFirstDay, kLastDay, kOverflow);
    return from_wire(days, kEpochDays, kOverflow);
}

std::int64_t parse_binary_timestamp(std::string_view field) {
    constexpr auto* kOverflow = "timestamp out of range";
    const auto micros = parse_integer<std::int64_t>(field);
    check_range(micros, kFirstDay * kMicrosPerDay, kHighest<std::int64_t>, kOverflow);
    return from_wire(micros, kEpochMicros, kOverflow);
}

std::int64_t parse_binary_time(std::string_view field) {
    const auto micros = parse_integer<std::int64_t>(field);
    check_time(micros);
    return micros;
}

TimeTz parse_binary_timetz(std::string_view field) {
    constexpr std::int32_t kOffsetLimit = 16 * 3600;
    WireReader reader(field);
    const TimeTz value{.micros = reader.i64(), .offset = reader.i32()};
    finish_value(reader);
    check_time(value.micros);
    if (value.offset <= -kOffsetLimit || value.offset >= kOffsetLimit)
        throw SqlError(sqlstate::kInvalidTimeZoneDisplacementValue, "time zone displacement out of range");
    return {value.micros, -value.offset};
}

Interval parse_binary_interval(std::string_view field) {
    WireReader reader(field);
    const auto micros = reader.i64();
    const auto days = reader.i32();
    const auto months = reader.i32();
    finish_value(reader);
    return {.months = months, .days = days, .micros = micros};
}

std::string_view parse_binary_bytea(std::string_view field) { return field; }

} // namespace redstart::protocol
