#include "catalog/functions/date/calendar.hpp"
#include "catalog/functions/date/datetime_format.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <optional>

#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

struct Scanned {
    std::int64_t year = 1;
    std::optional<std::int64_t> iso_year;
    std::optional<std::int64_t> iso_week;
    std::optional<std::int64_t> week_of_year;
    std::optional<std::int64_t> day_of_year;
    std::optional<std::int64_t> julian;
    std::int64_t month = 1;
    std::int64_t day = 1;
    std::int64_t weekday = 1; // ISO
    std::int64_t hour = 0;
    std::int64_t minute = 0;
    std::int64_t second = 0;
    std::int64_t second_of_day = 0;
    std::int64_t micros = 0;
    bool half_day = false; // a 12-hour clock
    bool after_noon = false;
    bool before_christ = false;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

class Input {
public:
    Input(std::string_view text, std::string_view format) : rest_(text), text_(text), format_(format) {}

    bool empty() const { return rest_.empty(); }
    std::size_t left() const { return rest_.size(); }

    void skip_blanks() {
        while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    }

    // A literal of the format stands for as many characters of the text; blanks for any number of blanks.
    void skip_literal(std::string_view literal) {
        for (const char c : literal) {
            if (is_blank(c)) {
                skip_blanks();
            } else {
                skip_blanks();
                if (!rest_.empty() && !is_digit(rest_.front())) rest_.remove_prefix(1);
            }
        }
    }

