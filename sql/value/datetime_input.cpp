#include "sql/value/datetime_input.hpp"

#include "catalog/functions/date/calendar.hpp"
#include "catalog/functions/date/datetime_format.hpp"
#include "catalog/functions/date/zone_offsets.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/value/datetime_scanner.hpp"

#include <vector>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;
using Special = DateTimeText::Special;

// The month or day that a name or its abbreviation of at least three letters stands for; -1 when it is none.
template <typename Name> int named(std::string_view word, int first, int last, Name name) {
    if (word.size() < 3) return -1;
    for (int i = first; i <= last; ++i)
        if (name(i) == word || (word.size() <= 4 && name(i).starts_with(word))) return i;
    return -1;
}
int month_of(std::string_view word) { return named(word, 1, 12, catalog::month_name); }
int day_of(std::string_view word) { return named(word, 0, 6, catalog::day_name); }

// Reads one text from left to right.
class Reader {
public:
    Reader(std::string_view text, std::string_view type, const InputFacts& facts)
        : text_(text), type_(type), facts_(facts), time_only_(type == "time" || type == "time with time zone"),
          scan_(text) {}

    DateTimeText read() {
        while (scan_.skip_blanks()) token();
        if (result_.special != Special::None) {
            if (year_ || month_ || day_ || result_.micros) malformed();
            return std::move(result_);
        }
        apply_meridiem();
        if (year_ || month_ || day_) set(result_.days, days());
        if (!result_.days && !result_.micros) malformed();
        return std::move(result_);
    }

private:
    [[noreturn]] void malformed() const {
        throw SqlError(state::kInvalidDatetimeFormat,
                       fmt::format("invalid input syntax for type {}: \"{}\"", type_, text_));
    }
    [[noreturn]] void out_of_range() const {
        throw SqlError(state::kDatetimeFieldOverflow, fmt::format("date/time field value out of range: \"{}\"", text_));
    }

    void token() {
        if (scan_.at_digit()) return number();
        if (scan_.at_letter()) return word();
        if ((scan_.peek() == '+' || scan_.peek() == '-') && scan_.digit_at(1)) return offset();
        if (scan_.peek() == '-' || scan_.peek() == '+') {
            const bool minus = scan_.take() == '-';
            if (scan_.word() != "infinity") malformed();
            result_.special = minus ? Special::MinusInfinity : Special::Infinity;
            return;
        }
        malformed();
    }

    void number() {
        const auto digits = scan_.digits();
        const char next = scan_.peek();
        if (next == ':') return time(digits);
        const bool separated = next == '-' || next == '/' || next == '.';
        if (time_only_ && !result_.micros && (digits.size() == 6 || (digits.size() == 4 && !separated)))
            return packed_time(digits);
        if (!year_ && !day_ && separated && scan_.alphanumeric_at(1)) return date(digits, next);
        if (!month_ && !year_ && (digits.size() == 8 || digits.size() == 6)) return packed_date(digits);
        if (year_ && day_ && !result_.micros && (digits.size() == 6 || digits.size() == 4)) return packed_time(digits);
        // A number by itself is the day, then the year, of a month by its name.
        if (digits.size() > 2 || day_)
            set(year_, year_of(digits));
        else
            set(day_, scanned_int(digits));
    }

    template <typename Field, typename Value> void set(Field& field, Value value) {
        if (field) malformed();
        field = value;
    }

    std::int64_t year_of(std::string_view digits) {
        if (digits.size() > 7) out_of_range();
        const auto year = scanned_int(digits);
        two_digit_year_ = digits.size() <= 2;
        return year;
    }

    // 2008-01-02, 1/2/2008, 02-Jan-2008, Jan-02-2008
    void date(std::string_view first, char separator) {
        std::vector<std::string_view> parts{first};
        while (scan_.peek() == separator && scan_.alphanumeric_at(1) && parts.size() < 3) {
            scan_.take();
            parts.push_back(scan_.at_digit() ? scan_.digits() : scan_.letters());
        }
        if (parts.size() == 2 && first.size() >= 4 && parts[1].size() == 3 && !result_.micros)
            return day_of_year(first, parts[1]);
        if (parts.size() != 3 || result_.micros) malformed(); // PostgreSQL takes no such date behind a time
        const auto number = [&](std::string_view part) {
            if (part.empty() || part[0] < '0' || part[0] > '9') malformed();
            if (part.size() > 7) out_of_range();
            return scanned_int(part);
        };
        const bool year_first = parts[0].size() > 2 || (facts_.order == DateOrder::YMD && parts[2].size() <= 2);
        const bool named_month = parts[1][0] < '0' || parts[1][0] > '9';
        const auto year = year_first ? parts[0] : parts[2];
        const bool day_first = named_month || facts_.order == DateOrder::DMY;
        const auto day = year_first ? parts[2] : (day_first ? parts[0] : parts[1]);
        number(year);
        set(year_, year_of(year));
        set(day_, number(day));
        if (!named_month) return set(month_, number(year_first || day_first ? parts[1] : parts[0]));
        const auto month = month_of(lower(parts[1]));
        if (month < 0) malformed();
        set(month_, month);
    }

