// Any bytes as a binary parameter of any type: a value that is taken must survive writing and reading, and print within
// the room the text codec promises; anything else must be an SqlError.
#include "protocol/error.hpp"
#include "protocol/value_binary.hpp"
#include "protocol/value_text.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace redstart::protocol;

namespace {

template <typename Value> bool same(const Value& a, const Value& b) { return a == b; }
bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }
bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

template <typename Parse, typename Write, typename Text>
void check(std::string_view field, Parse parse, Write write, Text text) {
    try {
        const auto value = parse(field);
        WireWriter out;
        write(out, value);
        if (!same(parse(out.view()), value)) std::abort();
        out.clear();
        text(out, value);
        if (out.size() > kMaxFormatted) std::abort();
    } catch (const SqlError&) {}
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view field(reinterpret_cast<const char*>(data), size);
    check(field, parse_binary_bool, write_binary_bool, write_text_bool);
    check(field, parse_binary_int2, write_binary_int2, write_text_int2);
    check(field, parse_binary_int4, write_binary_int4, write_text_int4);
    check(field, parse_binary_int8, write_binary_int8, write_text_int8);
    check(field, parse_binary_float4, write_binary_float4, write_text_float4);
    check(field, parse_binary_float8, write_binary_float8, write_text_float8);
    check(field, parse_binary_date, write_binary_date, write_text_date);
    check(field, parse_binary_time, write_binary_time, write_text_time);
    check(field, parse_binary_timetz, write_binary_timetz, write_text_timetz);
    check(field, parse_binary_timestamp, write_binary_timestamp, write_text_timestamp);
    check(field, parse_binary_timestamp, write_binary_timestamp,
          [](WireWriter& out, std::int64_t value) { write_text_timestamptz(out, value, -17'762); });
    check(field, parse_binary_interval, write_binary_interval, write_text_interval);
    check(
        field, parse_binary_numeric,
        [](WireWriter& out, Numeric value) { write_binary_numeric(out, value.unscaled, value.scale); },
        [](WireWriter& out, Numeric value) { write_text_numeric(out, value.unscaled, value.scale); });
    return 0;
}
