#include "catalog/functions/text/json_text.hpp"

#include "protocol/utf8.hpp"

#include <cstdint>

namespace redstart::catalog {

namespace {

constexpr int kMaxDepth = 512;

// Moves over one value and what may be in it. Every step answers whether the text was right so far.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::size_t position() const { return at_; }
    bool at_end() const { return at_ == text_.size(); }

    void skip_blanks() {
        while (!at_end() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
    }
    bool accept(char wanted) {
        if (at_end() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    bool value(int depth = 0) {
        if (at_end() || depth > kMaxDepth) return false;
        switch (text_[at_]) {
        case '"': return string();
        case '{': return object(depth);
        case '[': return array(depth);
        case 't': return word("true");
        case 'f': return word("false");
        case 'n': return word("null");
        default: return number();
        }
    }

    bool string() {
        if (!accept('"')) return false;
        while (!at_end()) {
            const char c = text_[at_++];
            if (c == '"') return true;
            if (static_cast<unsigned char>(c) < 0x20) return false;
            if (c == '\\' && !escape()) return false;
        }
        return false;
    }

private:
    bool word(std::string_view wanted) {
        if (!text_.substr(at_).starts_with(wanted)) return false;
        at_ += wanted.size();
        return true;
    }

    bool escape() {
        if (at_end()) return false;
        const char c = text_[at_++];
        if (c != 'u') return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
        for (int i = 0; i < 4; ++i, ++at_)
            if (at_end() || std::string_view("0123456789abcdefABCDEF").find(text_[at_]) == std::string_view::npos)
                return false;
        return true;
    }

    bool digits() {
        const auto start = at_;
        while (!at_end() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
        return at_ > start;
    }

    bool number() {
        accept('-');
        if (!accept('0') && !digits()) return false;
        if (accept('.') && !digits()) return false;
        if (!accept('e') && !accept('E')) return true;
        if (!accept('+')) accept('-');
        return digits();
    }

    bool array(int depth) {
        ++at_;
        skip_blanks();
        if (accept(']')) return true;
        do {
            skip_blanks();
            if (!value(depth + 1)) return false;
            skip_blanks();
        } while (accept(','));
        return accept(']');
    }

    bool object(int depth) {
        ++at_;
        skip_blanks();
        if (accept('}')) return true;
        do {
            skip_blanks();
            if (!string()) return false;
            skip_blanks();
            if (!accept(':')) return false;
            skip_blanks();
            if (!value(depth + 1)) return false;
            skip_blanks();
        } while (accept(','));
        return accept('}');
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

std::uint32_t hex4(std::string_view digits) {
    return static_cast<std::uint32_t>(std::stoul(std::string(digits.substr(0, 4)), nullptr, 16));
}

// The character of a \u escape whose digits start `rest`; takes the second half of a surrogate pair along.
std::uint32_t unicode(std::string_view& rest) {
    constexpr std::uint32_t kReplacement = 0xFFFD;
    const auto code = hex4(rest);
    rest.remove_prefix(4);
    if (code < 0xD800 || code > 0xDFFF) return code == 0 ? kReplacement : code; // no text holds a NUL
    if (code >= 0xDC00 || !rest.starts_with("\\u")) return kReplacement;
    const auto low = hex4(rest.substr(2));
    if (low < 0xDC00 || low > 0xDFFF) return kReplacement;
    rest.remove_prefix(6);
    return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

// `quoted` has been checked.
std::string unescape(std::string_view quoted) {
    std::string result;
    auto rest = quoted.substr(1, quoted.size() - 2);
    while (!rest.empty()) {
        const char c = rest.front();
        rest.remove_prefix(1);
        if (c != '\\') {
            result += c;
            continue;
        }
        const char kind = rest.front();
        rest.remove_prefix(1);
        switch (kind) {
        case 'b': result += '\b'; break;
        case 'f': result += '\f'; break;
        case 'n': result += '\n'; break;
        case 'r': result += '\r'; break;
        case 't': result += '\t'; break;
        case 'u': protocol::append_utf8(result, unicode(rest)); break;
        default: result += kind;
        }
    }
    return result;
}

// Calls use(name, value) for the parts of a checked array (without names) or object until it answers false.
template <typename Use> void each_part(std::string_view whole, Use use) {
    const bool named = whole.front() == '{';
    Scanner scanner(whole);
    scanner.accept(whole.front());
    scanner.skip_blanks();
    if (scanner.accept(named ? '}' : ']')) return;
    do {
        scanner.skip_blanks();
        std::string_view name;
        if (named) {
            const auto start = scanner.position();
            scanner.string();
            name = whole.substr(start, scanner.position() - start);
            scanner.skip_blanks();
            scanner.accept(':');
            scanner.skip_blanks();
        }
        const auto start = scanner.position();
        scanner.value();
        if (!use(name, whole.substr(start, scanner.position() - start))) return;
        scanner.skip_blanks();
    } while (scanner.accept(','));
}

} // namespace

std::optional<JsonText> JsonText::parse(std::string_view text) {
    Scanner scanner(text);
    scanner.skip_blanks();
    const auto start = scanner.position();
    if (!scanner.value()) return std::nullopt;
    const auto end = scanner.position();
    scanner.skip_blanks();
    if (!scanner.at_end()) return std::nullopt;
    return JsonText(text.substr(start, end - start));
}

std::size_t JsonText::size() const {
    std::size_t count = 0;
    each_part(value_, [&count](std::string_view, std::string_view) { return ++count > 0; });
    return count;
}

std::optional<JsonText> JsonText::element(std::size_t index) const {
    std::optional<JsonText> found;
    each_part(value_, [&](std::string_view, std::string_view value) {
        if (index-- > 0) return true;
        found = JsonText(value);
        return false;
    });
    return found;
}

std::optional<JsonText> JsonText::member(std::string_view name) const {
    std::optional<JsonText> found;
    each_part(value_, [&](std::string_view quoted, std::string_view value) {
        if (unescape(quoted) == name) found = JsonText(value);
        return true;
    });
    return found;
}

std::string JsonText::text() const { return value_.starts_with('"') ? unescape(value_) : std::string(value_); }

} // namespace redstart::catalog
