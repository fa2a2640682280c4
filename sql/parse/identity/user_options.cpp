#include "protocol/error.hpp"
#include "protocol/scram.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/value_types.hpp"
#include "sql/parse/identity/user_statement.hpp"
#include "sql/parse/token_text.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// More would keep a login busy for seconds: PostgreSQL makes 4096.
constexpr int kMostScramIterations = 1'000'000;
constexpr std::size_t kMinPassword = 8;
constexpr std::size_t kMaxPassword = 64;

bool is_hex(std::string_view text, std::size_t length) {
    return text.size() == length && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

bool has(std::string_view text, char first, char last) {
    return std::any_of(text.begin(), text.end(), [=](char c) { return c >= first && c <= last; });
}

SqlError bad_password(std::string message) { return {state::kInvalidParameterValue, std::move(message)}; }

// A cursor over the digits of a date and time.
class TimeReader {
public:
    explicit TimeReader(std::string_view text) : text_(text) {}

    std::int64_t run() {
        const auto year = number(4, 6);
        expect('-');
        const auto month = number(1, 2);
        expect('-');
        const auto day = number(1, 2);
        if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) out_of_range();
        protocol::CivilDate date{year, static_cast<std::uint32_t>(month), static_cast<std::uint32_t>(day)};
        std::int64_t micros = protocol::days_from_civil(date) * protocol::kMicrosPerDay;
        if (accept(' ') || accept('T')) micros += time_of_day();
        accept(' ');
        micros -= offset();
        if (at_ != text_.size()) invalid();
        return micros;
    }

private:
    [[noreturn]] void invalid() const {
        throw SqlError(state::kInvalidDatetimeFormat,
                       fmt::format("invalid input syntax for type abstime: \"{}\"", text_));
    }
    [[noreturn]] void out_of_range() const {
        throw SqlError(state::kDatetimeFieldOverflow, fmt::format("date/time field value out of range: \"{}\"", text_));
    }

    static int days_in(int year, int month) {
        constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        return month == 2 && leap ? 29 : days[month - 1];
    }

    bool accept(char c) { return at_ < text_.size() && text_[at_] == c && (++at_, true); }
    void expect(char c) {
        if (!accept(c)) invalid();
    }

    int number(std::size_t least, std::size_t most) {
        int value = 0;
        const auto* begin = text_.data() + at_;
        const auto* end = begin + std::min(most, text_.size() - at_);
        const auto result = std::from_chars(begin, end, value);
        if (result.ec != std::errc() || value < 0 || result.ptr - begin < static_cast<std::ptrdiff_t>(least)) invalid();
        at_ += static_cast<std::size_t>(result.ptr - begin);
        return value;
    }

    std::int64_t time_of_day() {
        const auto hour = number(1, 2);
        expect(':');
        const auto minute = number(2, 2);
        const auto second = accept(':') ? number(2, 2) : 0;
        std::int64_t fraction = 0;
        if (accept('.')) {
            std::int64_t unit = protocol::kMicrosPerSecond;
            const auto start = at_;
            for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_)
                fraction += (text_[at_] - '0') * (unit /= 10);
            if (at_ == start) invalid();
        }
        if (hour > 23 || minute > 59 || second > 59) out_of_range();
        return ((hour * 60 + minute) * 60 + second) * protocol::kMicrosPerSecond + fraction;
    }

    // Microseconds east of UTC.
    std::int64_t offset() {
        if (accept('Z') || text_.substr(at_) == "UTC") {
            if (text_.substr(at_) == "UTC") at_ += 3;
            return 0;
        }
        const int sign = accept('+') ? 1 : accept('-') ? -1 : 0;
        if (sign == 0) return 0;
        const auto hours = number(1, 2);
        const auto minutes = accept(':') ? number(2, 2) : 0;
        if (hours > 15 || minutes > 59) out_of_range();
        return sign * (hours * 60 + minutes) * 60 * protocol::kMicrosPerSecond;
    }

    const std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace

void check_password_rule(std::string_view password) {
    if (password.size() < kMinPassword || password.size() > kMaxPassword)
        throw bad_password("password must be between 8 and 64 characters long");
    if (!has(password, 'A', 'Z')) throw bad_password("password must contain at least one uppercase letter");
    if (!has(password, 'a', 'z')) throw bad_password("password must contain at least one lowercase letter");
    if (!has(password, '0', '9')) throw bad_password("password must contain at least one number");
    const bool allowed = std::all_of(password.begin(), password.end(), [](char c) {
        return c >= '!' && c <= '~' && std::string_view("'\"\\/@").find(c) == std::string_view::npos;
    });
    if (!allowed)
        throw bad_password("password contains an invalid character")
            .hint("Use printable ASCII characters except ' \" \\ / @ and space.");
}

PasswordOption parse_password(std::string_view text) {
    if (text.starts_with("md5") && is_hex(text.substr(3), 32)) return {PasswordKind::Md5, lower_case(text), ""};
    if (const auto verifier = protocol::ScramVerifier::parse(text)) {
        if (verifier->iterations > kMostScramIterations) throw bad_password("too many iterations in a SCRAM verifier");
        return {PasswordKind::Scram, std::string(text), ""};
    }
    constexpr std::string_view sha256 = "sha256|";
    if (!text.starts_with(sha256)) {
        check_password_rule(text);
        return {PasswordKind::Clear, std::string(text), ""};
    }
    const auto rest = text.substr(sha256.size());
    const auto bar = rest.find('|');
    if (bar == std::string_view::npos) {
        check_password_rule(rest);
        return {PasswordKind::Sha256Clear, std::string(rest), ""};
    }
    const auto digest = rest.substr(0, bar);
    const auto salt = rest.substr(bar + 1);
    if (!is_hex(digest, 64) || !is_hex(salt, 64))
        throw bad_password("invalid sha256 password").hint("Use 'sha256|digest|salt' with 64 hexadecimal digits each.");
    return {PasswordKind::Sha256Digest, lower_case(digest), lower_case(salt)};
}

std::optional<std::int64_t> parse_valid_until(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    if (lower_case(text) == "infinity") return std::nullopt;
    return TimeReader(text).run();
}

} // namespace redstart::sql
