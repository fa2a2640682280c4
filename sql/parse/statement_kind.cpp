#include "sql/parse/statement_kind.hpp"

#include <array>

namespace redstart::sql {
namespace {

using Kind = StatementKind;

struct Name {
    Kind kind;
    std::string_view name;
};

// In the order of the enumeration.
constexpr auto kNames = std::to_array<Name>({
    {Kind::Empty, ""},
    {Kind::Select, "SELECT"},
    {Kind::Insert, "INSERT"},
    {Kind::Update, "UPDATE"},
    {Kind::Delete, "DELETE"},
    {Kind::Merge, "MERGE"},
    {Kind::SelectInto, "SELECT"},
    {Kind::Explain, "EXPLAIN"},
    {Kind::CreateTable, "CREATE TABLE"},
    {Kind::CreateTableAs, "CREATE TABLE AS"},
    {Kind::CreateView, "CREATE VIEW"},
    {Kind::DropTable, "DROP TABLE"},
    {Kind::DropView, "DROP VIEW"},
    {Kind::AlterTable, "ALTER TABLE"},
    {Kind::Truncate, "TRUNCATE TABLE"},
    {Kind::CreateSchema, "CREATE SCHEMA"},
    {Kind::DropSchema, "DROP SCHEMA"},
    {Kind::AlterSchema, "ALTER SCHEMA"},
    {Kind::CreateDatabase, "CREATE DATABASE"},
    {Kind::DropDatabase, "DROP DATABASE"},
    {Kind::AlterDatabase, "ALTER DATABASE"},
    {Kind::CreateUser, "CREATE USER"},
    {Kind::AlterUser, "ALTER USER"},
    {Kind::DropUser, "DROP USER"},
    {Kind::CreateGroup, "CREATE GROUP"},
    {Kind::AlterGroup, "ALTER GROUP"},
    {Kind::DropGroup, "DROP GROUP"},
    {Kind::CreateRole, "CREATE ROLE"},
    {Kind::AlterRole, "ALTER ROLE"},
    {Kind::DropRole, "DROP ROLE"},
    {Kind::CreateRoutine, "CREATE FUNCTION"},
    {Kind::AlterRoutine, "ALTER FUNCTION"},
    {Kind::DropRoutine, "DROP FUNCTION"},
    {Kind::CreateMaterializedView, "CREATE MATERIALIZED VIEW"},
    {Kind::RefreshMaterializedView, "REFRESH MATERIALIZED VIEW"},
    {Kind::DropMaterializedView, "DROP MATERIALIZED VIEW"},
    {Kind::AlterMaterializedView, "ALTER MATERIALIZED VIEW"},
    {Kind::CreateExternal, "CREATE EXTERNAL"},
    {Kind::DropExternal, "DROP EXTERNAL"},
    {Kind::Comment, "COMMENT"},
    {Kind::Grant, "GRANT"},
    {Kind::Revoke, "REVOKE"},
    {Kind::Begin, "BEGIN"},
    {Kind::StartTransaction, "START TRANSACTION"},
    {Kind::Commit, "COMMIT"},
    {Kind::Rollback, "ROLLBACK"},
    {Kind::Savepoint, "SAVEPOINT"},
    {Kind::Release, "RELEASE"},
    {Kind::RollbackTo, "ROLLBACK"},
    {Kind::PrepareTransaction, "PREPARE TRANSACTION"},
    {Kind::SetTransaction, "SET"},
    {Kind::Lock, "LOCK TABLE"},
    {Kind::Cancel, "CANCEL"},
    {Kind::Set, "SET"},
    {Kind::SetSessionAuthorization, "SET"},
    {Kind::SetRole, "SET"},
    {Kind::SetConstraints, "SET CONSTRAINTS"},
    {Kind::Show, "SHOW"},
    {Kind::ShowObjects, "SHOW"},
    {Kind::Reset, "RESET"},
    {Kind::Discard, "DISCARD"},
    {Kind::Use, "USE"},
    {Kind::Prepare, "PREPARE"},
    {Kind::ExecutePrepared, "EXECUTE"},
    {Kind::Deallocate, "DEALLOCATE"},
    {Kind::Declare, "DECLARE CURSOR"},
    {Kind::Fetch, "FETCH"},
    {Kind::Move, "MOVE"},
    {Kind::Close, "CLOSE CURSOR"},
    {Kind::CopyFrom, "COPY"},
    {Kind::CopyTo, "COPY"},
    {Kind::Unload, "UNLOAD"},
    {Kind::Vacuum, "VACUUM"},
    {Kind::Analyze, "ANALYZE"},
    {Kind::AnalyzeCompression, "ANALYZE COMPRESSION"},
    {Kind::Call, "CALL"},
    {Kind::Listen, "LISTEN"},
    {Kind::Unlisten, "UNLISTEN"},
    {Kind::Notify, "NOTIFY"},
    {Kind::Unknown, ""},
});

constexpr bool in_order() {
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (static_cast<std::size_t>(kNames[i].kind) != i) return false;
    return kNames.size() == static_cast<std::size_t>(Kind::Unknown) + 1;
}
static_assert(in_order(), "command_name() indexes by kind");

} // namespace

std::string_view command_name(StatementKind kind) { return kNames[static_cast<std::size_t>(kind)].name; }

std::string command_tag(StatementKind kind, std::uint64_t rows) {
    const auto counted = [rows](const char* name) { return name + std::to_string(rows); };
    switch (kind) {
    case StatementKind::Select: return counted("SELECT ");
    case StatementKind::SelectInto:
    case StatementKind::CreateTableAs: return "SELECT"; // PostgreSQL 8.0's tag of a query into a table has no count
    case StatementKind::Insert: return counted("INSERT 0 ");
    case StatementKind::Update: return counted("UPDATE ");
    case StatementKind::Delete: return counted("DELETE ");
    case StatementKind::Merge: return counted("MERGE ");
    case StatementKind::Fetch: return counted("FETCH ");
    case StatementKind::Move: return counted("MOVE ");
    case StatementKind::CopyFrom:
    case StatementKind::CopyTo: return counted("COPY ");
    default: return std::string(command_name(kind));
    }
}

} // namespace redstart::sql
