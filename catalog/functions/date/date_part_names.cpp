#include "catalog/functions/date/date_part_names.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <string>
#include <unordered_map>

#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using Names = std::unordered_map<std::string_view, DatePart>;

void add(Names& names, DatePart part, std::string_view words) {
    while (!words.empty()) {
        const auto blank = words.find(' ');
        names.emplace(words.substr(0, blank), part);
        words.remove_prefix(blank == std::string_view::npos ? words.size() : blank + 1);
    }
}

Names make_names() {
    Names names;
    add(names, DatePart::Millennium, "millennium millennia millenniums mil mils");
    add(names, DatePart::Century, "century centuries c cent cents");
    add(names, DatePart::Decade, "decade decades dec decs");
    add(names, DatePart::Epoch, "epoch");
    add(names, DatePart::Year, "year years y yr yrs");
    add(names, DatePart::Quarter, "quarter quarters qtr qtrs");
    add(names, DatePart::Month, "month months mon mons");
    add(names, DatePart::Week, "week weeks w");
    add(names, DatePart::DayOfWeek, "dayofweek dow dw weekday");
    add(names, DatePart::DayOfYear, "dayofyear doy dy yearday");
    add(names, DatePart::Day, "day days d");
    add(names, DatePart::Hour, "hour hours h hr hrs");
    add(names, DatePart::Minute, "minute minutes m min mins");
    add(names, DatePart::Second, "second seconds s sec secs");
    add(names, DatePart::Millisecond,
        "millisecond milliseconds ms msec msecs msecond mseconds millisec millisecs millisecon");
    add(names, DatePart::Microsecond, "microsecond microseconds us usec usecs usecond useconds microsec microsecs");
    add(names, DatePart::Timezone, "timezone");
    add(names, DatePart::TimezoneHour, "timezone_hour");
    add(names, DatePart::TimezoneMinute, "timezone_minute");
    return names;
}

} // namespace

DatePart date_part_of(std::string_view name) {
    static const Names names = make_names();
    std::string lower(name);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const auto found = names.find(lower);
    if (found == names.end())
        throw protocol::SqlError(protocol::sqlstate::kInvalidParameterValue,
                                 fmt::format("timestamp units \"{}\" not recognized", name));
    return found->second;
}

} // namespace redstart::catalog
