#include "sql/shown_text.hpp"

#include "sql/token_text.hpp"

namespace redstart::sql {

std::string shown_text(const Statement& statement) {
    std::string text(statement.text);
    if (statement.kind != StatementKind::CreateUser && statement.kind != StatementKind::AlterUser) return text;
    const auto start = static_cast<std::size_t>(statement.text.data() - statement.source.data());
    for (std::size_t index = statement.tokens.size(); index-- > 1;) {
        const auto& token = statement.tokens[index];
        const auto before = identifier_value(statement.tokens[index - 1]);
        if (is_string(token) && before == "password") text.replace(token.offset - start, token.text.size(), "'***'");
    }
    return text;
}

} // namespace redstart::sql
