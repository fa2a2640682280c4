#include "sql/run/explain_text.hpp"

#include "catalog/engine/sql_words.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }

// Behind the quoted text or name that begins at `at`.
std::size_t quoted_end(std::string_view text, std::size_t at) {
    const auto end = text.find(text[at], at + 1);
    return end == text.npos ? text.size() : end + 1;
}

// Where the bracket that opens at `at` closes; the end of the text when it does not.
std::size_t closing(std::string_view text, std::size_t at) {
    int depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '\'' || c == '"') {
            at = quoted_end(text, at);
            continue;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0) return at;
        ++at;
    }
    return text.size();
}

// Where `word` stands outside of quotes and brackets.
std::size_t find_outside(std::string_view text, std::string_view word, std::size_t from = 0) {
    for (auto at = from; at < text.size(); ++at) {
        if (text.substr(at).starts_with(word)) return at;
        if (text[at] == '\'' || text[at] == '"')
            at = quoted_end(text, at) - 1;
        else if (text[at] == '(')
            at = closing(text, at);
    }
    return text.npos;
}

std::vector<std::string_view> arguments_of(std::string_view list) {
    std::vector<std::string_view> found;
    for (std::size_t from = 0; from < list.size();) {
        const auto comma = find_outside(list, ", ", from);
        found.push_back(list.substr(from, comma == list.npos ? list.npos : comma - from));
        from = comma == list.npos ? list.size() : comma + 2;
    }
    return found;
}

// The engine's forms of LIKE for a pattern that has its wildcards at its ends.
std::optional<std::string> like_form(std::string_view name, const std::vector<std::string_view>& arguments) {
    const bool before = name == "suffix" || name == "contains";
    const bool behind = name == "prefix" || name == "contains";
    if ((!before && !behind) || arguments.size() != 2 || arguments[1].size() < 2 || arguments[1].front() != '\'')
        return std::nullopt;
    return fmt::format("({} ~~ '{}{}{}')", explained(arguments[0]), before ? "%" : "",
                       arguments[1].substr(1, arguments[1].size() - 2), behind ? "%" : "");
}

std::optional<std::string> operator_form(std::string_view name, const std::vector<std::string_view>& arguments) {
    if (arguments.size() < 2) return std::nullopt;
    const auto with = [&](std::string_view sign) {
        return fmt::format("({} {} {})", explained(arguments[0]), sign, explained(arguments[1]));
    };
    if (name == "like_escape") return with("~~");
    if (name == "not_like_escape") return with("!~~");
    if (name == "ilike_escape") return with("~~*");
    if (name == "not_ilike_escape") return with("!~~*");
    if (name == "regexp_matches" || name == "regexp_full_match") return with("~");
    if (name == "rs_regex_match") return with("~");
    if (name == "rs_regex_not_match") return with("!~");
    if (name == "rs_regex_imatch") return with("~*");
    if (name == "rs_regex_not_imatch") return with("!~*");
    return std::nullopt;
}

std::string cast_form(std::string_view content) {
    const auto as = find_outside(content, " AS ");
    if (as == content.npos) return fmt::format("CAST({})", explained(content));
    return fmt::format("({})::{}", explained(content.substr(0, as)), sql_type(content.substr(as + 4)));
}

std::string call_form(std::string_view name, std::string_view content) {
    if (name == "CAST") return cast_form(content);
    if (name == "count_star") return "count(*)";
    const auto arguments = arguments_of(content);
    if (auto form = like_form(name, arguments)) return *form;
    if (auto form = operator_form(name, arguments)) return *form;
    // What stands around a value that a query only names.
    const bool hidden = name == "rs_unpadded" || name == "rs_sum_result" || name == "rs_avg_result" ||
                        name.starts_with("rs_truncate_") || name.starts_with("rs_fitting_");
    if (hidden && !arguments.empty()) return explained(arguments[0]);
    if (name == "rs_extract") name = "date_part";
    if (name.starts_with("rs_")) name.remove_prefix(3);
    return fmt::format("{}({})", name, explained(content));
}

std::string_view trimmed(std::string_view part) {
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    return part;
}

