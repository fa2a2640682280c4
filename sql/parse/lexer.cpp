#include "sql/parse/lexer.hpp"

#include "sql/parse/token_text.hpp"

#include <algorithm>
#include <array>

namespace redstart::sql {
namespace {

enum Class : unsigned char { Other, Space, Letter, Digit, Op, Sign };

constexpr auto kClass = [] {
    std::array<Class, 256> table{};
    for (const char c : {' ', '\t', '\n', '\r', '\f', '\v'}) table[static_cast<unsigned char>(c)] = Space;
    for (int c = 'a'; c <= 'z'; ++c) table[c] = table[c - 'a' + 'A'] = Letter;
    for (int c = 0x80; c < 0x100; ++c) table[c] = Letter;
    table['_'] = Letter;
    for (int c = '0'; c <= '9'; ++c) table[c] = Digit;
    for (const char c : std::string_view("~!@#^&|`?+-*/%<>=")) table[static_cast<unsigned char>(c)] = Op;
    for (const char c : std::string_view("()[],;.:")) table[static_cast<unsigned char>(c)] = Sign;
    return table;
}();

Class class_of(char c) { return kClass[static_cast<unsigned char>(c)]; }
bool starts_name(char c) { return class_of(c) == Letter; }
bool continues_name(char c) { return class_of(c) == Letter || class_of(c) == Digit || c == '$'; }

class Lexer {
public:
    Lexer(std::string_view source, LexOptions options, std::vector<Token>& tokens)
        : source_(source), options_(options), tokens_(tokens), first_(tokens.size()) {}

    void run() {
        for (skip_space(); at_ < source_.size(); skip_space()) next_token();
    }

private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

    void push(TokenKind kind, std::size_t start, Word word = Word::None, char symbol = 0) {
        tokens_.push_back({source_.substr(start, at_ - start), static_cast<std::uint32_t>(start), word, kind, symbol});
    }

    [[noreturn]] void unterminated(std::string_view what, std::size_t start) const {
        throw lexical_error("unterminated " + std::string(what), source_, start, source_.size());
    }

    void skip_space() {
        while (at_ < source_.size()) {
            if (class_of(source_[at_]) == Space)
                ++at_;
            else if (peek() == '-' && peek(1) == '-')
                skip_line();
            else if (peek() == '/' && peek(1) == '*')
                skip_comment();
            else
                return;
        }
    }

    void skip_line() {
        while (at_ < source_.size() && peek() != '\n' && peek() != '\r') ++at_;
    }

    void skip_comment() {
        const auto start = at_;
        int depth = 0;
        do {
            if (at_ >= source_.size()) unterminated("/* comment", start);
            if (peek() == '/' && peek(1) == '*') {
                ++depth;
                at_ += 2;
            } else if (peek() == '*' && peek(1) == '/') {
                --depth;
                at_ += 2;
            } else
                ++at_;
        } while (depth > 0);
    }

    void next_token() {
        const char c = peek();
        switch (class_of(c)) {
        case Letter: return word_or_prefixed_string();
        case Digit: return number();
        case Op:
            if (c == '#' && starts_temp_name()) return name(1);
            return operator_token();
        case Sign: return sign();
        default: break;
        }
        if (c == '\'') return string(TokenKind::String, 0, options_.backslash_escapes);
        if (c == '"') return quoted_identifier();
        if (c == '$') return dollar();
        single();
    }

    void single() {
        const auto start = at_++;
        push(TokenKind::Symbol, start, Word::None, source_[start]);
    }

    void sign() {
        if (peek() == '.' && class_of(peek(1)) == Digit && !after_name()) return number();
        if (peek() == ':' && peek(1) == ':') {
            const auto start = at_;
            at_ += 2;
            return push(TokenKind::TypeCast, start);
        }
        single();
    }

    // In "a.1" the point belongs to the name, as a client's parameter $1.$2 shows it.
    bool after_name() const {
        if (tokens_.size() == first_ || tokens_.back().end() != at_) return false;
        const auto kind = tokens_.back().kind;
        return kind == TokenKind::Identifier || kind == TokenKind::QuotedIdentifier || kind == TokenKind::Parameter;
    }

    void word_or_prefixed_string() {
        const char prefix = static_cast<char>(peek() | 0x20);
        if (peek(1) == '\'') {
            if (prefix == 'e') return string(TokenKind::EscapeString, 1, true);
            if (prefix == 'n') return string(TokenKind::String, 1, options_.backslash_escapes);
            if (prefix == 'b' || prefix == 'x') return string(TokenKind::BitString, 1, false);
        }
        name(0);
    }

    void name(std::size_t prefix) {
        const auto start = at_;
        at_ += prefix + 1;
        while (at_ < source_.size() && continues_name(source_[at_])) ++at_;
        push(TokenKind::Identifier, start, find_word(source_.substr(start, at_ - start)));
    }

    // '#' begins a name where no operand stands before it; elsewhere it is the operator for exclusive or.
    bool starts_temp_name() const {
        if (!starts_name(peek(1))) return false;
        if (tokens_.size() == first_) return true;
        const auto& before = tokens_.back();
        switch (before.kind) {
        case TokenKind::Identifier: return before.word != Word::None && precedes_relation(before.word);
        case TokenKind::Symbol: return before.symbol != ')' && before.symbol != ']';
        default: return false;
        }
    }

