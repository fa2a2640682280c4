// Values to and from PostgreSQL's binary format. Pure functions over the caller's bytes; safe from any thread.
//
// write_binary_x appends the bytes of the value only: the caller frames them with field_begin() and field_end().
// parse_binary_x takes the whole field. It throws SqlError 08P01 when bytes are missing, 22P03 when they are not a
// value of the type, 22003 or 22008 when the value cannot be held, in PostgreSQL's words where it has them. Text,
// varchar, bpchar and bytea are their own binary format.
#pragma once

#include "protocol/value_types.hpp"
#include "protocol/wire_writer.hpp"

#include <cstdint>
#include <string_view>

namespace redstart::protocol {

class WireReader;

void write_binary_bool(WireWriter& out, bool value);
void write_binary_int2(WireWriter& out, std::int16_t value);
void write_binary_int4(WireWriter& out, std::int32_t value);
void write_binary_int8(WireWriter& out, std::int64_t value);
void write_binary_float4(WireWriter& out, float value);
void write_binary_float8(WireWriter& out, double value);
void write_binary_numeric(WireWriter& out, Int128 unscaled, unsigned scale);
// Days and microseconds count from 1970 here and from 2000 on the wire. Throw 22008 for what the wire cannot hold: the
// first 30 years of the type's range, millions of years ago.
void write_binary_date(WireWriter& out, std::int32_t days);
void write_binary_timestamp(WireWriter& out, std::int64_t micros); // timestamptz, too
void write_binary_time(WireWriter& out, std::int64_t micros);
void write_binary_timetz(WireWriter& out, TimeTz value);
void write_binary_interval(WireWriter& out, const Interval& value);
void write_binary_bytea(WireWriter& out, std::string_view value);

// The end of a value that was read piece by piece: throws as the parse functions do.
void finish_value(const WireReader& reader);
bool parse_binary_bool(std::string_view field);
std::int16_t parse_binary_int2(std::string_view field);
std::int32_t parse_binary_int4(std::string_view field);
std::int64_t parse_binary_int8(std::string_view field);
float parse_binary_float4(std::string_view field);
double parse_binary_float8(std::string_view field);
// The scale is the value's own (dscale). NaN, the infinities and values beyond 38 digits: 22003.
Numeric parse_binary_numeric(std::string_view field);
std::int32_t parse_binary_date(std::string_view field);
std::int64_t parse_binary_timestamp(std::string_view field); // timestamptz, too
std::int64_t parse_binary_time(std::string_view field);
TimeTz parse_binary_timetz(std::string_view field);
Interval parse_binary_interval(std::string_view field);
std::string_view parse_binary_bytea(std::string_view field);

} // namespace redstart::protocol