    // 2024.060, 2024-060
    void day_of_year(std::string_view year, std::string_view day) {
        if (day.find_first_not_of("0123456789") != std::string_view::npos) malformed();
        set(year_, year_of(year));
        day_of_year_ = scanned_int(day); // BC may follow, which decides whether the year is a leap year
    }

    // J2451187, days since the beginning of 4714-11-24 BC
    void julian_day() {
        constexpr std::int64_t kUnixEpoch = 2440588;
        const auto digits = scan_.digits();
        if (digits.size() > 8) out_of_range();
        set(result_.days, scanned_int(digits) - kUnixEpoch);
    }

    // 20080102, 080102
    void packed_date(std::string_view digits) {
        const auto year = digits.substr(0, digits.size() - 4);
        year_ = year_of(year);
        month_ = scanned_int(digits.substr(year.size(), 2));
        day_ = scanned_int(digits.substr(year.size() + 2, 2));
    }

    // 040506, 0405
    void packed_time(std::string_view digits) {
        const auto seconds = digits.size() == 6 ? scanned_int(digits.substr(4)) : 0;
        set_time(scanned_int(digits.substr(0, 2)), scanned_int(digits.substr(2, 2)), seconds,
                 scan_.peek() == '.' ? scan_.fraction_micros() : 0);
    }

    void time(std::string_view hours) {
        scan_.take();
        const auto minutes = scan_.digits();
        if (minutes.empty()) malformed();
        std::string_view seconds = "0";
        if (scan_.peek() == ':') {
            scan_.take();
            seconds = scan_.digits();
            if (seconds.empty()) malformed();
        }
        if (hours.size() > 2 || minutes.size() > 2 || seconds.size() > 2) out_of_range();
        set_time(scanned_int(hours), scanned_int(minutes), scanned_int(seconds),
                 scan_.peek() == '.' ? scan_.fraction_micros() : 0);
    }

    void set_time(std::int64_t hour, std::int64_t minute, std::int64_t second, std::int64_t micros) {
        if (hour > 24 || minute > 59 || second > 60 || (second == 60 && micros > 0)) out_of_range();
        const auto total =
            (hour * 60 + minute) * catalog::kMicrosPerMinute + second * catalog::kMicrosPerSecond + micros;
        if (total > catalog::kMicrosPerDay) out_of_range();
        set(result_.micros, total);
    }

    // +2, -08:00, +0530
    void offset() {
        const bool negative = scan_.take() == '-';
        const auto digits = scan_.digits();
        std::int64_t hours = 0;
        std::int64_t minutes = 0;
        std::int64_t seconds = 0;
        if (digits.size() > 2) {
            if (digits.size() > 4) malformed();
            hours = scanned_int(digits.substr(0, digits.size() - 2));
            minutes = scanned_int(digits.substr(digits.size() - 2));
        } else {
            hours = scanned_int(digits);
            for (auto* part : {&minutes, &seconds}) {
                if (scan_.peek() != ':') break;
                scan_.take();
                *part = scanned_int(scan_.digits());
            }
        }
        if (hours > 15 || minutes > 59 || seconds > 59)
            throw SqlError(state::kInvalidTimeZoneDisplacementValue,
                           fmt::format("time zone displacement out of range: \"{}\"", text_));
        const auto east = static_cast<std::int32_t>((hours * 60 + minutes) * 60 + seconds);
        set_zone(negative ? -east : east);
    }

    void set_zone(std::int32_t east) {
        if (!year_ && !result_.micros) malformed();
        if (result_.offset || !result_.zone.empty()) malformed();
        result_.offset = east;
    }

