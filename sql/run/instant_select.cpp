#include "sql/run/instant_select.hpp"

#include "protocol/pg_type.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/rule/column_limits.hpp"
#include "sql/run/instant_functions.hpp"

#include <charconv>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;

struct TypeName {
    std::uint32_t oid;
    const char* column; // the name an unnamed column of this type gets
};

TypeName type_named(Word word) {
    switch (word) {
    case "int"_w:
    case "int4"_w:
    case "integer"_w: return {oid::kInt4, "int4"};
    case "bigint"_w:
    case "int8"_w: return {oid::kInt8, "int8"};
    case "smallint"_w:
    case "int2"_w: return {oid::kInt2, "int2"};
    case "text"_w: return {oid::kText, "text"};
    case "varchar"_w: return {oid::kVarchar, "varchar"};
    case "bool"_w:
    case "boolean"_w: return {oid::kBool, "bool"};
    default: return {0, ""};
    }
}

class Recognizer {
public:
    explicit Recognizer(const Statement& statement) : tokens_(statement.tokens), options_(statement.lexed_with) {}

    std::optional<SimpleSelect> run() {
        SimpleSelect select;
        do {
            ++at_; // SELECT, or the comma
            SimpleItem item;
            if (!expression(item) || !alias(item)) return std::nullopt;
            select.items.push_back(std::move(item));
        } while (peek().is(','));
        if (at_ < tokens_.size() || select.items.size() > kMaxResultColumns) return std::nullopt;
        return select;
    }

private:
    const Token& peek(std::size_t ahead = 0) const {
        static const Token end;
        return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : end;
    }

    bool expression(SimpleItem& item) {
        if (peek().kind == TokenKind::Identifier && !is_constant(peek().word)) return call(item);
        item.column_name = "?column?";
        SimpleValue first;
        if (!value(first, &item.column_name)) return false;
        const char op = peek().symbol;
        if (op == '+' || op == '-' || op == '*') {
            ++at_;
            SimpleValue second;
            if (first.kind != SimpleValue::Kind::Integer || first.cast != 0 || !value(second, nullptr)) return false;
            if (second.kind != SimpleValue::Kind::Integer || second.cast != 0) return false;
            item.expression = SimpleArithmetic{first.integer, static_cast<SimpleOperator>(op), second.integer};
        } else
            item.expression = std::move(first);
        return true;
    }

    static bool is_constant(Word word) { return word == "null"_w || word == "true"_w || word == "false"_w; }

    // A literal or parameter with its casts; `column` gets the name PostgreSQL gives such a column.
    bool value(SimpleValue& out, std::string* column) {
        if (!literal(out)) return false;
        if (out.kind == SimpleValue::Kind::Boolean && column != nullptr) *column = "bool";
        if (peek().kind != TokenKind::TypeCast) return true;
        const auto type = type_named(peek(1).word);
        if (type.oid == 0 || is_negative_) return false; // -1::int is -(1::int)
        at_ += 2;
        out.cast = type.oid;
        if (column != nullptr) *column = type.column;
        return peek().kind != TokenKind::TypeCast && !peek().is('(') && !peek().is('[');
    }

    bool literal(SimpleValue& out) {
        is_negative_ = peek().is('-');
        const bool has_sign = is_negative_ || peek().is('+');
        const auto& token = peek(has_sign ? 1 : 0);
        if (token.kind == TokenKind::Integer || token.kind == TokenKind::Decimal) {
            at_ += has_sign ? 2 : 1;
            number(token, out);
            return true;
        }
        if (has_sign) return false;
        ++at_;
        switch (token.kind) {
        case TokenKind::String:
        case TokenKind::EscapeString:
        case TokenKind::DollarString:
            out.kind = SimpleValue::Kind::String;
            out.text = string_value(token, options_.backslash_escapes);
            return true;
        case TokenKind::Parameter: out.kind = SimpleValue::Kind::Parameter; return parameter(token, out.integer);
        case TokenKind::Identifier:
            out.kind = token.is("null"_w) ? SimpleValue::Kind::Null : SimpleValue::Kind::Boolean;
            out.boolean = token.is("true"_w);
            return is_constant(token.word);
        default: return false;
        }
    }

    static bool parameter(const Token& token, std::int64_t& number) {
        const auto digits = token.text.substr(1);
        const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        return result.ec == std::errc() && number > 0 && number <= 0xFFFF;
    }

    // A number too large for int8 is a decimal, as PostgreSQL types it.
    void number(const Token& token, SimpleValue& out) const {
        std::string text = is_negative_ ? "-" : "";
        text += token.text;
        const auto* end = text.data() + text.size();
        const auto result = std::from_chars(text.data(), end, out.integer);
        if (token.kind == TokenKind::Integer && result.ec == std::errc() && result.ptr == end) {
            out.kind = SimpleValue::Kind::Integer;
            return;
        }
        out.kind = SimpleValue::Kind::Decimal;
        out.text = std::move(text);
    }

    bool call(SimpleItem& item) {
        const bool qualified = peek().is("pg_catalog"_w) && peek(1).is('.');
        if (qualified) at_ += 2;
        const auto* function = find_instant_function(lower_case(peek().text));
        if (function == nullptr) return false;
        ++at_;
        SimpleCall call{function, std::nullopt};
        item.column_name = function->column;
        if (!peek().is('(')) {
            item.expression = std::move(call);
            return function->bare && !qualified && continues();
        }
        ++at_;
        if (!function->called) return false;
        if (function->argument != 0 && !value(call.argument.emplace(), nullptr)) return false;
        if (!peek().is(')')) return false;
        ++at_;
        item.expression = std::move(call);
        return continues();
    }

    // Behind a call only an alias or the next item may stand.
    bool continues() const {
        const auto kind = peek().kind;
        return kind == TokenKind::End || kind == TokenKind::Identifier || kind == TokenKind::QuotedIdentifier ||
               peek().is(',');
    }

    bool alias(SimpleItem& item) {
        const bool has_as = peek().is("as"_w);
        if (has_as) ++at_;
        const auto& token = peek();
        const bool name = token.kind == TokenKind::QuotedIdentifier ||
                          (token.kind == TokenKind::Identifier && (has_as || token.word == Word::None));
        if (!name) return !has_as;
        if (token.kind == TokenKind::QuotedIdentifier && lower_case(token.text) != token.text)
            return false; // its case depends on the session
        item.column_name = identifier_value(token);
        ++at_;
        return true;
    }

    const std::span<const Token> tokens_;
    const LexOptions options_;
    std::size_t at_ = 0;
    bool is_negative_ = false;
};

} // namespace

std::optional<SimpleSelect> parse_simple_select(const Statement& statement) {
    if (statement.tokens.empty() || !statement.tokens[0].is("select"_w)) return std::nullopt;
    return Recognizer(statement).run();
}

} // namespace redstart::sql
