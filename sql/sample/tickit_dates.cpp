// DATE rows of the TICKIT sample.
#include "sql/sample/tickit.hpp"
#include "sql/sample/tickit_calendar.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace redstart::sql::sample {
namespace {

// 2008: New Year, Martin Luther King, Washington, Memorial, Independence, Labor, Columbus, Veterans, Thanksgiving and
// Christmas days, as month * 100 + day.
constexpr std::array<unsigned, 10> kHolidays = {101, 121, 218, 526, 704, 901, 1013, 1111, 1127, 1225};

constexpr std::array<std::string_view, 7> kDays = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
constexpr std::array<std::string_view, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                      "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 4> kQuarters = {"1", "2", "3", "4"};

} // namespace

DateRow make_date(std::int32_t index) {
    const std::chrono::sys_days day{std::chrono::days{calendar_day(index)}};
    const std::chrono::year_month_day date{day};
    const std::chrono::weekday weekday{day};
    const unsigned month = static_cast<unsigned>(date.month());
    const std::chrono::weekday first_weekday{std::chrono::sys_days{std::chrono::days{kFirstCalendarDay}}};
    const auto since_sunday =
        calendar_day(index) - kFirstCalendarDay + static_cast<std::int32_t>(first_weekday.c_encoding());
    DateRow row{};
    row.dateid = static_cast<std::int16_t>(kFirstDateId + index);
    row.caldate = calendar_day(index);
    row.day = kDays[weekday.c_encoding()];
    row.week = static_cast<std::int16_t>(since_sunday / 7 + 1);
    row.month = kMonths[month - 1];
    row.qtr = kQuarters[(month - 1) / 3];
    row.year = static_cast<std::int16_t>(static_cast<int>(date.year()));
    row.holiday = std::ranges::find(kHolidays, month * 100 + static_cast<unsigned>(date.day())) != kHolidays.end();
    return row;
}

} // namespace redstart::sql::sample
