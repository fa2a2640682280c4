#include "catalog/functions/date/datetime_format.hpp"

#include <array>

namespace redstart::catalog {

namespace {

struct Keyword {
    std::string_view name; // in lower case
    DateField field;
    int width;
};

// The longest first among those with one beginning.
constexpr auto kKeywords = std::to_array<Keyword>({
    {"a.d.", DateField::Era, 0},          {"a.m.", DateField::Meridiem, 0},    {"ad", DateField::Era, 0},
    {"am", DateField::Meridiem, 0},       {"b.c.", DateField::Era, 0},         {"bc", DateField::Era, 0},
    {"cc", DateField::Century, 2},        {"day", DateField::DayName, 9},      {"ddd", DateField::DayOfYear, 3},
    {"dd", DateField::DayOfMonth, 2},     {"dy", DateField::DayShort, 0},      {"d", DateField::DayOfWeek, 1},
    {"hh24", DateField::Hour24, 2},       {"hh12", DateField::Hour12, 2},      {"hh", DateField::Hour12, 2},
    {"iddd", DateField::IsoDayOfYear, 3}, {"id", DateField::IsoDayOfWeek, 1},  {"iw", DateField::IsoWeek, 2},
    {"iyyy", DateField::IsoYear, 4},      {"iyy", DateField::IsoYear, 3},      {"iy", DateField::IsoYear, 2},
    {"i", DateField::IsoYear, 1},         {"j", DateField::Julian, 7},         {"mi", DateField::Minute, 2},
    {"mm", DateField::Month, 2},          {"month", DateField::MonthName, 9},  {"mon", DateField::MonthShort, 0},
    {"ms", DateField::Millisecond, 3},    {"of", DateField::ZoneOffset, 0},    {"p.m.", DateField::Meridiem, 0},
    {"pm", DateField::Meridiem, 0},       {"q", DateField::Quarter, 1},        {"rm", DateField::MonthRoman, 4},
    {"sssss", DateField::SecondOfDay, 5}, {"ssss", DateField::SecondOfDay, 5}, {"ss", DateField::Second, 2},
    {"tz", DateField::ZoneName, 0},       {"us", DateField::Microsecond, 6},   {"ww", DateField::WeekOfYear, 2},
    {"w", DateField::WeekOfMonth, 1},     {"y,yyy", DateField::YearComma, 4},  {"yyyy", DateField::Year, 4},
    {"yyy", DateField::Year, 3},          {"yy", DateField::Year, 2},          {"y", DateField::Year, 1},
});

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_lower(std::string_view text, std::string_view prefix) {
    if (text.size() < prefix.size()) return false;
    for (std::size_t i = 0; i < prefix.size(); ++i)
        if (lower(text[i]) != prefix[i]) return false;
    return true;
}

const Keyword* keyword_at(std::string_view text) {
    for (const auto& keyword : kKeywords)
        if (starts_with_lower(text, keyword.name)) return &keyword;
    return nullptr;
}

void add_literal(std::vector<DateToken>& tokens, char c) {
    if (tokens.empty() || tokens.back().field != DateField::Literal) tokens.emplace_back();
    tokens.back().text += c;
}

// Text in double quotes stands for itself; a backslash keeps the next quote. Returns what is behind it.
std::string_view take_quoted(std::vector<DateToken>& tokens, std::string_view format) {
    format.remove_prefix(1);
    while (!format.empty() && format.front() != '"') {
        if (format.front() == '\\' && format.size() > 1) format.remove_prefix(1);
        add_literal(tokens, format.front());
        format.remove_prefix(1);
    }
    return format.substr(format.empty() ? 0 : 1);
}

std::string_view take_field(std::vector<DateToken>& tokens, std::string_view format, const Keyword& keyword,
                            bool filled) {
    DateToken token;
    token.field = keyword.field;
    token.text = format.substr(0, keyword.name.size());
    token.width = keyword.width;
    token.filled = filled;
    format.remove_prefix(keyword.name.size());
    if (format.starts_with("TH") || format.starts_with("th")) {
        token.ordinal = format.substr(0, 2);
        format.remove_prefix(2);
    }
    tokens.push_back(std::move(token));
    return format;
}

} // namespace

std::vector<DateToken> parse_date_format(std::string_view format) {
    std::vector<DateToken> tokens;
    while (!format.empty()) {
        if (format.front() == '"') {
            format = take_quoted(tokens, format);
            continue;
        }
        const bool fill_mode = starts_with_lower(format, "fm");
        const auto field = fill_mode ? format.substr(2) : format;
        if (const auto* keyword = keyword_at(field)) {
            format = take_field(tokens, field, *keyword, !fill_mode);
        } else if (fill_mode) {
            format.remove_prefix(2);
        } else {
            add_literal(tokens, format.front());
            format.remove_prefix(1);
        }
    }
    return tokens;
}

std::string_view month_name(int month) {
    constexpr std::string_view kNames[] = {"january", "february", "march",     "april",   "may",      "june",
                                           "july",    "august",   "september", "october", "november", "december"};
    return kNames[month - 1];
}

std::string_view day_name(int day) {
    constexpr std::string_view kNames[] = {"sunday",   "monday", "tuesday", "wednesday",
                                           "thursday", "friday", "saturday"};
    return kNames[day];
}

std::string_view month_roman(int month) {
    constexpr std::string_view kNames[] = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"};
    return kNames[month - 1];
}

} // namespace redstart::catalog
