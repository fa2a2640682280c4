// SessionDefinitions: what the definitions that one session has made hold of the engine's DefinitionMemory: those of
// its open transaction, and its temporary tables for as long as it lasts. Belongs to the session; used on its thread,
// drop() where nobody else uses it.
#pragma once

#include "sql/engine/definition_sizes.hpp"

#include <string>

namespace duckdb {
class Connection;
}

namespace redstart::sql {

class DefinitionMemory;

class SessionDefinitions {
public:
    explicit SessionDefinitions(DefinitionMemory& memory) : memory_(memory) {}
    ~SessionDefinitions() { drop(); }
    SessionDefinitions(const SessionDefinitions&) = delete;
    SessionDefinitions& operator=(const SessionDefinitions&) = delete;

    // After each statement that changes the catalog, inside its transaction: what is new is taken. Throws 53200.
    void measure(duckdb::Connection& connection, const std::string& database);
    void transaction_ended(bool committed) noexcept;
    void drop() noexcept; // the connection is closed: nothing is left of what it had

private:
    void take_temporary(duckdb::ClientContext& context, std::int64_t bytes);

    DefinitionMemory& memory_;
    NewDefinitions stored_;
    NewDefinitions temporary_;
    std::int64_t stored_bytes_ = 0;        // of the open transaction
    std::int64_t new_temporary_bytes_ = 0; // ... and its temporary tables
    std::int64_t temporary_bytes_ = 0; // of transactions before; dropped ones are in it until they are counted again
};

} // namespace redstart::sql
