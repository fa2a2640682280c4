#include "catalog/functions/number/number_format.hpp"

#include "catalog/functions/number/number_picture.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A number cut to its digits: "-12.345" rounded to one place is negative, "12", "3".
struct Digits {
    bool negative = false;
    std::string whole;
    std::string fraction;
};

// Adds one to the last place.
void carry(Digits& number) {
    for (auto* digits : {&number.fraction, &number.whole})
        for (auto digit = digits->rbegin(); digit != digits->rend(); ++digit) {
            if (*digit != '9') {
                ++*digit;
                return;
            }
            *digit = '0';
        }
    number.whole.insert(0, 1, '1');
}

Digits rounded(std::string_view text, int places) {
    Digits number;
    number.negative = text.starts_with('-');
    if (number.negative) text.remove_prefix(1);
    const auto point = text.find('.');
    number.whole = text.substr(0, point);
    number.fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
    const auto wanted = static_cast<std::size_t>(places);
    const bool up = number.fraction.size() > wanted && number.fraction[wanted] >= '5';
    number.fraction.resize(wanted, '0');
    if (up) carry(number);
    const auto first = number.whole.find_first_not_of('0');
    number.whole = first == std::string::npos ? "0" : number.whole.substr(first);
    const bool zero = number.whole == "0" && number.fraction.find_first_not_of('0') == std::string::npos;
    number.negative &= !zero;
    return number;
}

