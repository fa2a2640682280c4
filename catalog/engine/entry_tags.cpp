#include "catalog/engine/entry_tags.hpp"

#include <duckdb.hpp>

namespace redstart::catalog {

Tags tag_changes(const duckdb::Value& comment) {
    Tags changes;
    if (comment.IsNull() || comment.type().id() != duckdb::LogicalTypeId::MAP) return changes;
    for (const auto& pair : duckdb::MapValue::GetChildren(comment)) {
        const auto& fields = duckdb::StructValue::GetChildren(pair);
        changes[duckdb::StringValue::Get(fields[0])] = duckdb::StringValue::Get(fields[1]);
    }
    return changes;
}

Tags tags_of(const duckdb::CatalogEntry& entry) {
    Tags tags;
    for (const auto& [tag, value] : entry.tags) tags[tag] = value;
    for (auto& [tag, value] : tag_changes(entry.comment)) tags[tag] = value;
    tags.erase(kDescription);
    std::erase_if(tags, [](const auto& tag) { return tag.second.empty(); });
    return tags;
}

std::string tag_of(const duckdb::CatalogEntry& entry, const std::string& tag) {
    const auto changes = tag_changes(entry.comment);
    if (const auto changed = changes.find(tag); changed != changes.end()) return changed->second;
    const auto found = entry.tags.find(tag);
    return found == entry.tags.end() ? std::string() : found->second;
}

std::optional<std::string> description_of(const duckdb::CatalogEntry& entry) {
    if (entry.comment.IsNull()) return std::nullopt;
    if (entry.comment.type().id() != duckdb::LogicalTypeId::MAP) return entry.comment.ToString();
    const auto changes = tag_changes(entry.comment);
    const auto found = changes.find(kDescription);
    if (found == changes.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

duckdb::Value comment_of_changes(const Tags& changes) {
    duckdb::InsertionOrderPreservingMap<std::string> pairs;
    for (const auto& [tag, value] : changes) pairs[tag] = value;
    return duckdb::Value::MAP(pairs);
}

duckdb::Value changed_comment(const duckdb::CatalogEntry& entry, const Tags& changes) {
    auto all = tag_changes(entry.comment);
    if (all.empty())
        if (const auto description = description_of(entry)) all[kDescription] = *description;
    for (const auto& [tag, value] : changes) all[tag] = value;
    return comment_of_changes(all);
}

} // namespace redstart::catalog