    void word() {
        const auto written = scan_.zone_name();
        const auto word = lower(written);
        if (word == "t" && !result_.micros && scan_.at_digit()) return time_only_ && year_ ? malformed() : void();
        if (word == "j" && scan_.at_digit()) return julian_day();
        if (const auto month = month_of(word); month >= 0) return month_word(month);
        if (day_of(word) >= 0) return; // the day of the week says nothing new
        if (word == "infinity") {
            result_.special = Special::Infinity;
        } else if (facts_.now && (word == "now" || word == "today" || word == "tomorrow" || word == "yesterday")) {
            current(word);
        } else if (word == "epoch" && !time_only_) {
            year_ = 1970, month_ = day_ = 1;
            set(result_.micros, 0);
            result_.offset = 0;
        } else if (word == "allballs") {
            set(result_.micros, 0);
            result_.offset = 0;
        } else if (word == "am" || word == "pm") {
            set(meridiem_, word == "pm");
        } else if (word == "bc" || word == "ad") {
            set(before_christ_, word == "bc");
        } else {
            zone(written, word);
        }
    }

    // As of the session's clock; all but now are days.
    void current(std::string_view word) {
        const auto now = facts_.now();
        const auto day = catalog::floor_div(now, catalog::kMicrosPerDay);
        set(result_.days, day + (word == "tomorrow" ? 1 : word == "yesterday" ? -1 : 0));
        if (word == "now") set(result_.micros, now - day * catalog::kMicrosPerDay);
    }

    void month_word(int month) {
        set(month_, month);
        // Jan-02-2008
        if ((scan_.peek() == '-' || scan_.peek() == '/') && scan_.digit_at(1)) {
            const char separator = scan_.take();
            set(day_, scanned_int(scan_.digits()));
            if (scan_.peek() != separator || !scan_.digit_at(1)) malformed();
            scan_.take();
            set(year_, year_of(scan_.digits()));
        }
    }

    void zone(std::string_view written, std::string_view word) {
        if (const auto east = catalog::abbreviation_offset(word)) return set_zone(*east);
        const bool name = written.find('/') != std::string_view::npos;
        if (!name || !result_.micros || result_.offset || !result_.zone.empty()) malformed();
        result_.zone = written;
    }

    void apply_meridiem() {
        if (!meridiem_) return;
        if (!result_.micros) malformed();
        const auto hour = *result_.micros / catalog::kMicrosPerHour;
        if (hour > 12) out_of_range();
        if (*meridiem_ && hour < 12) *result_.micros += 12 * catalog::kMicrosPerHour;
        if (!*meridiem_ && hour == 12) *result_.micros -= 12 * catalog::kMicrosPerHour;
    }

    std::int64_t days() {
        if (!year_ || (!day_of_year_ && (!month_ || !day_))) malformed();
        auto year = *year_;
        if (before_christ_.value_or(false)) {
            if (year == 0) out_of_range();
            year = 1 - year;
        } else if (two_digit_year_) {
            year += year < 70 ? 2000 : 1900;
        } else if (year == 0) {
            out_of_range();
        }
        if (day_of_year_) {
            if (*day_of_year_ < 1 || *day_of_year_ > (catalog::is_leap_year(year) ? 366 : 365)) out_of_range();
            const auto civil = catalog::civil_from_days(catalog::days_from_civil({year, 1, 1}) + *day_of_year_ - 1);
            month_ = civil.month;
            day_ = civil.day;
        }
        if (*month_ < 1 || *month_ > 12 || *day_ < 1) out_of_range();
        const auto month = static_cast<int>(*month_);
        // The years Redshift's dates have (r_Datetime_types); the first day is the one Julian days count from.
        constexpr auto kFirst = catalog::days_from_civil({-4713, 11, 24});
        if (*day_ > catalog::days_in_month(year, month) || year > 294276) out_of_range();
        const auto days = catalog::days_from_civil({year, month, static_cast<int>(*day_)});
        if (days < kFirst) out_of_range();
        return days;
    }

    const std::string_view text_;
    const std::string_view type_;
    const InputFacts& facts_;
    const bool time_only_; // digits alone are no date
    DateTimeScanner scan_;
    DateTimeText result_;
    std::optional<std::int64_t> year_, month_, day_, day_of_year_;
    std::optional<bool> meridiem_, before_christ_; // true: PM, BC
    bool two_digit_year_ = false;
};

} // namespace

DateTimeText datetime_from_text(std::string_view text, std::string_view type, const InputFacts& facts) {
    return Reader(text, type, facts).read();
}

} // namespace redstart::sql
