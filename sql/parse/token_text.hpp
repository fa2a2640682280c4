// What the text of a token means: names, string values, and the errors that point at it.
// Pure functions; any thread.
#pragma once

#include "protocol/error.hpp"
#include "sql/parse/token.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

inline constexpr std::size_t kMaxNameBytes = 127; // Redshift, "Names and identifiers"

// ASCII letters in lower case.
std::string lower_case(std::string_view text);
std::string upper_case(std::string_view text);

// Whether an unquoted identifier is this word, written in any case: for words that words.hpp has not.
bool spelled(const Token& token, std::string_view lower_case_word);

// The name an Identifier or QuotedIdentifier stands for: ASCII letters in lower case (those of a quoted one only when
// `case_sensitive` is false: enable_case_sensitive_identifier), doubled quotes halved, cut to 127 bytes at a character.
std::string identifier_value(const Token& token, bool case_sensitive = false);

// `name` in quotes for SQL.
std::string quoted_identifier(std::string_view name);

// The value of a String, EscapeString or DollarString. With `backslash_escapes` (LexOptions) an ordinary string is read
// as an escape string is. Throws SqlError 22025 for an invalid Unicode escape, 22021 for bytes that are not UTF-8.
std::string string_value(const Token& token, bool backslash_escapes = true);

// `value` as an ordinary string literal in which backslashes mean themselves.
std::string quoted_string(std::string_view value);

bool is_string(const Token& token);

// The int4 an Integer token stands for; nullopt when it is out of range.
std::optional<std::int32_t> int4_value(const Token& token);

// 1 + the number of characters before `offset`: the position of ErrorResponse. Characters are counted, not bytes.
int character_position(std::string_view source, std::size_t offset);

// 42601 `syntax error at or near "token"`, or `syntax error at end of input` for an End token.
protocol::SqlError syntax_error(std::string_view source, const Token& token);

// 42601 `what at or near "..."` for source[start, end).
protocol::SqlError lexical_error(std::string what, std::string_view source, std::size_t start, std::size_t end);

} // namespace redstart::sql
