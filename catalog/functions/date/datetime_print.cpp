#include "catalog/functions/date/calendar.hpp"
#include "catalog/functions/date/datetime_format.hpp"
#include "catalog/functions/date/zone_offsets.hpp"

namespace redstart::catalog {

namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// In the case of the keyword: MONTH, Month or month.
std::string cased(std::string_view name, std::string_view keyword) {
    const bool first = is_upper(keyword[0]);
    const bool all = first && keyword.size() > 1 && is_upper(keyword[1]);
    std::string result(name);
    for (std::size_t i = 0; i < result.size(); ++i)
        if (all || (first && i == 0)) result[i] = upper(result[i]);
    return result;
}

std::string padded(std::string text, int width, bool filled) {
    if (filled && static_cast<int>(text.size()) < width) text.resize(static_cast<std::size_t>(width), ' ');
    return text;
}

std::string number(std::int64_t value, const DateToken& token, int width) {
    auto digits = std::to_string(value < 0 ? -value : value);
    if (token.filled && static_cast<int>(digits.size()) < width)
        digits.insert(0, static_cast<std::size_t>(width) - digits.size(), '0');
    return (value < 0 ? "-" : "") + digits;
}

std::string_view ordinal_of(std::int64_t value) {
    const auto tens = value % 100;
    if (tens >= 11 && tens <= 13) return "th";
    switch (value % 10) {
    case 1: return "st";
    case 2: return "nd";
    case 3: return "rd";
    default: return "th";
    }
}

std::string numbered(std::int64_t value, const DateToken& token, int width) {
    auto result = number(value, token, width);
    if (!token.ordinal.empty()) result += cased(ordinal_of(value < 0 ? -value : value), token.ordinal);
    return result;
}

// What the numeric fields of one timestamp are.
class Fields {
public:
    Fields(Timestamp value, ShownZone zone)
        : days_(day_of(value)), time_(time_of(value)), date_(civil_from_days(days_)), zone_(zone) {}

    std::int64_t year() const { return date_.year > 0 ? date_.year : 1 - date_.year; } // BC years count from 1
    bool before_christ() const { return date_.year <= 0; }
    const CivilDate& date() const { return date_; }
    std::int64_t days() const { return days_; }
    std::int64_t time() const { return time_; }
    const ShownZone& zone() const { return zone_; }

    std::int64_t value(DateField field) const {
        switch (field) {
        case DateField::Century: return date_.year > 0 ? (date_.year + 99) / 100 : -((99 + year()) / 100);
        case DateField::Year: return year();
        case DateField::IsoYear: {
            const auto iso = iso_year(days_);
            return iso > 0 ? iso : 1 - iso;
        }
        case DateField::Quarter: return (date_.month - 1) / 3 + 1;
        case DateField::Month: return date_.month;
        case DateField::WeekOfMonth: return (date_.day - 1) / 7 + 1;
        case DateField::WeekOfYear: return (day_of_year(days_) - 1) / 7 + 1;
        case DateField::IsoWeek: return iso_week(days_);
        case DateField::DayOfYear: return day_of_year(days_);
        case DateField::IsoDayOfYear: return (iso_week(days_) - 1) * 7 + iso_day_of_week(days_);
        case DateField::DayOfMonth: return date_.day;
        case DateField::DayOfWeek: return day_of_week(days_) + 1;
        case DateField::IsoDayOfWeek: return iso_day_of_week(days_);
        case DateField::Julian: return days_ + 2440588;
        default: return time_value(field);
        }
    }

private:
    std::int64_t time_value(DateField field) const {
        const auto hour = time_ / kMicrosPerHour;
        switch (field) {
        case DateField::Hour24: return hour;
        case DateField::Hour12: return hour % 12 == 0 ? 12 : hour % 12;
        case DateField::Minute: return time_ % kMicrosPerHour / kMicrosPerMinute;
        case DateField::Second: return time_ % kMicrosPerMinute / kMicrosPerSecond;
        case DateField::SecondOfDay: return time_ / kMicrosPerSecond;
        case DateField::Millisecond: return time_ % kMicrosPerSecond / 1000;
        default: return time_ % kMicrosPerSecond;
        }
    }