// The three parts of a range, with or without brackets around each.
bool is_range(std::string_view low, std::string_view high, std::string_view rest) {
    if (low.starts_with('(') && low.ends_with(')')) low = low.substr(1, low.size() - 2);
    if (high.starts_with('(') && high.ends_with(')')) high = high.substr(1, high.size() - 2);
    const auto sign = low.find(">=");
    if (sign == low.npos) return false;
    const auto column = trimmed(low.substr(0, sign));
    const auto value = trimmed(low.substr(sign + 2));
    if (value.size() < 2 || value.front() != '\'' || column.empty() ||
        !std::all_of(column.begin(), column.end(), is_word))
        return false;
    const auto end = fmt::format("{}!'", value.substr(0, value.size() - 1));
    return (high == fmt::format("{} < {}", column, end) || high == fmt::format("{}<{}", column, end)) &&
           rest.starts_with(fmt::format("({} = {})", column, value));
}

// What equals a text is not before it, and before what comes behind it and its blanks: the query says the first.
std::string without_ranges(std::string text) {
    constexpr std::string_view kAnd = " AND ";
    auto first = text.find(kAnd);
    for (std::size_t at = 0; first != text.npos && at < text.size();) {
        if (at > first) first = text.find(kAnd, at);
        const auto second = first == text.npos ? text.npos : text.find(kAnd, first + kAnd.size());
        if (second == text.npos) break;
        const std::string_view all = text;
        const auto low = all.substr(at, first - at);
        const auto high = all.substr(first + kAnd.size(), second - first - kAnd.size());
        if (low.size() < 256 && is_range(low, high, all.substr(second + kAnd.size()))) {
            text.erase(at, second + kAnd.size() - at);
            first = text.find(kAnd, at);
        }
        at = at < text.size() && (text[at] == '\'' || text[at] == '"') ? quoted_end(text, at) : at + 1;
    }
    return text;
}

std::string by_position(std::string_view text, const std::vector<std::string>& input, bool& known) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text[at] == '\'' || text[at] == '"' ? quoted_end(text, at) : at + 1;
        if (text[at] != '#' || end == text.size() || !is_digit(text[end])) {
            out += text.substr(at, end - at);
            at = end;
            continue;
        }
        std::size_t number = 0;
        for (at = end; at < text.size() && is_digit(text[at]) && number < 10'000; ++at)
            number = 10 * number + static_cast<std::size_t>(text[at] - '0');
        known = known && number < input.size() && input[number].find('#') == std::string::npos;
        if (known) out += input[number];
    }
    return out;
}

} // namespace

std::string explained(std::string_view expression) {
    std::string out;
    for (std::size_t at = 0; at < expression.size();) {
        const char c = expression[at];
        auto end = at + 1;
        if (c == '\'' || c == '"') {
            end = quoted_end(expression, at);
        } else if (is_word(c)) {
            while (end < expression.size() && is_word(expression[end])) ++end;
            const auto word = expression.substr(at, end - at);
            if (end < expression.size() && expression[end] == '(') {
                const auto close = closing(expression, end);
                out += call_form(word, expression.substr(end + 1, close - end - 1));
                at = std::min(close + 1, expression.size());
                continue;
            }
            if (word == "SUBQUERY") {
                out += "(subplan)";
                at = end;
                continue;
            }
        }
        out += expression.substr(at, end - at);
        at = end;
    }
    return without_ranges(std::move(out));
}

std::string explained_condition(std::string_view condition, const std::vector<std::string>& left,
                                const std::vector<std::string>& right) {
    constexpr std::string_view kNotDistinct = " IS NOT DISTINCT FROM ";
    for (const std::string_view sign :
         {kNotDistinct, std::string_view(" IS DISTINCT FROM "), std::string_view(" = "), std::string_view(" != "),
          std::string_view(" <= "), std::string_view(" >= "), std::string_view(" < "), std::string_view(" > ")}) {
        const auto at = find_outside(condition, sign);
        if (at == condition.npos) continue;
        bool known = true;
        const auto one = by_position(condition.substr(0, at), left, known);
        const auto other = by_position(condition.substr(at + sign.size()), right, known);
        if (!known) return "";
        return explained(one) + std::string(sign == kNotDistinct ? " = " : sign) + explained(other);
    }
    bool known = true;
    const auto whole = by_position(condition, {}, known);
    return known ? explained(whole) : "";
}

std::string explained_position(std::string_view text, const std::vector<std::string>& input) {
    bool known = true;
    const auto whole = by_position(text, input, known);
    return known ? whole : "";
}

} // namespace redstart::sql
