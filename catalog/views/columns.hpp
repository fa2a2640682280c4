// Columns: the declared column list of a view, table function or function, checked while compiling.
// A value over a string literal; any thread.
#pragma once

#include "protocol/pg_type.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace redstart::catalog {

// One declared column: its name, and its type as a client sees it.
struct ColumnSpec {
    std::string_view name;
    std::uint32_t type = 0; // OID
    std::int32_t typmod = -1;
};

namespace detail {

// The spellings of the SQL grammar that are neither a typname nor what format_type prints.
constexpr std::string_view canonical_type(std::string_view word) {
    if (word == "int") return "int4";
    if (word == "float") return "float8";
    if (word == "decimal") return "numeric";
    if (word == "char") return "bpchar"; // "char" in quotes is the one-byte type
    return word;
}

// Cursor over a column list. A misspelt list throws, which does not compile when it happens in a constant expression.
class ColumnParser {
public:
    constexpr explicit ColumnParser(std::string_view text) : rest_(text) { skip_blanks(); }

    constexpr bool done() const { return rest_.empty(); }

    constexpr ColumnSpec next() {
        ColumnSpec column;
        column.name = word();
        parse_type(column);
        if (!done() && !accept(',')) throw "a comma was expected in a column list";
        return column;
    }

private:
    constexpr void skip_blanks() {
        while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\n')) rest_.remove_prefix(1);
    }

    constexpr bool accept(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        skip_blanks();
        return true;
    }

    constexpr std::string_view word() {
        const bool quoted = !rest_.empty() && rest_.front() == '"';
        if (quoted) rest_.remove_prefix(1);
        const auto length = quoted ? rest_.find('"') : rest_.find_first_of(" \n,()[]\"");
        const auto result = rest_.substr(0, length);
        if (result.empty()) throw "a name was expected in a column list";
        rest_.remove_prefix(result.size() + (quoted ? 1 : 0));
        skip_blanks();
        return result;
    }

    constexpr std::int32_t number() {
        std::int32_t value = 0;
        if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') throw "a number was expected in a type";
        while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        skip_blanks();
        return value;
    }

    constexpr void parse_type(ColumnSpec& column) {
        const bool quoted = !rest_.empty() && rest_.front() == '"';
        const auto name = word();
        const auto* type = protocol::find_type(quoted ? name : canonical_type(name));
        if (type == nullptr) throw "unknown type in a column list";
        if (accept('(')) {
            const auto first = number();
            const bool numeric = type->oid == protocol::oid::kNumeric;
            if (accept(','))
                column.typmod = protocol::numeric_typmod(first, number());
            else
                column.typmod = numeric ? protocol::numeric_typmod(first, 0) : protocol::length_typmod(first);
            if (!accept(')')) throw "a closing parenthesis was expected in a type";
        }
        column.type = type->oid;
        if (accept('[')) {
            if (!accept(']') || type->array_oid == 0) throw "a type that has an array type was expected";
            column.type = type->array_oid;
        }
    }

    std::string_view rest_;
};

} // namespace detail

// A list such as: userid int, status char(20), "table" text, useconfig text[]. A misspelt type does not compile.
// The text must be a literal: it is kept, not copied.
class Columns {
public:
    consteval Columns(const char* text) : text_(text) { // NOLINT: implicit, so that a declaration reads as text
        for (detail::ColumnParser parser(text_); !parser.done(); ++count_) parser.next();
    }

    constexpr std::size_t size() const { return count_; }
    constexpr std::string_view text() const { return text_; }

    std::vector<ColumnSpec> parse() const {
        std::vector<ColumnSpec> columns;
        columns.reserve(count_);
        for (detail::ColumnParser parser(text_); !parser.done();) columns.push_back(parser.next());
        return columns;
    }

private:
    std::string_view text_;
    std::size_t count_ = 0;
};

} // namespace redstart::catalog
