// Date parts in any of Redshift's spellings, and intervals of two fields: the engine's parser takes one unit at most.
#include "sql/dialect/rewriter.hpp"
#include "sql/dialect/types.hpp"

#include <algorithm>

namespace redstart::sql {
namespace {

struct DatePart {
    std::string_view name;
    std::string_view spellings; // between blanks
};

// Redshift developer guide, "Date parts for date or timestamp functions".
constexpr DatePart kParts[] = {
    {"millennium", " millennium millennia mil mils "},
    {"century", " century centuries c cent cents "},
    {"decade", " decade decades dec decs "},
    {"epoch", " epoch "},
    {"year", " year years y yr yrs "},
    {"quarter", " quarter quarters qtr qtrs "},
    {"month", " month months mon mons "},
    {"week", " week weeks w "},
    {"dow", " dayofweek dow dw weekday "},
    {"doy", " dayofyear doy dy yearday "},
    {"day", " day days d "},
    {"hour", " hour hours h hr hrs "},
    {"minute", " minute minutes m min mins "},
    {"second", " second seconds s sec secs "},
    {"millisecond", " millisecond milliseconds ms msec msecs msecond mseconds millisec millisecs millisecon "},
    {"microsecond", " microsecond microseconds microsec microsecs usecond useconds us usec usecs "},
    {"timezone", " timezone "},
    {"timezone_hour", " timezone_hour "},
    {"timezone_minute", " timezone_minute "},
};

// Empty when `text` is no date part.
std::string_view date_part(std::string_view text) {
    if (text.empty() || text.find(' ') != std::string_view::npos) return {};
    const auto wanted = " " + lower_case(text) + " ";
    for (const auto& part : kParts)
        if (part.spellings.find(wanted) != std::string_view::npos) return part.name;
    return {};
}

// The first argument, behind the "(" at `i + 1`, is one word or string that `ends` follows.
template <typename Ends> void rewrite_part(Rewriter& rewriter, std::size_t i, bool bare, Ends ends) {
    if (!rewriter.at(i + 1).is('(') || !ends(rewriter.at(i + 3))) return;
    const auto& token = rewriter.at(i + 2);
    std::string_view part;
    if (is_string(token))
        part = date_part(string_value(token, rewriter.statement().lexed_with.backslash_escapes));
    else if (bare && token.kind == TokenKind::Identifier)
        part = date_part(identifier_value(token));
    if (!part.empty()) rewriter.replace(i + 2, quoted_string(part));
}

bool is_comma(const Token& token) { return token.is(','); }

// DATEADD(month, 1, x): the part may stand without quotes.
void rewrite_bare(Rewriter& rewriter, std::size_t i) { rewrite_part(rewriter, i, true, is_comma); }

// DATE_TRUNC('qtr', x): only in quotes; without them it is a column.
void rewrite_quoted(Rewriter& rewriter, std::size_t i) { rewrite_part(rewriter, i, false, is_comma); }

void rewrite_extract(Rewriter& rewriter, std::size_t i) {
    rewrite_part(rewriter, i, true, [](const Token& token) { return token.is("from"_w); });
}

// INTERVAL '1-2' YEAR TO MONTH and INTERVAL '1 02:03:04' DAY TO SECOND
enum class Unit : unsigned char { Year, Month, Day, Hour, Minute, Second, None };

Unit unit_of(Word word) {
    switch (word) {
    case "year"_w:
    case "years"_w: return Unit::Year;
    case "month"_w:
    case "months"_w: return Unit::Month;
    case "day"_w:
    case "days"_w: return Unit::Day;
    case "hour"_w:
    case "hours"_w: return Unit::Hour;
    case "minute"_w:
    case "minutes"_w: return Unit::Minute;
    case "second"_w:
    case "seconds"_w: return Unit::Second;
    default: return Unit::None;
    }
}

bool are_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_blanks(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// "y-m"; empty for any other text, which says its units itself.
std::string years_and_months(std::string_view text, const char* sign) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos || !are_digits(text.substr(0, dash)) || !are_digits(text.substr(dash + 1)))
        return {};
    return sign + std::string(text.substr(0, dash)) + " years " + sign + std::string(text.substr(dash + 1)) + " months";
}

// "d hh:mm:ss" from the unit `first` on, down to `last`.
std::string days_and_time(std::string_view text, const char* sign, Unit first, Unit last) {
    std::string result;
    if (first == Unit::Day) {
        const auto blank = text.find(' ');
        const auto days = text.substr(0, blank);
        if (!are_digits(days)) return {};
        result = sign + std::string(days) + " days ";
        text = blank == std::string_view::npos ? std::string_view() : without_blanks(text.substr(blank));
        if (text.empty()) return result;
    }
    const bool time =
        std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == ':' || c == '.'; });
    if (!time) return {};
    const auto colons = std::count(text.begin(), text.end(), ':');
    std::string clock(text);
    if (last == Unit::Hour && colons == 0) clock += ":00:00";
    if (last == Unit::Minute && colons == 0) clock = "00:" + clock;
    if (last == Unit::Minute && colons <= 1) clock += ":00";
    if (last == Unit::Second && colons == 1) clock = "00:" + clock;
    if (last == Unit::Second && colons == 0) clock = "00:00:" + clock;
    return result + sign + clock;
}

void rewrite_interval(Rewriter& rewriter, std::size_t i) {
    if (!is_string(rewriter.at(i + 1))) return;
    const auto first = unit_of(rewriter.at(i + 2).word);
    if (first == Unit::None || !rewriter.at(i + 3).is("to"_w)) return;
    const auto last = unit_of(rewriter.at(i + 4).word);
    const bool months = first == Unit::Year && last == Unit::Month;
    if (!months && (first < Unit::Day || last < first || last == Unit::None)) rewriter.fail(i + 4);
    const auto value = string_value(rewriter.at(i + 1), rewriter.statement().lexed_with.backslash_escapes);
    auto text = without_blanks(value);
    const char* sign = text.starts_with('-') ? "-" : "";
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    auto plain = first == Unit::Year ? years_and_months(text, sign) : days_and_time(text, sign, first, last);
    if (plain.empty()) plain = value;
    const auto end = rewriter.at(i + 5).is('(') ? rewriter.partner(i + 5) + 1 : i + 5;
    rewriter.replace(i, end, "interval " + quoted_string(plain));
}

constexpr Rule kRules[] = {
    {"dateadd"_w, rewrite_bare},      {"date_add"_w, rewrite_bare},   {"datediff"_w, rewrite_bare},
    {"date_diff"_w, rewrite_bare},    {"date_part"_w, rewrite_bare},  {"datepart"_w, rewrite_bare},
    {"date_trunc"_w, rewrite_quoted}, {"extract"_w, rewrite_extract}, {"interval"_w, rewrite_interval}};

} // namespace

std::span<const Rule> date_part_rules() { return kRules; }

} // namespace redstart::sql
