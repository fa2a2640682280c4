// The statements that the engine does not run: a plain struct and a parser for each; the rooms that run them call
// these. Values; a Statement inside one is a view like the one it came from. Every parser throws SqlError 42601 at the
// token that does not fit. Sources: the Redshift developer guide's page of each command; PostgreSQL's for the rest.
#pragma once

#include "catalog/state/databases.hpp"
#include "sql/parse/qualified_name.hpp"
#include "sql/parse/statement.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

// BEGIN, START TRANSACTION, SET TRANSACTION and SET SESSION CHARACTERISTICS.
struct TransactionModes {
    std::string isolation; // "serializable", "repeatable read", ...; empty when not given
    std::optional<bool> read_only;
    bool session_characteristics = false; // for the transactions to come, not this one
};
TransactionModes parse_begin(const Statement& statement);
TransactionModes parse_set_transaction(const Statement& statement);
// COMMIT, END, ROLLBACK and ABORT [WORK | TRANSACTION]: only checks.
void check_transaction_end(const Statement& statement);

// CANCEL pid ['message']
struct CancelStatement {
    std::int32_t pid = 0;
    std::optional<std::string> message;
};
CancelStatement parse_cancel(const Statement& statement);

// LOCK [TABLE] name [, ...]; the mode is always AccessExclusive, and may be written out.
struct LockStatement {
    std::vector<QualifiedName> tables;
};
LockStatement parse_lock(const Statement& statement);

// SET, also SET TIME ZONE (timezone), SET NAMES (client_encoding) and SET SCHEMA (search_path).
struct SetStatement {
    std::string name; // lower case; "a.b" for a session context variable
    std::vector<std::string> values;
    bool is_default = false; // TO DEFAULT
    bool local = false;
};
SetStatement parse_set(const Statement& statement);

// ALTER USER and ALTER DATABASE ... SET and RESET, from that word on: what a parameter is at first in the sessions
// opened later. RESET is as SET ... TO DEFAULT; `name` is "all" for RESET ALL.
class TokenCursor;
SetStatement parse_first_value(TokenCursor& cursor);

// SHOW and RESET; `name` is "all" for ALL.
struct ParameterName {
    std::string name;
};
ParameterName parse_show(const Statement& statement);
ParameterName parse_reset(const Statement& statement);

// SET SESSION AUTHORIZATION and SET ROLE; nullopt for DEFAULT and NONE.
struct IdentityStatement {
    std::optional<std::string> user;
    bool local = false;
};
IdentityStatement parse_set_identity(const Statement& statement);

// DISCARD
enum class DiscardTarget : unsigned char { All, Temp, Plans, Sequences };
DiscardTarget parse_discard(const Statement& statement);

struct TruncateStatement {
    QualifiedName table;
};
TruncateStatement parse_truncate(const Statement& statement);

// VACUUM [FULL | SORT ONLY | DELETE ONLY | REINDEX | RECLUSTER] [VERBOSE] [ANALYZE] [table] [TO n PERCENT] [BOOST] and
// ANALYZE [VERBOSE] [table [(columns)]] [PREDICATE COLUMNS | ALL COLUMNS]
struct MaintenanceStatement {
    std::optional<QualifiedName> table; // nullopt: every table
    std::vector<std::string> columns;
};
MaintenanceStatement parse_vacuum(const Statement& statement);
MaintenanceStatement parse_analyze(const Statement& statement);

// DROP TABLE, VIEW, SCHEMA, USER, GROUP, ROLE [IF EXISTS] name [, ...] [CASCADE | RESTRICT]
struct DropStatement {
    StatementKind kind = StatementKind::Unknown;
    bool if_exists = false;
    bool cascade = false;
    std::vector<QualifiedName> names;
};
DropStatement parse_drop(const Statement& statement);

// ALTER TABLE target APPEND FROM source [IGNOREEXTRA | FILLTARGET]
struct AppendStatement {
    QualifiedName target;
    QualifiedName source;
    bool ignore_extra = false;
    bool fill_target = false;
};
AppendStatement parse_append(const Statement& statement);

// ALTER SCHEMA name {RENAME TO name | OWNER TO user | QUOTA {n MB | GB | TB | UNLIMITED}}; QUOTA has no effect.
struct SchemaStatement {
    std::string name;
    std::optional<std::string> rename_to;
    std::optional<std::string> owner;
};
SchemaStatement parse_alter_schema(const Statement& statement);

