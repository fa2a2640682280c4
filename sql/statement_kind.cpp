#include "sql/statement_kind.hpp"

namespace redstart::sql {

std::string_view command_name(StatementKind kind) {
    switch (kind) {
    case StatementKind::Empty: return "";
    case StatementKind::Select: return "SELECT";
    case StatementKind::Insert: return "INSERT";
    case StatementKind::Update: return "UPDATE";
    case StatementKind::Delete: return "DELETE";
    case StatementKind::Merge: return "MERGE";
    case StatementKind::SelectInto: return "SELECT";
    case StatementKind::Explain: return "EXPLAIN";
    case StatementKind::CreateTable: return "CREATE TABLE";
    case StatementKind::CreateTableAs: return "CREATE TABLE AS";
    case StatementKind::CreateView: return "CREATE VIEW";
    case StatementKind::DropTable: return "DROP TABLE";
    case StatementKind::DropView: return "DROP VIEW";
    case StatementKind::AlterTable: return "ALTER TABLE";
    case StatementKind::Truncate: return "TRUNCATE TABLE";
    case StatementKind::CreateSchema: return "CREATE SCHEMA";
    case StatementKind::DropSchema: return "DROP SCHEMA";
    case StatementKind::AlterSchema: return "ALTER SCHEMA";
    case StatementKind::CreateDatabase: return "CREATE DATABASE";
    case StatementKind::DropDatabase: return "DROP DATABASE";
    case StatementKind::AlterDatabase: return "ALTER DATABASE";
    case StatementKind::CreateUser: return "CREATE USER";
    case StatementKind::AlterUser: return "ALTER USER";
    case StatementKind::DropUser: return "DROP USER";
    case StatementKind::CreateGroup: return "CREATE GROUP";
    case StatementKind::AlterGroup: return "ALTER GROUP";
    case StatementKind::DropGroup: return "DROP GROUP";
    case StatementKind::CreateRole: return "CREATE ROLE";
    case StatementKind::AlterRole: return "ALTER ROLE";
    case StatementKind::DropRole: return "DROP ROLE";
    case StatementKind::CreateRoutine: return "CREATE FUNCTION";
    case StatementKind::AlterRoutine: return "ALTER FUNCTION";
    case StatementKind::DropRoutine: return "DROP FUNCTION";
    case StatementKind::CreateMaterializedView: return "CREATE MATERIALIZED VIEW";
    case StatementKind::RefreshMaterializedView: return "REFRESH MATERIALIZED VIEW";
    case StatementKind::DropMaterializedView: return "DROP MATERIALIZED VIEW";
    case StatementKind::AlterMaterializedView: return "ALTER MATERIALIZED VIEW";
    case StatementKind::CreateExternal: return "CREATE EXTERNAL";
    case StatementKind::DropExternal: return "DROP EXTERNAL";
    case StatementKind::Comment: return "COMMENT";
    case StatementKind::Grant: return "GRANT";
    case StatementKind::Revoke: return "REVOKE";
    case StatementKind::Begin: return "BEGIN";
    case StatementKind::Commit: return "COMMIT";
    case StatementKind::Rollback: return "ROLLBACK";
    case StatementKind::Savepoint: return "SAVEPOINT";
    case StatementKind::Release: return "RELEASE";
    case StatementKind::RollbackTo: return "ROLLBACK";
    case StatementKind::PrepareTransaction: return "PREPARE TRANSACTION";
    case StatementKind::SetTransaction: return "SET";
    case StatementKind::Lock: return "LOCK TABLE";
    case StatementKind::Cancel: return "CANCEL";
    case StatementKind::Set: return "SET";
    case StatementKind::SetSessionAuthorization: return "SET";
    case StatementKind::SetRole: return "SET";
    case StatementKind::SetConstraints: return "SET CONSTRAINTS";
    case StatementKind::Show: return "SHOW";
    case StatementKind::ShowObjects: return "SHOW";
    case StatementKind::Reset: return "RESET";
    case StatementKind::Discard: return "DISCARD";
    case StatementKind::Use: return "USE";
    case StatementKind::Prepare: return "PREPARE";
    case StatementKind::ExecutePrepared: return "EXECUTE";
    case StatementKind::Deallocate: return "DEALLOCATE";
    case StatementKind::Declare: return "DECLARE CURSOR";
    case StatementKind::Fetch: return "FETCH";
    case StatementKind::Move: return "MOVE";
    case StatementKind::Close: return "CLOSE CURSOR";
    case StatementKind::CopyFrom: return "COPY";
    case StatementKind::CopyTo: return "COPY";
    case StatementKind::Unload: return "UNLOAD";
    case StatementKind::Vacuum: return "VACUUM";
    case StatementKind::Analyze: return "ANALYZE";
    case StatementKind::AnalyzeCompression: return "ANALYZE COMPRESSION";
    case StatementKind::Call: return "CALL";
    case StatementKind::Listen: return "LISTEN";
    case StatementKind::Unlisten: return "UNLISTEN";
    case StatementKind::Notify: return "NOTIFY";
    case StatementKind::Unknown: return "";
    }
    return "";
}

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
