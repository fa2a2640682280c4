// Values to PostgreSQL 15's text format (DateStyle ISO, IntervalStyle postgres), VARBYTE to
// Redshift's. Pure functions over the caller's buffer; safe from any thread.
//
// There are two layers: format_x(out, value) writes to plain memory and returns the end, write_text_x(writer, value)
// appends to a WireWriter. Both produce the bytes of the value only: the caller frames them with field_begin() and
// field_end(). Text, varchar and bpchar need neither: WireWriter::field() takes them as they are.
#pragma once

#include "protocol/value_types.hpp"
#include "protocol/wire_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace redstart::protocol {

// Room that any format_x below may need, in bytes.
inline constexpr std::size_t kMaxFormatted = 128;

char* format_int(char* out, std::int64_t value) noexcept;
// The shortest digits that read back as the same value; from 1e15 (float4: 1e6) up and below 1e-4 with an exponent.
char* format_float4(char* out, float value) noexcept;
char* format_float8(char* out, double value) noexcept;
// `scale` digits after the point, 0 <= scale <= 38.
char* format_numeric(char* out, Int128 unscaled, unsigned scale) noexcept;
// Days since 1970-01-01: "2024-02-29", "0044-03-15 BC", "12345-01-01", "infinity".
char* format_date(char* out, std::int32_t days) noexcept;
// Microseconds since midnight: "13:45:00", "13:45:00.25".
char* format_time(char* out, std::int64_t micros) noexcept;
char* format_timetz(char* out, TimeTz value) noexcept;
// Microseconds since 1970-01-01: "2024-02-29 13:45:00.25", "0044-03-15 00:00:00 BC".
char* format_timestamp(char* out, std::int64_t micros) noexcept;
// The same instant in the session's zone, which is `offset` seconds east of UTC at that instant: "... 13:45:00+05:30".
char* format_timestamptz(char* out, std::int64_t micros, std::int32_t offset) noexcept;
// "1 year 2 mons -3 days +04:05:06.7"; "00:00:00" when empty.
char* format_interval(char* out, const Interval& value) noexcept;

void write_text_bool(WireWriter& out, bool value); // "t" or "f"
void write_text_int2(WireWriter& out, std::int16_t value);
void write_text_int4(WireWriter& out, std::int32_t value);
void write_text_int8(WireWriter& out, std::int64_t value);
void write_text_float4(WireWriter& out, float value);
void write_text_float8(WireWriter& out, double value);
// With no more than `digits` significant digits (extra_float_digits of 0 and less), 1 <= digits <= 15.
void write_rounded_float4(WireWriter& out, float value, unsigned digits);
void write_rounded_float8(WireWriter& out, double value, unsigned digits);
void write_text_numeric(WireWriter& out, Int128 unscaled, unsigned scale);
void write_text_date(WireWriter& out, std::int32_t days);
void write_text_time(WireWriter& out, std::int64_t micros);
void write_text_timetz(WireWriter& out, TimeTz value);
void write_text_timestamp(WireWriter& out, std::int64_t micros);
void write_text_timestamptz(WireWriter& out, std::int64_t micros, std::int32_t offset);
void write_text_interval(WireWriter& out, const Interval& value);
void write_text_varbyte(WireWriter& out, std::string_view value); // "00ff" (r_VARBYTE_type)

} // namespace redstart::protocol
