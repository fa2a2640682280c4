// DateTimeScanner: digits, words and fractions of a date, time or interval, from left to right.
// A view into the caller's text; one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace redstart::sql {

inline std::string lower(std::string_view text) {
    std::string word(text);
    for (auto& c : word)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return word;
}

// The value of decimal digits; beyond 10^17 it stays there, which no field may reach.
inline std::int64_t scanned_int(std::string_view digits) {
    constexpr std::int64_t kMost = 100'000'000'000'000'000;
    std::int64_t value = 0;
    for (const char c : digits) value = std::min(value * 10 + (c - '0'), kMost);
    return value;
}

class DateTimeScanner {
public:
    explicit DateTimeScanner(std::string_view text) : text_(text) {}

    // Skips blanks and commas; false at the end.
    bool skip_blanks() {
        while (at_ < text_.size() && (is_blank(text_[at_]) || text_[at_] == ',')) ++at_;
        return at_ < text_.size();
    }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    char take() { return text_[at_++]; }
    bool digit_at(std::size_t ahead) const { return is_digit(peek(ahead)); }
    bool alphanumeric_at(std::size_t ahead) const { return is_digit(peek(ahead)) || is_letter(peek(ahead)); }
    bool at_digit() const { return is_digit(peek()); }
    bool at_letter() const { return is_letter(peek()); }

    std::string_view digits() {
        return run([](char c) { return is_digit(c); });
    }
    std::string_view letters() {
        return run([](char c) { return is_letter(c); });
    }
    std::string word() { return lower(letters()); }
    // A word of letters; with a slash in it also digits, _, - and +, as names of zones have: "America/New_York".
    std::string_view zone_name() {
        const auto first = at_;
        const auto plain = letters();
        if (peek() != '/' || !is_letter(peek(1))) return plain;
        run([](char c) { return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+'; });
        return text_.substr(first, at_ - first);
    }
    // ".123456789": microseconds, rounded.
    std::int64_t fraction_micros() {
        take();
        const auto written = digits();
        std::int64_t micros = 0;
        for (std::size_t i = 0; i < 6; ++i) micros = micros * 10 + (i < written.size() ? written[i] - '0' : 0);
        return micros + (written.size() > 6 && written[6] >= '5' ? 1 : 0);
    }

private:
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
    static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
    template <typename Is> std::string_view run(Is is) {
        const auto first = at_;
        while (at_ < text_.size() && is(text_[at_])) ++at_;
        return text_.substr(first, at_ - first);
    }

    const std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace redstart::sql
