#include "catalog/object/identifiers.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <cctype>

#include <duckdb.hpp>
#include <duckdb/parser/keyword_helper.hpp>

namespace redstart::catalog {

std::vector<std::string> split_name(std::string_view written) {
    std::vector<std::string> parts;
    std::string part;
    bool quoted = false;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const char c = written[i];
        if (c == '"' && quoted && i + 1 < written.size() && written[i + 1] == '"')
            part += '"', ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (c == '.' && !quoted)
            parts.push_back(std::move(part)), part.clear();
        else
            part += quoted ? c : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    parts.push_back(std::move(part));
    const bool empty = std::any_of(parts.begin(), parts.end(), [](const auto& name) { return name.empty(); });
    if (quoted || empty) throw protocol::SqlError(protocol::sqlstate::kInvalidName, "invalid name syntax");
    return parts;
}

std::string quote_identifier(std::string_view name) {
    const std::string text(name);
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    const bool simple =
        !text.empty() && (text[0] < '0' || text[0] > '9') && std::all_of(text.begin(), text.end(), plain);
    const auto category = duckdb::Parser::IsKeyword(text);
    const bool word =
        category == duckdb::KeywordCategory::KEYWORD_NONE || category == duckdb::KeywordCategory::KEYWORD_UNRESERVED;
    return simple && word ? text : duckdb::KeywordHelper::WriteQuoted(text, '"');
}

} // namespace redstart::catalog
