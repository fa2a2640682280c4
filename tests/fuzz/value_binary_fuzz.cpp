// Any bytes as a binary parameter of any type: a value that is taken must survive writing and reading in both formats,
// and print within the room the text codec promises; anything else must be an SqlError.
#include "protocol/binary_array.hpp"
#include "protocol/error.hpp"
#include "protocol/value_binary.hpp"
#include "protocol/value_text.hpp"
#include "sql/value/number_input.hpp"
#include "tests/fuzz/support.hpp"

#include <cmath>
#include <optional>

using namespace redstart::fuzz;
using namespace redstart::protocol;

namespace {

template <typename Value> bool same(const Value& a, const Value& b) { return a == b; }
bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }
bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

// The text form of types whose reader knows nothing of the engine, read back; the others have none here.
template <typename Value> bool reads_back(std::string_view, const Value&) { return true; }
bool reads_back(std::string_view text, std::int16_t value) {
    return redstart::sql::integer_from_text<std::int16_t>(text) == value;
}
bool reads_back(std::string_view text, std::int32_t value) {
    return redstart::sql::integer_from_text<std::int32_t>(text) == value;
}
bool reads_back(std::string_view text, float value) { return same(redstart::sql::float_from_text<float>(text), value); }
bool reads_back(std::string_view text, double value) {
    return same(redstart::sql::float_from_text<double>(text), value);
}
bool reads_back(std::string_view text, const Numeric& value) {
    const auto read = redstart::sql::decimal_from_text(text);
    return read.scale == value.scale && read.unscaled(kMaxNumericDigits, value.scale) == value.unscaled;
}

constexpr auto kNoText = [](std::string_view, const auto&) { return true; };
constexpr auto kText = [](std::string_view text, const auto& value) { return reads_back(text, value); };

template <typename Parse, typename Write, typename Text, typename Read>
void check(std::string_view field, Parse parse, Write write, Text text, Read read) {
    WireWriter out;
    try {
        const auto value = parse(field);
        write(out, value);
        require(same(parse(out.view()), value));
        out.clear();
        text(out, value);
        require(out.size() <= kMaxFormatted && read(out.view(), value));
    } catch (const SqlError&) {
        require(out.size() == 0); // what was taken can be written and read
    }
}

void array(std::string_view field) {
    std::optional<BinaryArray> read;
    try {
        read = parse_binary_array(field);
    } catch (const SqlError&) { return; }
    WireWriter out;
    write_binary_array_header(out, read->element_type, false, read->dimensions);
    for (const auto& element : read->elements) element ? out.field(*element) : out.null_field();
    const auto again = parse_binary_array(out.view());
    require(again.element_type == read->element_type && again.dimensions == read->dimensions &&
            again.elements == read->elements);
}

} // namespace

// A byte that chooses the type, then the field.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto field = view(data, size);
    const auto timestamptz = [](WireWriter& out, std::int64_t value) { write_text_timestamptz(out, value, -17'762); };
    const auto write_numeric = [](WireWriter& out, Numeric n) { write_binary_numeric(out, n.unscaled, n.scale); };
    const auto text_numeric = [](WireWriter& out, Numeric n) { write_text_numeric(out, n.unscaled, n.scale); };
    const auto at_any_length = [](WireWriter& out, std::string_view) { out.byte('x'); };
    const auto int8 = [](std::string_view text, std::int64_t value) {
        return redstart::sql::integer_from_text<std::int64_t>(text) == value;
    };
    switch (take_byte(field) % 15) {
    case 0: check(field, parse_binary_bool, write_binary_bool, write_text_bool, kNoText); break;
    case 1: check(field, parse_binary_int2, write_binary_int2, write_text_int2, kText); break;
    case 2: check(field, parse_binary_int4, write_binary_int4, write_text_int4, kText); break;
    case 3: check(field, parse_binary_int8, write_binary_int8, write_text_int8, int8); break;
    case 4: check(field, parse_binary_float4, write_binary_float4, write_text_float4, kText); break;
    case 5: check(field, parse_binary_float8, write_binary_float8, write_text_float8, kText); break;
    case 6: check(field, parse_binary_date, write_binary_date, write_text_date, kNoText); break;
    case 7: check(field, parse_binary_time, write_binary_time, write_text_time, kNoText); break;
    case 8: check(field, parse_binary_timetz, write_binary_timetz, write_text_timetz, kNoText); break;
    case 9: check(field, parse_binary_timestamp, write_binary_timestamp, write_text_timestamp, kNoText); break;
    case 10: check(field, parse_binary_timestamp, write_binary_timestamp, timestamptz, kNoText); break;
    case 11: check(field, parse_binary_interval, write_binary_interval, write_text_interval, kNoText); break;
    case 12: check(field, parse_binary_bytea, write_binary_bytea, at_any_length, kNoText); break;
    case 14: array(field); break;
    default: check(field, parse_binary_numeric, write_numeric, text_numeric, kText); break;
    }
    return 0;
}
