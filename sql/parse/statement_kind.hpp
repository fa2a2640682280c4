// StatementKind: which command a statement is, and what follows from that alone.
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace redstart::sql {

enum class StatementKind : unsigned char {
    Empty,
    // Queries and data
    Select, // also WITH ... SELECT and VALUES
    Insert,
    Update,
    Delete,
    Merge,
    SelectInto,
    Explain,
    // Definitions
    CreateTable,
    CreateTableAs,
    CreateView,
    DropTable,
    DropView,
    AlterTable, // also ALTER VIEW
    Truncate,
    CreateSchema,
    DropSchema,
    AlterSchema,
    CreateDatabase,
    DropDatabase,
    AlterDatabase,
    CreateUser,
    AlterUser,
    DropUser,
    CreateGroup,
    AlterGroup,
    DropGroup,
    CreateRole,
    AlterRole,
    DropRole,
    CreateRoutine, // functions, procedures, libraries, models
    AlterRoutine,
    DropRoutine,
    CreateMaterializedView,
    RefreshMaterializedView,
    DropMaterializedView,
    AlterMaterializedView,
    CreateExternal, // schemas, tables and functions that live elsewhere, datashares
    DropExternal,
    Comment,
    Grant, // also ALTER DEFAULT PRIVILEGES
    Revoke,
    // Transactions
    Begin,
    StartTransaction, // only as a tag: the statement is a Begin
    Commit,
    Rollback,
    Savepoint,
    Release,
    RollbackTo,
    PrepareTransaction, // and COMMIT PREPARED, ROLLBACK PREPARED
    SetTransaction,     // SET TRANSACTION, SET SESSION CHARACTERISTICS
    Lock,
    // The session
    Cancel,
    Set,
    SetSessionAuthorization,
    SetRole,
    SetConstraints,
    Show,        // a parameter
    ShowObjects, // SHOW DATABASES, SCHEMAS, TABLES, COLUMNS, CONSTRAINTS, GRANTS, TABLE t, VIEW v, ...
    Reset,
    Discard,
    Use,
    // Prepared statements and cursors
    Prepare,
    ExecutePrepared,
    Deallocate,
    Declare,
    Fetch,
    Move,
    Close,
    // Bulk and maintenance
    CopyFrom,
    CopyTo,
    Unload,
    Vacuum,
    Analyze,
    AnalyzeCompression,
    Call,
    Listen,
    Unlisten,
    Notify,
    Unknown // not a command of Redshift or PostgreSQL
};

// The CommandComplete tag: "SELECT 5", "INSERT 0 5", "BEGIN", "CREATE TABLE"; `rows` is used where the tag has a count.
// A COMMIT that rolled back answers with the tag of Rollback. Empty answers with EmptyQueryResponse and has no tag.
std::string command_tag(StatementKind kind, std::uint64_t rows = 0);

// The command's name for messages, for example "VACUUM" or "CREATE DATABASE".
std::string_view command_name(StatementKind kind);

} // namespace redstart::sql
