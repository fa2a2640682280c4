// The tags of a catalog entry as they are now: those it was created with and the changes made since.
// The engine keeps tags from CREATE on and has no statement to change them, but its comment of an entry can be changed,
// transactionally and through the write-ahead log: changes live there, as a map. Pure functions over an entry the
// caller keeps alive.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace duckdb {
class CatalogEntry;
class Value;
} // namespace duckdb

namespace redstart::catalog {

using Tags = std::map<std::string, std::string>;

inline constexpr const char* kDescription = "description";        // in changes: COMMENT ON's text; empty for none
inline constexpr const char* kConstraintDescription = "comment."; // and the constraint's name: a tag of its table

// Every tag that is set; tags changed to nothing are left out.
Tags tags_of(const duckdb::CatalogEntry& entry);
// Empty when it is not set.
std::string tag_of(const duckdb::CatalogEntry& entry, const std::string& tag);

// COMMENT ON of the entry; nullopt when there is none.
std::optional<std::string> description_of(const duckdb::CatalogEntry& entry);

// The changes that an engine's comment holds; a tag that was taken away is empty.
Tags tag_changes(const duckdb::Value& comment);
// A comment that holds just these changes.
duckdb::Value comment_of_changes(const Tags& changes);
// The comment that makes `changes` of the entry's tags, on top of those made before.
duckdb::Value changed_comment(const duckdb::CatalogEntry& entry, const Tags& changes);

} // namespace redstart::catalog
