#include "catalog/engine/message_rule.hpp"

#include "catalog/engine/sql_words.hpp"

namespace redstart::sql {

using protocol::SqlError;

bool match_message(std::string_view pattern, std::string_view text, std::vector<std::string_view>& pieces) {
    pieces.clear();
    while (true) {
        const auto wildcard = pattern.find('%');
        const auto literal = pattern.substr(0, wildcard);
        if (!text.starts_with(literal)) return false;
        text.remove_prefix(literal.size());
        if (wildcard == std::string_view::npos) return text.empty();
        pattern.remove_prefix(wildcard + 1);
        const auto next = pattern.substr(0, pattern.find('%'));
        const auto end = next.empty() ? (pattern.empty() ? text.size() : 0) : text.find(next);
        if (end == std::string_view::npos) return false;
        pieces.push_back(text.substr(0, end));
        text.remove_prefix(end);
        if (pattern.empty()) return true;
    }
}

namespace {

std::string fill(std::string_view message, std::span<const std::string_view> pieces) {
    std::string filled;
    for (std::size_t at = 0; at < message.size(); ++at) {
        const bool reference =
            message[at] == '$' && at + 1 < message.size() && message[at + 1] >= '1' && message[at + 1] <= '3';
        const auto index = reference ? static_cast<std::size_t>(message[at + 1] - '1') : pieces.size();
        if (index >= pieces.size()) {
            filled.push_back(message[at]);
            continue;
        }
        filled.append(pieces[index]);
        ++at;
    }
    return filled;
}

} // namespace

std::optional<SqlError> apply_rules(std::span<const MessageRule> rules, std::string_view text) {
    std::vector<std::string_view> pieces;
    for (const auto& rule : rules) {
        if (!match_message(rule.pattern, text, pieces)) continue;
        return SqlError(rule.sqlstate,
                        in_sql_words(rule.message.empty() ? std::string(text) : fill(rule.message, pieces)))
            .hint(fill(rule.hint, pieces))
            .subject(rule.subject == 0 ? std::string() : std::string(pieces.at(rule.subject - 1)));
    }
    return std::nullopt;
}

} // namespace redstart::sql
