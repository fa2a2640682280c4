#include "catalog/functions/number/number_picture.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

bool starts_with_folded(std::string_view text, std::string_view upper) {
    if (text.size() < upper.size()) return false;
    for (std::size_t i = 0; i < upper.size(); ++i) {
        const char c = text[i] >= 'a' && text[i] <= 'z' ? static_cast<char>(text[i] - 'a' + 'A') : text[i];
        if (c != upper[i]) return false;
    }
    return true;
}

class PictureParser {
public:
    explicit PictureParser(std::string_view format) : rest_(format) {}

    NumberPicture parse() {
        while (!rest_.empty()) step();
        return std::move(picture_);
    }

private:
    [[noreturn]] static void wrong(const char* message) { throw SqlError(state::kSyntaxError, message); }

    std::string_view take(std::size_t size) {
        const auto taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    void add(NumberPartKind kind, std::string_view text) { picture_.parts.push_back({kind, std::string(text)}); }

    void set_sign(SignStyle sign) {
        if (picture_.sign != SignStyle::Plain && picture_.sign != sign)
            wrong("cannot use two signs in a number format");
        picture_.sign = sign;
    }

    void digit() {
        const bool zero = rest_.front() == '0';
        if (picture_.point) {
            ++picture_.fraction;
            if (zero) picture_.last_zero_place = picture_.fraction;
        } else {
            ++picture_.whole;
            if (zero && picture_.first_zero == 0) picture_.first_zero = picture_.whole;
        }
        add(NumberPartKind::Digit, take(1));
    }

    void point() {
        if (picture_.point) wrong("multiple decimal points");
        picture_.point = true;
        add(NumberPartKind::Point, take(1));
    }

    void sign() {
        const bool behind = picture_.whole + picture_.fraction > 0;
        set_sign(behind ? SignStyle::Trailing : SignStyle::Leading);
        take(1);
    }

    void quoted() {
        take(1);
        const auto end = rest_.find('"');
        add(NumberPartKind::Literal, take(std::min(end, rest_.size())));
        if (!rest_.empty()) take(1);
    }

    bool word() {
        if (starts_with_folded(rest_, "FM")) {
            picture_.filled = false;
            take(2);
        } else if (starts_with_folded(rest_, "MI") || starts_with_folded(rest_, "PL") ||
                   starts_with_folded(rest_, "SG")) {
            const char second = rest_[1] | 0x20;
            if (second != 'l') set_sign(SignStyle::Separate); // PL stands beside the plain sign
            add(second == 'i'   ? NumberPartKind::Minus
                : second == 'l' ? NumberPartKind::Plus
                                : NumberPartKind::Sign,
                take(2));
        } else if (starts_with_folded(rest_, "PR")) {
            set_sign(SignStyle::Brackets);
            take(2);
        } else if (starts_with_folded(rest_, "RN")) {
            picture_.roman = true;
            picture_.small_roman = rest_.front() == 'r';
            take(2);
        } else if (starts_with_folded(rest_, "TH")) {
            add(NumberPartKind::Ordinal, take(2));
        } else if (starts_with_folded(rest_, "EEEE") || starts_with_folded(rest_, "V")) {
            throw SqlError(state::kFeatureNotSupported, "V and EEEE are not supported in number formats");
        } else {
            return false;
        }
        return true;
    }

    void step() {
        if (word()) return;
        switch (rest_.front()) {
        case '0':
        case '9': return digit();
        case '.':
        case 'D':
        case 'd': return point();
        case ',':
        case 'G':
        case 'g': return add(NumberPartKind::Group, take(1));
        case 'L':
        case 'l': return add(NumberPartKind::Currency, take(1));
        case 'S':
        case 's': return sign();
        case '"': return quoted();
        default: return add(NumberPartKind::Literal, take(1));
        }
    }

    std::string_view rest_;
    NumberPicture picture_;
};

} // namespace

NumberPicture parse_number_format(std::string_view format) { return PictureParser(format).parse(); }

} // namespace redstart::catalog
