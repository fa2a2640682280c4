// CatalogIndex: the relations and schemas a session can name, found by OID and by name.
// Taken at one instant of the caller's transaction; used on one thread.
#pragma once

#include "catalog/object/catalog_walk.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace redstart::catalog {

class CatalogIndex {
public:
    explicit CatalogIndex(duckdb::ClientContext& context);

    const RelationRow* find(std::uint32_t oid) const;
    // By name as a client writes it ("t", "s.t", quoted parts), through the search path; nullptr when there is none.
    const RelationRow* find(std::string_view written) const;
    const RelationRow* find(std::string_view schema, std::string_view name) const;
    const NamespaceRow* find_namespace(std::uint32_t oid) const;
    const NamespaceRow* find_namespace(std::string_view name) const;

    // True when the bare name finds this very relation.
    bool visible(const RelationRow& relation) const;
    // The name that finds the relation: bare when visible, else with its schema; quoted where needed.
    std::string display_name(const RelationRow& relation) const;

    const std::vector<RelationRow>& relations() const { return relations_; }
    // A primary or unique key, which is an index to PostgreSQL; nullptr when there is none.
    const ConstraintRow* find_key(std::uint32_t oid) const;
    const ConstraintRow* find_key(std::string_view written) const;
    std::string display_name(const ConstraintRow& key) const;

private:
    const std::vector<ConstraintRow>& keys() const;

    std::vector<std::string> path_; // with the implicit schemas, in look-up order
    std::vector<NamespaceRow> namespaces_;
    std::vector<RelationRow> relations_;
    std::unordered_map<std::uint32_t, const RelationRow*> by_oid_;
    std::unordered_map<std::string, std::vector<const RelationRow*>> by_name_;
    mutable std::optional<std::vector<ConstraintRow>> keys_; // made at first use
};

} // namespace redstart::catalog