    const std::int64_t days_;
    const std::int64_t time_;
    const CivilDate date_;
    const ShownZone zone_;
};

std::string dotted(std::string_view letters, std::string_view keyword) {
    std::string text;
    for (const char c : letters) {
        text += is_upper(keyword[0]) ? upper(c) : c;
        if (keyword.size() > 2) text += '.';
    }
    return text;
}

std::int64_t last_digits(std::int64_t year, int width) {
    std::int64_t size = 1;
    for (int i = 0; i < width; ++i) size *= 10;
    return width >= 4 ? year : year % size;
}

// +hh or +hh:mm, as OF prints it.
std::string zone_offset(std::int32_t east) {
    const auto two = [](std::int32_t number) { return std::to_string(100 + number).substr(1); };
    const auto size = east < 0 ? -east : east;
    const auto minutes = size % 3600 / 60;
    return (east < 0 ? "-" : "+") + two(size / 3600) + (minutes == 0 ? "" : ":" + two(minutes));
}

std::string zone_name(const ShownZone& zone, bool upper_case) {
    if (zone.name.empty()) return {};
    std::string name(zone.name);
    for (char& c : name) c = upper(c);
    const auto offset = abbreviation_offset(name);
    const bool utc = name == "UTC" || name == "GMT" || name == "ETC/UTC";
    if (utc) name = name.substr(name.size() - 3);
    if (!utc && (!offset || *offset != zone.east)) name = zone_offset(zone.east);
    if (!upper_case)
        for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return name;
}

std::string print_field(const Fields& fields, const DateToken& token) {
    switch (token.field) {
    case DateField::Literal: return token.text;
    case DateField::ZoneName: return zone_name(fields.zone(), is_upper(token.text[0]));
    case DateField::ZoneOffset: return zone_offset(fields.zone().east);
    case DateField::Era: return dotted(fields.before_christ() ? "bc" : "ad", token.text);
    case DateField::Meridiem: return dotted(fields.time() >= 12 * kMicrosPerHour ? "pm" : "am", token.text);
    case DateField::MonthName: return padded(cased(month_name(fields.date().month), token.text), 9, token.filled);
    case DateField::MonthShort: return cased(month_name(fields.date().month).substr(0, 3), token.text);
    case DateField::MonthRoman: return padded(cased(month_roman(fields.date().month), token.text), 4, token.filled);
    case DateField::DayName: return padded(cased(day_name(day_of_week(fields.days())), token.text), 9, token.filled);
    case DateField::DayShort: return cased(day_name(day_of_week(fields.days())).substr(0, 3), token.text);
    case DateField::YearComma: {
        const auto rest = std::to_string(1000 + fields.year() % 1000).substr(1);
        return std::to_string(fields.year() / 1000) + "," + rest;
    }
    case DateField::Year:
    case DateField::IsoYear: return numbered(last_digits(fields.value(token.field), token.width), token, token.width);
    case DateField::Julian:
    case DateField::SecondOfDay: return numbered(fields.value(token.field), token, 0);
    case DateField::Millisecond:
    case DateField::Microsecond: {
        auto always = token; // a fraction keeps its zeros
        always.filled = true;
        return numbered(fields.value(token.field), always, token.width);
    }
    default: return numbered(fields.value(token.field), token, token.width);
    }
}

} // namespace

std::string print_timestamp(Timestamp value, std::string_view format, ShownZone zone) {
    struct Last {
        std::string format;
        std::vector<DateToken> tokens;
    };
    thread_local Last last; // formats are nearly always constant, rows many
    if (last.format != format) {
        last.tokens = parse_date_format(format);
        last.format = format;
    }
    const Fields fields(value, zone);
    std::string result;
    for (const auto& token : last.tokens) result += print_field(fields, token);
    return result;
}

} // namespace redstart::catalog
