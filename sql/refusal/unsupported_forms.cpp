#include "sql/refusal/unsupported_forms.hpp"

#include <algorithm>

namespace redstart::sql {

std::optional<std::string_view> unsupported_form(const Statement& statement) {
    const auto tokens = statement.tokens;
    const auto connect = std::adjacent_find(tokens.begin(), tokens.end(), [](const Token& token, const Token& next) {
        return token.is("connect"_w) && next.is("by"_w);
    });
    if (connect != tokens.end()) return "CONNECT BY";
    return std::nullopt;
}

} // namespace redstart::sql
