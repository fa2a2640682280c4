// Any text as a number, a date, a time or an interval: what is read, written and read again is the same value; anything
// else must be an SqlError. And any value, written as text, is read back as it was.
#include "protocol/error.hpp"
#include "protocol/value_text.hpp"
#include "sql/parse/array_text.hpp"
#include "sql/value/datetime_input.hpp"
#include "sql/value/number_input.hpp"
#include "tests/fuzz/support.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <string>

using namespace redstart::fuzz;
using namespace redstart::protocol;
using namespace redstart::sql;

namespace {

template <typename Value> bool same(Value a, Value b) { return a == b || (a != a && b != b); }

std::string_view formatted(char* room, const char* end) {
    require(end <= room + kMaxFormatted);
    return {room, static_cast<std::size_t>(end - room)};
}

// Reads, and does nothing with text that is refused.
template <typename Read, typename Then> void with_value(Read read, Then then) {
    using Value = decltype(read());
    Value value{};
    try {
        value = read();
    } catch (const SqlError&) { return; }
    then(value);
}

template <typename Integer> void check_integer(std::string_view text) {
    with_value([&] { return integer_from_text<Integer>(text); },
               [](Integer value) {
                   char room[kMaxFormatted];
                   require(integer_from_text<Integer>(formatted(room, format_int(room, value))) == value);
               });
}

void check_floats(std::string_view text) {
    char room[kMaxFormatted];
    with_value([&] { return float_from_text<float>(text); },
               [&](float value) {
                   require(same(float_from_text<float>(formatted(room, format_float4(room, value))), value));
               });
    with_value([&] { return float_from_text<double>(text); },
               [&](double value) {
                   require(same(float_from_text<double>(formatted(room, format_float8(room, value))), value));
               });
}

void check_array(std::string_view text) {
    const auto elements = array_elements(text);
    if (!elements) return;
    std::string written = "{";
    for (const auto& element : *elements) {
        if (written.size() > 1) written += ',';
        written += element ? "\"" : "NULL";
        for (const char c : element.value_or("")) {
            if (c == '"' || c == '\\') written += '\\';
            written += c;
        }
        if (element) written += '"';
    }
    require(array_elements(written + '}') == elements);
}

// A byte for the scale, then the number.
void check_decimal(std::string_view text) {
    const int scale = take_byte(text) % (kMaxNumericDigits + 1);
    with_value([&] { return decimal_from_text(text).unscaled(kMaxNumericDigits, scale); },
               [&](Int128 value) {
                   char room[kMaxFormatted];
                   const auto shown = formatted(room, format_numeric(room, value, static_cast<unsigned>(scale)));
                   const auto again = decimal_from_text(shown);
                   require(again.scale == scale && again.unscaled(kMaxNumericDigits, scale) == value);
               });
}

// A date and time that the codecs can hold; every text says at least one of the two.
void check_datetime(std::string_view text) {
    with_value([&] { return datetime_from_text(text, "timestamp"); },
               [](const DateTimeText& read) {
                   char room[kMaxFormatted];
                   require(read.special != DateTimeText::Special::None || read.days || read.micros);
                   if (read.micros && *read.micros >= 0 && *read.micros <= kMicrosPerDay) {
                       const auto shown = formatted(room, format_time(room, *read.micros));
                       require(datetime_from_text(shown, "time").micros == read.micros);
                   }
                   constexpr std::int64_t kMostDays = 100'000'000;
                   if (read.days && std::abs(*read.days) < kMostDays) {
                       const auto shown = formatted(room, format_date(room, static_cast<std::int32_t>(*read.days)));
                       require(datetime_from_text(shown, "date").days == read.days);
                   }
               });
}

void check_interval(std::string_view text) {
    with_value([&] { return interval_from_text(text); },
               [](const redstart::catalog::Interval& read) {
                   char room[kMaxFormatted];
                   const auto shown = formatted(room, format_interval(room, {read.months, read.days, read.micros}));
                   const auto again = interval_from_text(shown);
                   require(again.months == read.months && again.days == read.days && again.micros == read.micros);
               });
}

// The bytes as a value of each type, written and read.
void check_values(std::string_view bytes) {
    std::int64_t number = 0;
    std::memcpy(&number, bytes.data(), std::min(bytes.size(), sizeof number));
    char room[kMaxFormatted];
    require(integer_from_text<std::int64_t>(formatted(room, format_int(room, number))) == number);
    double real = 0;
    std::memcpy(&real, &number, sizeof real);
    require(same(float_from_text<double>(formatted(room, format_float8(room, real))), real));
    const auto micros = static_cast<std::int64_t>(static_cast<std::uint64_t>(number) % (kMicrosPerDay + 1));
    require(datetime_from_text(formatted(room, format_time(room, micros)), "time").micros == micros);
    const auto days = static_cast<std::int32_t>(number % 2'000'000); // years -3500 to 7400
    require(datetime_from_text(formatted(room, format_date(room, days)), "date").days == days);
}

} // namespace

// A byte that chooses the type, then the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto text = view(data, size);
    switch (take_byte(text) % 9) {
    case 0: check_integer<std::int16_t>(text); break;
    case 1: check_integer<std::int32_t>(text); break;
    case 2: check_integer<std::int64_t>(text); break;
    case 3: check_floats(text); break;
    case 4: check_decimal(text); break;
    case 5: check_datetime(text); break;
    case 6: check_interval(text); break;
    case 8: check_array(text); break;
    default: check_values(text); break;
    }
    return 0;
}