std::string roman(const Digits& number, const NumberPicture& picture) {
    struct Numeral {
        int value;
        std::string_view letters;
    };
    constexpr Numeral kNumerals[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"},
                                     {90, "XC"},  {50, "L"},   {40, "XL"}, {10, "X"},   {9, "IX"},
                                     {5, "V"},    {4, "IV"},   {1, "I"}};
    constexpr std::size_t kWidth = 15;
    std::string result;
    auto value = number.whole.size() <= 4 ? std::stoi(number.whole) : 0;
    if (number.negative || value < 1 || value > 3999) {
        result.assign(kWidth, '#');
    } else {
        for (const auto& numeral : kNumerals)
            for (; value >= numeral.value; value -= numeral.value) result += numeral.letters;
        if (picture.filled && result.size() < kWidth) result.insert(0, kWidth - result.size(), ' ');
    }
    if (picture.small_roman)
        for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

// Writes a number into the places of a picture, from left to right.
class Printer {
public:
    Printer(const NumberPicture& picture, Digits number) : picture_(picture), number_(std::move(number)) {
        blanks_ = std::max(picture.whole - static_cast<int>(number_.whole.size()), 0);
        overflow_ = static_cast<int>(number_.whole.size()) > picture.whole;
        if (overflow_ && picture.whole == 0 && number_.whole == "0") overflow_ = false; // '.99' has no place for a 0
        if (!picture.filled && picture.point && !overflow_) last_place_ = last_wanted_place();
        sign_written_ = picture.sign == SignStyle::Separate;
    }

    std::string print() {
        for (const auto& part : picture_.parts) write(part);
        return std::move(out_);
    }

private:
    // Without padding, zeros at the end of the fraction are left out unless the picture asks for them.
    int last_wanted_place() const {
        int last = static_cast<int>(number_.fraction.find_last_not_of('0')) + 1; // npos + 1 is 0
        return std::max(last, picture_.last_zero_place);
    }

    char sign() const { return number_.negative ? '-' : '+'; }

    void write_sign() {
        sign_written_ = true;
        switch (picture_.sign) {
        case SignStyle::Leading: out_ += sign(); break;
        case SignStyle::Trailing: break;
        case SignStyle::Brackets:
            if (number_.negative || picture_.filled) out_ += number_.negative ? '<' : ' ';
            break;
        default:
            if (number_.negative || picture_.filled) out_ += number_.negative ? '-' : ' ';
        }
    }

    void finish() {
        if (picture_.sign == SignStyle::Trailing) out_ += sign();
        if (picture_.sign == SignStyle::Brackets && (number_.negative || picture_.filled))
            out_ += number_.negative ? '>' : ' ';
    }

    // A zero before the point is not printed by a 9 when the picture has places behind the point.
    bool hidden_zero() const {
        return picture_.first_zero == 0 && number_.whole == "0" && picture_.fraction != 0 && place_ > blanks_;
    }

    void whole_place() {
        ++place_; // from 1
        const bool zero_filled = picture_.first_zero != 0 && picture_.first_zero <= place_;
        const bool number_here = place_ > blanks_ || zero_filled;
        if (!number_here) {
            if (picture_.filled) out_ += ' ';
            return;
        }
        if (hidden_zero() && !overflow_) {
            if (picture_.filled) out_ += ' ';
            return;
        }
        if (!sign_written_) write_sign();
        inside_ = true;
        if (overflow_)
            out_ += '#';
        else
            out_ += place_ > blanks_ ? number_.whole[static_cast<std::size_t>(place_ - blanks_ - 1)] : '0';
    }

    void fraction_place() {
        ++fraction_place_;
        if (last_place_ >= 0 && fraction_place_ > last_place_) return;
        out_ += overflow_ ? '#' : number_.fraction[static_cast<std::size_t>(fraction_place_ - 1)];
    }

    void write(const NumberPart& part) {
        switch (part.kind) {
        case NumberPartKind::Literal: out_ += part.text; return;
        case NumberPartKind::Currency: out_ += '$'; return;
        case NumberPartKind::Group:
            if (inside_)
                out_ += ',';
            else if (picture_.filled)
                out_ += ' ';
            return;
        case NumberPartKind::Point:
            if (picture_.fraction == 0 && !overflow_) break;
            if (!sign_written_) write_sign();
            out_ += '.';
            break;
        case NumberPartKind::Digit: behind_point_ ? fraction_place() : whole_place(); break;
        case NumberPartKind::Minus:
            if (number_.negative || picture_.filled) out_ += number_.negative ? '-' : ' ';
            return;
        case NumberPartKind::Plus:
            if (!number_.negative || picture_.filled) out_ += number_.negative ? ' ' : '+';
            return;
        case NumberPartKind::Sign: out_ += sign(); return;
        case NumberPartKind::Ordinal:
            if (!number_.negative && !overflow_ && picture_.fraction == 0) out_ += ordinal(part.text);
            return;
        }
        if (part.kind == NumberPartKind::Point) behind_point_ = true;
        if (++places_ == picture_.whole + picture_.fraction + (picture_.point ? 1 : 0)) finish();
    }

    std::string ordinal(std::string_view letters) const {
        const auto& whole = number_.whole;
        const bool teen = whole.size() > 1 && whole[whole.size() - 2] == '1';
        std::string result = "th";
        if (!teen && whole.back() == '1') result = "st";
        if (!teen && whole.back() == '2') result = "nd";
        if (!teen && whole.back() == '3') result = "rd";
        if (letters == "TH")
            for (char& c : result) c = static_cast<char>(c - 'a' + 'A');
        return result;
    }

    const NumberPicture& picture_;
    const Digits number_;
    std::string out_;
    int blanks_ = 0; // whole places in front of the number
    int place_ = 0;  // of the whole part, from 1
    int fraction_place_ = 0;
    int places_ = 0;      // written, with the point
    int last_place_ = -1; // of the fraction, -1: all
    bool overflow_ = false;
    bool sign_written_ = false;
    bool inside_ = false; // a digit has been written
    bool behind_point_ = false;
};

} // namespace

std::string print_number(std::string_view number, std::string_view format) {
    const auto picture = parse_number_format(format);
    auto digits = rounded(number, picture.fraction);
    if (picture.roman) return roman(digits, picture);
    return Printer(picture, std::move(digits)).print();
}

std::string scan_number(std::string_view text, std::string_view format) {
    const auto picture = parse_number_format(format);
    std::string digits;
    bool negative = false;
    bool point = false;
    int whole = 0;
    for (const char c : text) {
        if (c == '-' || c == '<') negative = true;
        if (c == '.' && !std::exchange(point, true)) digits += c;
        if (!is_digit(c)) continue;
        if (point && static_cast<int>(digits.size() - digits.find('.')) > picture.fraction) continue;
        if (!point && ++whole > picture.whole) continue;
        digits += c;
    }
    if (digits.find_first_not_of('.') == std::string::npos)
        throw SqlError(state::kInvalidTextRepresentation,
                       fmt::format("invalid input syntax for numeric: \"{}\"", text));
    return (negative ? "-" : "") + digits;
}

} // namespace redstart::catalog
