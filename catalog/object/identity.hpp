// Identity: an IDENTITY column of a table. Its default is a call of a function of ours that takes the next value of a
// sequence of the engine, which lives in the engine's schema `main`, where no client looks, under a name that the
// table's oid makes. Values and pure functions; any thread.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace duckdb {
class ClientContext;
class ColumnDefinition;
class TableCatalogEntry;
struct CreateSequenceInfo;
} // namespace duckdb

namespace redstart::catalog {

inline constexpr const char* kIdentityFunction = "rs_identity";

struct Identity {
    std::string sequence;
    std::int64_t seed = 1;
    std::int64_t step = 1;
    bool by_default = false; // a statement may give a value of its own
    bool temporary = false;
};

// The sequence of a table's column at position `index`.
std::string identity_sequence(std::uint32_t table, std::size_t index);

// What the column was declared as; nullopt for any other.
std::optional<Identity> identity_of(const duckdb::ColumnDefinition& column);
// Those that take no value from a statement.
std::vector<std::string> generated_columns(const duckdb::TableCatalogEntry& table);
sql::Owned<duckdb::ParsedExpression> identity_default(const Identity& identity);
sql::Owned<duckdb::CreateSequenceInfo> identity_sequence_info(const Identity& identity, const std::string& database);
// The column's default as a cluster shows it: "identity"(104323, 0, '1,1'::text).
std::string identity_text(const Identity& identity, std::uint32_t table, std::int16_t number);
// The sequences of a table, those of dropped columns included.
std::vector<std::string> identity_sequences(duckdb::ClientContext& context, const std::string& database,
                                            std::uint32_t table);

} // namespace redstart::catalog
