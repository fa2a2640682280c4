// MessageRule: what one of the engine's texts becomes for a client.
// Values; pure functions over text, any thread; no engine header needed.
#pragma once

#include "protocol/error.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// A pattern is literal text in which each `%` matches anything (shortest first); `message` may use $1..$3 for the
// matched pieces. An empty message keeps the engine's text.
struct MessageRule {
    std::string_view pattern;
    std::string_view sqlstate;
    std::string_view message;
    std::string_view hint = {};
    std::size_t subject = 0; // which of the pieces is the name that the error is about; 0: none
};

// Matches `text` against `pattern`; `pieces` receives what each % stood for.
bool match_message(std::string_view pattern, std::string_view text, std::vector<std::string_view>& pieces);

// The error of the first rule whose pattern matches.
std::optional<protocol::SqlError> apply_rules(std::span<const MessageRule> rules, std::string_view text);

// The error that a text about a query or a definition stands for: clauses, names or calls in it do not fit together.
std::optional<protocol::SqlError> query_message(std::string_view text);

// The error that a text about a value stands for: one that a function, a cast or an aggregate could not compute.
std::optional<protocol::SqlError> value_message(std::string_view text);

} // namespace redstart::sql