    std::int64_t number(int most) {
        skip_blanks();
        const bool negative = !rest_.empty() && rest_.front() == '-';
        if (negative || (!rest_.empty() && rest_.front() == '+')) rest_.remove_prefix(1);
        std::int64_t value = 0;
        int digits = 0;
        for (; digits < most && !rest_.empty() && is_digit(rest_.front()); ++digits) {
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        if (digits == 0) fail();
        return negative ? -value : value;
    }

    // The index of the longest name that the text starts with.
    template <typename Name> int name(int first, int last, Name name_of) {
        skip_blanks();
        int found = -1;
        std::size_t longest = 0;
        for (int i = first; i <= last; ++i) {
            const std::string_view name = name_of(i);
            if (name.size() <= longest || !starts_with(name)) continue;
            found = i;
            longest = name.size();
        }
        if (found < 0) fail();
        rest_.remove_prefix(longest);
        return found;
    }

    void skip_ordinal() {
        if (rest_.size() >= 2 && !is_digit(rest_[0]) && !is_digit(rest_[1])) rest_.remove_prefix(2);
    }

    [[noreturn]] void fail() const {
        throw SqlError(state::kInvalidDatetimeFormat,
                       fmt::format("invalid value \"{}\" for format \"{}\"", text_, format_));
    }

private:
    bool starts_with(std::string_view name) const {
        if (rest_.size() < name.size()) return false;
        for (std::size_t i = 0; i < name.size(); ++i)
            if (lower(rest_[i]) != name[i]) return false;
        return true;
    }

    std::string_view rest_;
    const std::string_view text_;
    const std::string_view format_;
};

bool is_number(DateField field) {
    switch (field) {
    case DateField::Literal:
    case DateField::Era:
    case DateField::Meridiem:
    case DateField::MonthName:
    case DateField::MonthShort:
    case DateField::MonthRoman:
    case DateField::DayName:
    case DateField::DayShort:
    case DateField::ZoneName:
    case DateField::ZoneOffset: return false;
    default: return true;
    }
}

constexpr int kManyDigits = 15;

// A number takes as many digits as it has, unless another number follows at once.
int width_of(const std::vector<DateToken>& tokens, std::size_t index) {
    const auto& token = tokens[index];
    if (token.field == DateField::Millisecond || token.field == DateField::Microsecond) return token.width;
    const bool followed = index + 1 < tokens.size() && is_number(tokens[index + 1].field);
    return followed ? token.width : kManyDigits;
}

// Short years are those nearest to 2020.
std::int64_t full_year(std::int64_t year, int width, std::size_t digits) {
    if (width >= 4 || digits >= 4 || year < 0) return year;
    if (digits == 3 || year >= 100) return year >= 520 ? year + 1000 : year + 2000;
    return year >= 70 ? year + 1900 : year + 2000;
}

// The digits behind a decimal point, however few, as microseconds.
std::int64_t fraction(std::int64_t value, std::size_t digits, int width) {
    for (; digits < static_cast<std::size_t>(width); ++digits) value *= 10;
    return width == 3 ? value * 1000 : value;
}

void scan_name(Input& input, const DateToken& token, Scanned& result) {
    const auto short_month = [](int i) { return month_name(i).substr(0, 3); };
    const auto short_day = [](int i) { return day_name(i).substr(0, 3); };
    switch (token.field) {
    case DateField::MonthName: result.month = input.name(1, 12, month_name); break;
    case DateField::MonthShort: result.month = input.name(1, 12, short_month); break;
    case DateField::MonthRoman: result.month = input.name(1, 12, month_roman); break;
    case DateField::DayName: result.weekday = (input.name(0, 6, day_name) + 6) % 7 + 1; break;
    case DateField::DayShort: result.weekday = (input.name(0, 6, short_day) + 6) % 7 + 1; break;
    case DateField::Era: {
        constexpr std::string_view kEras[] = {"ad", "a.d.", "bc", "b.c."};
        result.before_christ = input.name(0, 3, [&](int i) { return kEras[i]; }) >= 2;
        break;
    }
    case DateField::Meridiem: {
        constexpr std::string_view kHalves[] = {"am", "a.m.", "pm", "p.m."};
        result.after_noon = input.name(0, 3, [&](int i) { return kHalves[i]; }) >= 2;
        result.half_day = true;
        break;
    }
    default:
        throw SqlError(state::kFeatureNotSupported,
                       "\"TZ\"/\"tz\"/\"OF\" format patterns are not supported in to_date");
    }
}

void store_number(const DateToken& token, std::int64_t value, std::size_t digits, Scanned& result) {
    switch (token.field) {
    case DateField::Year: result.year = full_year(value, token.width, digits); break;
    case DateField::IsoYear: result.iso_year = full_year(value, token.width, digits); break;
    case DateField::Month: result.month = value; break;
    case DateField::DayOfMonth: result.day = value; break;
    case DateField::DayOfYear: result.day_of_year = value; break;
    case DateField::WeekOfYear: result.week_of_year = value; break;
    case DateField::IsoWeek: result.iso_week = value; break;
    case DateField::IsoDayOfWeek: result.weekday = value; break;
    case DateField::WeekOfMonth: result.day = (value - 1) * 7 + 1; break;
    case DateField::Julian: result.julian = value; break;
    case DateField::Hour12: result.half_day = true; [[fallthrough]];
    case DateField::Hour24: result.hour = value; break;
    case DateField::Minute: result.minute = value; break;
    case DateField::Second: result.second = value; break;
    case DateField::SecondOfDay: result.second_of_day = value; break;
    case DateField::Millisecond:
    case DateField::Microsecond: result.micros = fraction(value, digits, token.width); break;
    case DateField::Century: result.year = (value - 1) * 100 + 1; break;
    default: break; // quarters and weekdays say nothing that the date does not
    }
}

Scanned scan(std::string_view text, std::string_view format) {
    Scanned result;
    Input input(text, format);
    const auto tokens = parse_date_format(format);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto& token = tokens[i];
        if (input.empty()) break; // the rest keeps its defaults
        if (token.field == DateField::Literal) {
            input.skip_literal(token.text);
        } else if (token.field == DateField::YearComma) {
            result.year = input.number(3) * 1000;
            input.skip_literal(",");
            result.year += input.number(3);
        } else if (is_number(token.field)) {
            input.skip_blanks();
            const auto before = input.left();
            const auto value = input.number(width_of(tokens, i));
            store_number(token, value, before - input.left(), result);
            if (!token.ordinal.empty()) input.skip_ordinal();
        } else {
            scan_name(input, token, result);
        }
    }
    if (result.half_day) result.hour = result.hour % 12 + (result.after_noon ? 12 : 0);
    if (result.before_christ) result.year = 1 - result.year;
    return result;
}

void require_in_range(const Scanned& parts) {
    const bool month = parts.month >= 1 && parts.month <= 12;
    if (!month || parts.day < 1 || parts.day > days_in_month(parts.year, static_cast<int>(parts.month)))
        throw SqlError(state::kDatetimeFieldOverflow, fmt::format("date/time field date value out of range: {}-{}-{}",
                                                                  parts.year, parts.month, parts.day));
    if (parts.hour > 23 || parts.minute > 59 || parts.second > 59)
        throw SqlError(state::kDatetimeFieldOverflow, fmt::format("date/time field time value out of range: {}:{}:{}.0",
                                                                  parts.hour, parts.minute, parts.second));
}

std::int64_t day_of(const Scanned& parts) {
    if (parts.julian) return *parts.julian - 2440588;
    if (parts.iso_week) {
        const auto fourth = days_from_civil({parts.iso_year.value_or(parts.year), 1, 4}); // always in week 1
        return fourth - iso_day_of_week(fourth) + (*parts.iso_week - 1) * 7 + parts.weekday;
    }
    const auto year = parts.iso_year.value_or(parts.year);
    const auto first = days_from_civil({year, 1, 1});
    if (parts.day_of_year) return first + *parts.day_of_year - 1;
    if (parts.week_of_year) return first + (*parts.week_of_year - 1) * 7;
    return add_months(first, parts.month - 1) + parts.day - 1;
}

} // namespace

Timestamp scan_timestamp(std::string_view text, std::string_view format, bool strict) {
    const auto parts = scan(text, format);
    if (strict) require_in_range(parts);
    const auto seconds = parts.hour * 3600 + parts.minute * 60 + parts.second + parts.second_of_day;
    return timestamp_of(day_of(parts), seconds * kMicrosPerSecond + parts.micros);
}

} // namespace redstart::catalog
