#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/settings/settings_table.hpp"
#include "sql/settings/zone_values.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::vector<std::string> words(std::string_view text, std::string_view separators) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(separators), text.size());
        if (end > 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

[[noreturn]] void invalid(const Parameter& parameter, std::string_view value) {
    throw SqlError(state::kInvalidParameterValue,
                   fmt::format("invalid value for parameter \"{}\": \"{}\"", parameter.name, value));
}

// PostgreSQL's parse_bool: any unambiguous beginning of true, false, yes, no, on, off; 1 and 0.
std::string boolean(const Parameter& parameter, std::string_view text) {
    const auto value = lower_case(text);
    const auto begins = [&](std::string_view word, std::size_t least) {
        return value.size() >= least && word.starts_with(value);
    };
    if (begins("true", 1) || begins("yes", 1) || value == "on" || value == "1") return "on";
    if (begins("false", 1) || begins("no", 1) || begins("off", 2) || value == "0") return "off";
    throw SqlError(state::kInvalidParameterValue,
                   fmt::format("parameter \"{}\" requires a Boolean value", parameter.name));
}

// How many of `base` one `unit` is; 0 when it is no such unit.
std::int64_t factor(std::string_view unit, std::string_view base) {
    struct Unit {
        std::string_view name;
        std::int64_t size;
    };
    constexpr Unit times[] = {{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
    constexpr Unit sizes[] = {{"kB", 1}, {"MB", 1024}, {"GB", 1024 * 1024}};
    if (base == "kB") {
        for (const auto& size : sizes)
            if (size.name == unit) return size.size;
        return 0;
    }
    for (const auto& time : times)
        if (time.name == unit) return base == "s" ? time.size / 1000 : base == "ms" ? time.size : 0;
    return 0;
}

std::string integer(const Parameter& parameter, std::string_view text) {
    std::int64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc()) invalid(parameter, text);
    const auto unit = trimmed({result.ptr, static_cast<std::size_t>(end - result.ptr)});
    const auto scale = unit.empty() ? 1 : factor(unit, parameter.unit);
    if (scale == 0 || value > INT32_MAX || value < INT32_MIN) invalid(parameter, text);
    value *= scale;
    if (value < parameter.min || value > parameter.max)
        throw SqlError(state::kInvalidParameterValue,
                       fmt::format("{} is outside the valid range for parameter \"{}\" ({} .. {})", value,
                                   parameter.name, parameter.min, parameter.max));
    return std::to_string(value);
}

// Kept as it was written.
std::string number(const Parameter& parameter, std::string_view text) {
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto* begin = text.starts_with('+') ? text.data() + 1 : text.data();
    const auto result = std::from_chars(begin, end, value);
    if (result.ec != std::errc() || result.ptr != end) invalid(parameter, text);
    if (!(value >= static_cast<double>(parameter.min) && value <= static_cast<double>(parameter.max)))
        throw SqlError(state::kInvalidParameterValue,
                       fmt::format("{} is outside the valid range for parameter \"{}\" ({} .. {})", text,
                                   parameter.name, parameter.min, parameter.max));
    return std::string(text);
}

// The choices write a blank as "_": "repeatable read".
std::string choice(const Parameter& parameter, std::string_view text) {
    auto wanted = lower_case(text);
    for (const auto& word : words(parameter.choices, " ")) {
        auto name = word;
        if (parameter.choices.find("repeatable_read") != std::string_view::npos)
            std::replace(name.begin(), name.end(), '_', ' ');
        if (lower_case(name) == wanted) return name;
    }
    invalid(parameter, text);
}

std::string name_list(const std::vector<std::string>& values) {
    std::string out;
    for (const auto& value : values) {
        const bool plain =
            !value.empty() && !(value[0] >= '0' && value[0] <= '9') && value[0] != '$' &&
            std::all_of(value.begin(), value.end(), [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || (c & 0x80) != 0;
            });
        if (!out.empty()) out += ", ";
        out += plain ? value : quoted_identifier(value);
    }
    return out;
}

// "ISO, DMY": the words in any order. German says DMY where no order is given (PostgreSQL).
std::string date_style(const Parameter& parameter, const std::vector<std::string>& values, std::string_view current) {
    std::string form(trimmed(current.substr(0, current.find(','))));
    std::string order(trimmed(current.substr(current.find(',') + 1)));
    bool ordered = false;
    for (const auto& value : values)
        for (const auto& word : words(value, ", ")) {
            const auto style = lower_case(word);
            const bool is_form = style == "iso" || style == "sql" || style == "postgres" || style == "german";
            if (is_form) {
                form = style == "iso" ? "ISO" : style == "sql" ? "SQL" : style == "german" ? "German" : "Postgres";
                if (style == "german" && !ordered) order = "DMY";
                continue;
            }
            ordered = style != "default";
            if (style == "mdy" || style == "us" || style == "noneuro" || style == "noneuropean")
                order = "MDY";
            else if (style == "dmy" || style == "european" || style == "euro")
                order = "DMY";
            else if (style == "ymd")
                order = "YMD";
            else if (style == "default")
                form = "ISO", order = "MDY";
            else
                invalid(parameter, value);
        }
    return form + ", " + order;
}

// Text is UTF-8 from end to end; UNICODE is Redshift's name of it. asyncpg sends the name in quotes of its own.
std::string encoding(const Parameter& parameter, std::string_view text) {
    std::string name;
    for (const char c : lower_case(text))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) name += c;
    if (name == "utf8" || name == "unicode" || name == "default") return "UTF8";
    invalid(parameter, text);
}

} // namespace

std::string normalized(const Parameter& parameter, const std::vector<std::string>& values, std::string_view current,
                       const TimeZones& zones) {
    if (parameter.kind == ParameterKind::List) return name_list(values);
    if (parameter.kind == ParameterKind::DateStyle) return date_style(parameter, values, current);
    if (values.size() != 1)
        throw SqlError(state::kInvalidParameterValue, fmt::format("SET {} takes only one argument", parameter.name));
    const auto text = trimmed(values[0]);
    switch (parameter.kind) {
    case ParameterKind::Bool: return boolean(parameter, text);
    case ParameterKind::Integer: return integer(parameter, text);
    case ParameterKind::Enum: return choice(parameter, text);
    case ParameterKind::Number: return number(parameter, text);
    case ParameterKind::TimeZone:
        if (auto zone = time_zone(text, zones)) return std::move(*zone);
        invalid(parameter, text);
    case ParameterKind::Encoding: return encoding(parameter, text);
    default: return values[0];
    }
}

} // namespace redstart::sql