// COMMENT ON
struct CommentStatement {
    enum class Target : unsigned char { None, Table, View, Column, Constraint, Database, Schema, Function, Procedure };
    Target target = Target::None;
    QualifiedName name;              // of a column or constraint: the relation's
    std::string part;                // the column, the constraint, or the list of a function's arguments
    std::optional<std::string> text; // nullopt for NULL
};
CommentStatement parse_comment(const Statement& statement);

// CREATE DATABASE and ALTER DATABASE: what is written; ALTER has exactly one of them (r_ALTER_DATABASE).
using ConnectionLimit = std::optional<std::int32_t>; // nullopt: UNLIMITED
struct DatabaseStatement {
    std::string name;
    std::optional<std::string> owner;
    std::optional<ConnectionLimit> connection_limit;
    std::optional<bool> case_insensitive;
    std::optional<catalog::IsolationLevel> isolation;
    std::optional<std::string> rename_to; // ALTER only, as the next
    std::optional<SetStatement> first_value;
};
DatabaseStatement parse_create_database(const Statement& statement);
DatabaseStatement parse_alter_database(const Statement& statement);

// DROP DATABASE [IF EXISTS] name
struct DropDatabaseStatement {
    std::string name;
    bool if_exists = false;
};
DropDatabaseStatement parse_drop_database(const Statement& statement);

enum class CopyFormat : unsigned char { Text, Csv, Binary };
struct CopyOptions {
    CopyFormat format = CopyFormat::Text;
    char delimiter = '\t';         // ',' for CSV unless given
    std::string null_text = "\\N"; // "" for CSV unless given
    bool header = false;
    bool match_header = false; // HEADER MATCH: its names must be the columns'
    char quote = '"';
    char escape = '"'; // the quote unless given
    bool force_quote_all = false;
    std::vector<std::string> force_quote; // columns, as the next two
    std::vector<std::string> force_not_null;
    std::vector<std::string> force_null;
};
// COPY [BINARY] t [(columns)] FROM STDIN, COPY {t [(columns)] | (query)} TO STDOUT; both of PostgreSQL's option
// syntaxes, and the one before them: COPY t FROM STDIN USING DELIMITERS '|'.
// A place elsewhere ('s3://...') leaves the options unread: Redshift's own COPY.
struct CopyStatement {
    QualifiedName table;
    std::vector<std::string> columns;
    std::optional<Statement> query;
    std::optional<std::string> location; // nullopt: STDIN or STDOUT
    CopyOptions options;
};
CopyStatement parse_copy(const Statement& statement);

// PREPARE name [(type [, ...])] AS statement
struct PrepareStatement {
    std::string name;
    std::vector<std::string> types; // as written, for example "varchar(10)"
    Statement body;
};
PrepareStatement parse_prepare(const Statement& statement);

// EXECUTE name [(expression [, ...])]
struct ExecuteStatement {
    std::string name;
    std::vector<std::string_view> arguments; // source text of each expression
};
ExecuteStatement parse_execute(const Statement& statement);

// DEALLOCATE [PREPARE] name | ALL and CLOSE name | ALL; nullopt for ALL.
std::optional<std::string> parse_deallocate(const Statement& statement);
std::optional<std::string> parse_close(const Statement& statement);

// DECLARE name [BINARY] [[NO] SCROLL] CURSOR [{WITH | WITHOUT} HOLD] FOR query
struct DeclareStatement {
    std::string name;
    bool binary = false;
    bool scroll = false;
    bool no_scroll = false;
    bool hold = false;
    Statement query;
};
DeclareStatement parse_declare(const Statement& statement);

// FETCH and MOVE [NEXT | PRIOR | FIRST | LAST | ABSOLUTE n | RELATIVE n | n | ALL | FORWARD [n | ALL] |
// BACKWARD [n | ALL]] [FROM | IN] cursor. `count` is kAll for ALL.
enum class FetchDirection : unsigned char { Forward, Backward, Absolute, Relative };
struct FetchStatement {
    static constexpr std::int64_t kAll = INT64_MAX;
    std::string cursor;
    FetchDirection direction = FetchDirection::Forward;
    std::int64_t count = 1;
};
FetchStatement parse_fetch(const Statement& statement);

// EXPLAIN [VERBOSE] statement
struct ExplainStatement {
    bool verbose = false;
    Statement body;
};
ExplainStatement parse_explain(const Statement& statement);

// The statement that begins at token `first` of `statement`, `count` tokens long, for bodies inside others.
Statement inner_statement(const Statement& statement, std::size_t first, std::size_t count = SIZE_MAX);

} // namespace redstart::sql
