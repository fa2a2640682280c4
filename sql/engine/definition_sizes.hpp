// What the definitions of tables, views, sequences and schemas take in memory, where the engine keeps all of them and
// counts none against its limit. A definition is measured by making a copy of it and by writing it nowhere.
// Functions over the caller's open transaction, on its thread; a NewDefinitions belongs to one session.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>

namespace duckdb {
class CatalogEntry;
class ClientContext;
} // namespace duckdb

namespace redstart::sql {

// One definition as it is in memory, in bytes, with what a table needs before it has rows. It may take as long as
// making it did.
std::int64_t definition_bytes(const duckdb::CatalogEntry& entry);

// All that have been committed before the context's transaction took its snapshot of that database, in bytes.
std::int64_t committed_definitions(duckdb::ClientContext& context, const std::string& database);

// The versions of definitions that one transaction makes: each is in memory until the transaction ends, also those
// that a later one has replaced.
class NewDefinitions {
public:
    // What has come in that database since the last call, in bytes.
    std::int64_t measure(duckdb::ClientContext& context, const std::string& database);
    void forget() { seen_.clear(); } // the transaction has ended

private:
    std::unordered_set<const duckdb::CatalogEntry*> seen_;
};

} // namespace redstart::sql
