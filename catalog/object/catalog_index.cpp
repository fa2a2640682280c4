#include "catalog/object/catalog_index.hpp"

#include "catalog/state/session_state.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <cctype>

#include <duckdb.hpp>
#include <duckdb/parser/keyword_helper.hpp>

namespace redstart::catalog {

CatalogIndex::CatalogIndex(duckdb::ClientContext& context)
    : namespaces_(catalog::namespaces(context)), relations_(catalog::relations(context)) {
    // Temporary tables first, then pg_catalog, then the search path (PostgreSQL, search_path).
    auto& session = session_of(context);
    path_ = {"pg_temp_" + std::to_string(session.pid())};
    const auto set = session.search_path();
    if (std::find(set.begin(), set.end(), "pg_catalog") == set.end()) path_.emplace_back("pg_catalog");
    path_.insert(path_.end(), set.begin(), set.end());
    for (const auto& relation : relations_) {
        by_oid_.emplace(relation.oid, &relation);
        by_name_[relation.name].push_back(&relation);
    }
}

const RelationRow* CatalogIndex::find(std::uint32_t oid) const {
    const auto found = by_oid_.find(oid);
    return found == by_oid_.end() ? nullptr : found->second;
}

const RelationRow* CatalogIndex::find(std::string_view schema, std::string_view name) const {
    const auto found = by_name_.find(std::string(name));
    if (found == by_name_.end()) return nullptr;
    for (const auto* relation : found->second)
        if (relation->schema == schema) return relation;
    return nullptr;
}

const RelationRow* CatalogIndex::find(std::string_view written) const {
    const auto parts = split_name(written);
    if (parts.size() >= 2) return find(parts[parts.size() - 2], parts.back());
    for (const auto& schema : path_)
        if (const auto* relation = find(schema, parts.front())) return relation;
    return nullptr;
}

const NamespaceRow* CatalogIndex::find_namespace(std::uint32_t oid) const {
    for (const auto& row : namespaces_)
        if (row.oid == oid) return &row;
    return nullptr;
}

const NamespaceRow* CatalogIndex::find_namespace(std::string_view name) const {
    for (const auto& row : namespaces_)
        if (row.name == name) return &row;
    return nullptr;
}

bool CatalogIndex::visible(const RelationRow& relation) const {
    for (const auto& schema : path_)
        if (const auto* found = find(schema, relation.name)) return found == &relation;
    return false;
}

std::string CatalogIndex::display_name(const RelationRow& relation) const {
    const auto name = quote_identifier(relation.name);
    return visible(relation) ? name : quote_identifier(relation.schema) + "." + name;
}

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
