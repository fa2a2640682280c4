#include "catalog/object/catalog_index.hpp"

#include "catalog/engine/searched_schemas.hpp"
#include "catalog/object/identifiers.hpp"
#include "catalog/object/session_state.hpp"
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
    const auto set =
        searched_schemas(context, session.database(), session.search_path(), session.user_name(), session.user_id());
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

const std::vector<ConstraintRow>& CatalogIndex::keys() const {
    if (!keys_) {
        keys_ = constraints(relations_);
        std::erase_if(*keys_, [](const auto& row) { return row.type != 'p' && row.type != 'u'; });
    }
    return *keys_;
}

const ConstraintRow* CatalogIndex::find_key(std::uint32_t oid) const {
    for (const auto& key : keys())
        if (key.oid == oid) return &key;
    return nullptr;
}

const ConstraintRow* CatalogIndex::find_key(std::string_view written) const {
    const auto parts = split_name(written);
    const auto* schema = parts.size() >= 2 ? find_namespace(std::string_view(parts[parts.size() - 2])) : nullptr;
    if (parts.size() >= 2 && schema == nullptr) return nullptr;
    for (const auto& key : keys())
        if (key.name == parts.back() && (schema == nullptr || key.schema_oid == schema->oid)) return &key;
    return nullptr;
}

std::string CatalogIndex::display_name(const ConstraintRow& key) const {
    const auto* schema = find_namespace(key.schema_oid);
    const bool bare = schema == nullptr || std::find(path_.begin(), path_.end(), schema->name) != path_.end();
    const auto name = quote_identifier(key.name);
    return bare ? name : quote_identifier(schema->name) + "." + name;
}

std::string CatalogIndex::display_name(const RelationRow& relation) const {
    const auto name = quote_identifier(relation.name);
    return visible(relation) ? name : quote_identifier(relation.schema) + "." + name;
}

} // namespace redstart::catalog