    static bool precedes_relation(Word word) {
        switch (word) {
        case "from"_w:
        case "join"_w:
        case "into"_w:
        case "table"_w:
        case "update"_w:
        case "delete"_w:
        case "using"_w:
        case "exists"_w:
        case "truncate"_w:
        case "analyze"_w:
        case "vacuum"_w:
        case "lock"_w:
        case "like"_w:
        case "only"_w:
        case "copy"_w:
        case "temp"_w:
        case "temporary"_w:
        case "to"_w:
        case "on"_w:
        case "references"_w: return true;
        default: return false;
        }
    }

    void number() {
        const auto start = at_;
        bool decimal = false;
        auto digits = [this] {
            while (class_of(peek()) == Digit) ++at_;
        };
        digits();
        if (peek() == '.' && peek(1) != '.') {
            decimal = true;
            ++at_;
            digits();
        }
        if ((peek() | 0x20) == 'e') {
            const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            if (class_of(peek(1 + sign)) == Digit) {
                decimal = true;
                at_ += 1 + sign;
                digits();
            }
        }
        push(decimal ? TokenKind::Decimal : TokenKind::Integer, start);
    }

    // One string literal and those that continue it on later lines.
    void string(TokenKind kind, std::size_t prefix, bool escapes) {
        const auto start = at_;
        at_ += prefix;
        const auto* what = kind == TokenKind::BitString ? "bit string literal" : "quoted string";
        do {
            ++at_; // the opening quote
            for (;; ++at_) {
                if (at_ >= source_.size()) unterminated(what, start);
                if (peek() == '\\' && escapes)
                    ++at_;
                else if (peek() == '\'') {
                    if (peek(1) != '\'') break;
                    ++at_;
                }
            }
            ++at_; // the closing quote
        } while (continues_string());
        push(kind, start);
    }

    // Moves to the quote that continues the literal: only white space with a line break in it stands between.
    bool continues_string() {
        auto ahead = at_;
        bool new_line = false;
        while (ahead < source_.size()) {
            const char c = source_[ahead];
            if (class_of(c) == Space) {
                new_line |= c == '\n' || c == '\r';
                ++ahead;
            } else if (c == '-' && ahead + 1 < source_.size() && source_[ahead + 1] == '-') {
                while (ahead < source_.size() && source_[ahead] != '\n' && source_[ahead] != '\r') ++ahead;
            } else
                break;
        }
        if (!new_line || ahead >= source_.size() || source_[ahead] != '\'') return false;
        at_ = ahead;
        return true;
    }

    void quoted_identifier() {
        const auto start = at_++;
        for (;; ++at_) {
            if (at_ >= source_.size()) unterminated("quoted identifier", start);
            if (peek() != '"') continue;
            if (peek(1) != '"') break;
            ++at_;
        }
        ++at_;
        if (at_ - start == 2) throw lexical_error("zero-length delimited identifier", source_, start, at_);
        push(TokenKind::QuotedIdentifier, start);
    }

    void dollar() {
        const auto start = at_;
        if (class_of(peek(1)) == Digit) {
            ++at_;
            while (class_of(peek()) == Digit) ++at_;
            return push(TokenKind::Parameter, start);
        }
        auto tag_end = at_ + 1;
        if (tag_end < source_.size() && starts_name(source_[tag_end]))
            while (tag_end < source_.size() && continues_name(source_[tag_end]) && source_[tag_end] != '$') ++tag_end;
        if (tag_end >= source_.size() || source_[tag_end] != '$') return single();
        const auto tag = source_.substr(start, tag_end + 1 - start);
        const auto close = source_.find(tag, tag_end + 1);
        if (close == std::string_view::npos) unterminated("dollar-quoted string", start);
        at_ = close + tag.size();
        push(TokenKind::DollarString, start);
    }

    // The longest run of operator characters; a comment ends it; an operator of several characters ends in + or -
    // only when it holds a character that SQL's own operators do not (so that "a=-1" is two operators).
    void operator_token() {
        const auto start = at_;
        bool special = false;
        while (class_of(peek()) == Op) {
            if (at_ > start && ((peek() == '-' && peek(1) == '-') || (peek() == '/' && peek(1) == '*'))) break;
            special |= std::string_view("~!@#^&|`?%").find(peek()) != std::string_view::npos;
            ++at_;
        }
        while (!special && at_ - start > 1 && (source_[at_ - 1] == '+' || source_[at_ - 1] == '-')) --at_;
        push(TokenKind::Operator, start, Word::None, at_ - start == 1 ? source_[start] : '\0');
    }

    const std::string_view source_;
    const LexOptions options_;
    std::vector<Token>& tokens_;
    const std::size_t first_;
    std::size_t at_ = 0;
};

} // namespace

void lex(std::string_view source, LexOptions options, std::vector<Token>& tokens) {
    tokens.reserve(tokens.size() + std::min<std::size_t>(8 + source.size() / 5, 4096));
    Lexer(source, options, tokens).run();
}

} // namespace redstart::sql
