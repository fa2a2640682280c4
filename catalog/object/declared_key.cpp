#include "catalog/object/declared_key.hpp"

#include "catalog/object/identifiers.hpp"

namespace redstart::catalog {

namespace {

using Names = std::vector<std::string>;

std::string listed(const Names& names, char separator) {
    std::string text;
    for (const auto& name : names) {
        if (!text.empty()) text += separator;
        text += quote_identifier(name);
    }
    return text;
}

// The pieces between separators that stand outside double quotes; none for no text.
std::vector<std::string_view> pieces(std::string_view text, char separator) {
    std::vector<std::string_view> found;
    if (text.empty()) return found;
    bool quoted = false;
    std::size_t first = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') quoted = !quoted;
        if (quoted || text[i] != separator) continue;
        found.push_back(text.substr(first, i - first));
        first = i + 1;
    }
    found.push_back(text.substr(first));
    return found;
}

std::string unquoted(std::string_view piece) {
    if (piece.size() < 2 || piece.front() != '"') return std::string(piece);
    std::string name;
    for (std::size_t i = 1; i + 1 < piece.size(); ++i) {
        name += piece[i];
        if (piece[i] == '"') ++i; // a doubled quote
    }
    return name;
}

Names names(std::string_view list, char separator) {
    Names found;
    for (const auto piece : pieces(list, separator)) found.push_back(unquoted(piece));
    return found;
}

} // namespace

std::string key_tag(const DeclaredKey& key) {
    auto text = std::string(1, key.type) + ":" + listed(key.columns, ',');
    if (key.type == 'f') text += ":" + listed(key.target, '.') + ":" + listed(key.target_columns, ',');
    return text;
}

std::optional<DeclaredKey> parse_key_tag(std::string_view tag) {
    const auto fields = pieces(tag, ':');
    if (fields.size() < 2 || fields[0].size() != 1) return std::nullopt;
    DeclaredKey key;
    key.type = fields[0].front();
    key.columns = names(fields[1], ',');
    if (key.type != 'f') return key;
    if (fields.size() != 4) return std::nullopt;
    key.target = names(fields[2], '.');
    key.target_columns = names(fields[3], ',');
    return key;
}

std::string generated_name(std::string_view table, const DeclaredKey& key) {
    std::string name(table);
    if (key.type == 'p') return name + "_pkey";
    for (const auto& column : key.columns) name += "_" + column;
    return name + (key.type == 'u' ? "_key" : "_fkey");
}

} // namespace redstart::catalog
