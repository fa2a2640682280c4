#include "catalog/functions/date/calendar.hpp"
#include "catalog/functions/date/date_part_names.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/value/datetime_input.hpp"
#include "sql/value/datetime_scanner.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::DatePart;
using protocol::SqlError;

// Reads one interval from left to right; sums are kept wide and checked at the end.
class IntervalReader {
public:
    explicit IntervalReader(std::string_view text) : text_(text), scan_(text) {}

    catalog::Interval read() {
        bool any = false;
        if (scan_.skip_blanks() && scan_.peek() == 'P') return iso();
        while (scan_.skip_blanks()) {
            if (!any && scan_.peek() == '@') {
                scan_.take();
                continue;
            }
            if (any && scan_.at_letter() && scan_.word() == "ago" && !scan_.skip_blanks()) return total(-1);
            term();
            any = true;
        }
        if (!any || days_before_time_) malformed();
        return total(1);
    }

private:
    [[noreturn]] void malformed() const {
        throw SqlError(state::kInvalidDatetimeFormat,
                       fmt::format("invalid input syntax for type interval: \"{}\"", text_));
    }
    [[noreturn]] void out_of_range() const {
        throw SqlError(state::kIntervalFieldOverflow, fmt::format("interval field value out of range: \"{}\"", text_));
    }

    double sign() {
        if (scan_.peek() != '-' && scan_.peek() != '+') return 1;
        return scan_.take() == '-' ? -1 : 1;
    }

    void term() {
        const auto sign = this->sign();
        const auto digits = scan_.digits();
        if (scan_.peek() == ':') return time(digits, sign);
        if (days_before_time_) malformed();
        if (!digits.empty() && scan_.peek() == '-' && scan_.digit_at(1)) {
            scan_.take();
            const auto months = static_cast<double>(scanned_int(scan_.digits()));
            if (months > 11) out_of_range();
            if (scan_.peek() == '-' || scan_.peek() == '/') malformed(); // a date
            once(DatePart::Year);
            once(DatePart::Month);
            months_ += sign * (static_cast<double>(scanned_int(digits)) * 12 + months);
            return;
        }
        auto amount = static_cast<double>(scanned_int(digits));
        bool fraction = false;
        if (scan_.peek() == '.') {
            fraction = true;
            amount += static_cast<double>(scan_.fraction_micros()) / 1e6;
        }
        if ((digits.empty() && !fraction) || scan_.peek() == '.') malformed();
        unit(sign * amount);
    }

    // Each unit may stand once (PostgreSQL); a time has three.
    void once(DatePart part) {
        const auto bit = 1U << static_cast<unsigned>(part);
        if ((seen_ & bit) != 0) malformed();
        seen_ |= bit;
    }

    double number() {
        const auto sign = this->sign();
        const auto digits = scan_.digits();
        auto amount = static_cast<double>(scanned_int(digits));
        if (scan_.peek() == '.') return sign * (amount + static_cast<double>(scan_.fraction_micros()) / 1e6);
        if (digits.empty()) malformed();
        return sign * amount;
    }

    // ISO 8601: P1Y2M3DT4H5M6S, and P0001-02-03T04:05:06.
    catalog::Interval iso() {
        scan_.take();
        bool any = false;
        bool time = false;
        while (scan_.peek() != '\0') {
            if (scan_.peek() == 'T' && !time) {
                scan_.take();
                time = true;
                if (scan_.peek() == '\0') malformed();
            }
            const auto amount = number();
            const char unit = scan_.peek();
            if (unit == '\0') malformed();
            any = true;
            if (!time && unit == '-')
                iso_date(amount);
            else if (time && unit == ':')
                iso_time(amount);
            else
                iso_unit(scan_.take(), time, amount);
        }
        if (!any) malformed();
        return total(1);
    }

    void iso_unit(char unit, bool time, double amount) {
        switch (unit) {
        case 'Y': return time ? malformed() : add_years(amount);
        case 'M': return time ? add_micros(amount * 6e7) : add_months(amount);
        case 'W': return time ? malformed() : add_days(amount * 7);
        case 'D': return time ? malformed() : add_days(amount);
        case 'H': return time ? add_micros(amount * 3.6e9) : malformed();
        case 'S': return time ? add_micros(amount * 1e6) : malformed();
        default: malformed();
        }
    }

