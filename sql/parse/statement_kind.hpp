// StatementKind: which command a statement is, and what follows from that alone: the rows of statements.def.
// Constants and pure functions; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace redstart::sql {

// Empty: a text without a command.
// Unknown: no command of Redshift or PostgreSQL.
enum class StatementKind : unsigned char {
    Empty,
#define STATEMENT(kind, words, name, tag, runner, traits, right, page) kind,
#include "sql/parse/statements.def"
#undef STATEMENT
    Unknown
};

// Who runs a statement.
enum class StatementRunner : unsigned char {
    Engine,   // resolved, locked and given to the engine
    Command,  // a function of sql/command
    Executor, // prepared statements and cursors: sql/executor
    Missing   // nobody yet: 0A000 by its name
};

// What follows from a statement's kind alone; a set of bits.
enum Trait : unsigned {
    None = 0,
    Preparable = 1,  // may stand behind PREPARE ... AS
    Writes = 2,      // refused in a transaction that is READ ONLY
    WritesRows = 4,  // so is this, unless the table is temporary; open queries keep the rows they had
    Changes = 8,     // changes what open queries read: they keep the rows they had
    Commits = 16,    // ends the transaction, successfully
    EndsBlock = 32,  // what may run in a block that has failed
    NotInBlock = 64, // 25001 inside a transaction block
    Beside = 128,    // goes on while the engine is being replaced
};

struct StatementDeclaration {
    StatementKind kind;
    std::string_view words;
    std::string_view name;
    std::string_view tag;
    StatementRunner runner;
    unsigned traits;
    std::string_view right;
    std::string_view page;

    bool has(Trait trait) const noexcept { return (traits & trait) != 0; }
};

// The rows of statements.def, in their order.
std::span<const StatementDeclaration> statement_declarations() noexcept;

// The row of a kind; one without words, runner Missing and no traits for Empty and Unknown.
const StatementDeclaration& declaration_of(StatementKind kind) noexcept;

// The CommandComplete tag: "SELECT 5", "INSERT 0 5", "BEGIN", "CREATE TABLE"; `rows` is used where the tag has a count.
// A COMMIT that rolled back answers with the tag of Rollback. Empty answers with EmptyQueryResponse and has no tag.
std::string command_tag(StatementKind kind, std::uint64_t rows = 0);

} // namespace redstart::sql