    void iso_date(double years) {
        add_years(years);
        scan_.take();
        add_months(number());
        if (scan_.peek() != '-') malformed();
        scan_.take();
        add_days(number());
    }

    void iso_time(double hours) {
        add_micros(hours * 3.6e9);
        scan_.take();
        add_micros(number() * 6e7);
        if (scan_.peek() != ':') return;
        scan_.take();
        add_micros(number() * 1e6);
    }

    void time(std::string_view hours, double sign) {
        for (const auto part : {DatePart::Hour, DatePart::Minute, DatePart::Second}) once(part);
        days_before_time_ = false;
        scan_.take();
        const auto minutes = scan_.digits();
        if (hours.empty() || minutes.empty()) malformed();
        if (scan_.peek() == '.') return time_of_day(0, scanned_int(hours), scanned_int(minutes), sign); // mm:ss.f
        std::int64_t seconds = 0;
        if (scan_.peek() == ':') {
            scan_.take();
            const auto written = scan_.digits();
            if (written.empty()) malformed();
            seconds = scanned_int(written);
        }
        time_of_day(scanned_int(hours), scanned_int(minutes), seconds, sign);
    }

    // Behind them the fraction of the second. A second may be the sixtieth (PostgreSQL).
    void time_of_day(std::int64_t hours, std::int64_t minutes, std::int64_t seconds, double sign) {
        const std::int64_t micros = scan_.peek() == '.' ? scan_.fraction_micros() : 0;
        if (minutes > 59 || seconds > 60) out_of_range();
        const auto rest = minutes * catalog::kMicrosPerMinute + seconds * catalog::kMicrosPerSecond + micros;
        micros_ += sign * (static_cast<long double>(hours) * catalog::kMicrosPerHour + static_cast<long double>(rest));
    }

    // A number before a time counts days, any other without a unit seconds.
    void unit(double amount) {
        scan_.skip_blanks();
        if (!scan_.at_letter()) {
            days_before_time_ = scan_.peek() != '\0';
            once(days_before_time_ ? DatePart::Day : DatePart::Second);
            return days_before_time_ ? add_days(amount) : add_micros(amount * 1e6);
        }
        const auto word = scan_.word();
        DatePart part{};
        try {
            part = catalog::date_part_of(word);
        } catch (const SqlError&) { malformed(); }
        once(part);
        switch (part) {
        case DatePart::Millennium: return add_months(amount * 12000);
        case DatePart::Century: return add_months(amount * 1200);
        case DatePart::Decade: return add_months(amount * 120);
        case DatePart::Year: return add_years(amount);
        case DatePart::Month: return add_months(amount);
        case DatePart::Week: return add_days(amount * 7);
        case DatePart::Day: return add_days(amount);
        case DatePart::Hour: return add_micros(amount * 3.6e9);
        case DatePart::Minute: return add_micros(amount * 6e7);
        case DatePart::Second: return add_micros(amount * 1e6);
        case DatePart::Millisecond: return add_micros(amount * 1e3);
        case DatePart::Microsecond: return add_micros(amount);
        default: malformed();
        }
    }

    // Fractions of a year are whole months, of a month days of 30 to the month, of a day time.
    void add_years(double years) { months_ += std::round(years * 12); }
    void add_months(double months) {
        const auto whole = std::trunc(months);
        months_ += whole;
        add_days((months - whole) * 30);
    }
    void add_days(double days) {
        const auto whole = std::trunc(days);
        days_ += whole;
        add_micros((days - whole) * 8.64e10);
    }
    void add_micros(double micros) { micros_ += std::round(micros); }

    catalog::Interval total(int sign) const {
        constexpr double kInt = std::numeric_limits<std::int32_t>::max();
        if (std::abs(months_) > kInt || std::abs(days_) > kInt ||
            std::abs(micros_) > static_cast<long double>(INT64_MAX))
            out_of_range();
        return {static_cast<std::int32_t>(months_) * sign, static_cast<std::int32_t>(days_) * sign,
                static_cast<std::int64_t>(micros_) * sign};
    }

    const std::string_view text_;
    DateTimeScanner scan_;
    unsigned seen_ = 0;             // units, by their bits
    bool days_before_time_ = false; // a number without a unit was read: a time has to follow
    double months_ = 0;
    double days_ = 0;
    long double micros_ = 0; // exact for every value an interval can have
};

} // namespace

catalog::Interval interval_from_text(std::string_view text) { return IntervalReader(text).read(); }

} // namespace redstart::sql
