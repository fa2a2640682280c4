#include "protocol/sqlstate.hpp"
#include "sql/parse/control_statements.hpp"
#include "sql/parse/token_cursor.hpp"

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

template <typename T> void once(std::optional<T>& slot, T value) {
    if (slot) throw SqlError(state::kSyntaxError, "conflicting or redundant options");
    slot = std::move(value);
}

ConnectionLimit connection_limit(TokenCursor& cursor) {
    cursor.expect("limit"_w);
    cursor.accept('=');
    if (cursor.accept("unlimited"_w)) return std::nullopt;
    return cursor.int4();
}

bool case_insensitive(TokenCursor& cursor) {
    if (cursor.accept("case_insensitive"_w) || cursor.accept("ci"_w)) return true;
    if (!cursor.accept("cs"_w)) cursor.expect("case_sensitive"_w);
    return false;
}

catalog::IsolationLevel isolation_level(TokenCursor& cursor) {
    cursor.expect("level"_w);
    if (cursor.accept("snapshot"_w)) return catalog::IsolationLevel::Snapshot;
    cursor.expect("serializable"_w);
    return catalog::IsolationLevel::Serializable;
}

// The options that CREATE and ALTER write in the same way; false when the next word begins none of them.
bool shared_option(TokenCursor& cursor, DatabaseStatement& out) {
    if (cursor.accept("connection"_w))
        once(out.connection_limit, connection_limit(cursor));
    else if (cursor.accept("collate"_w))
        once(out.case_insensitive, case_insensitive(cursor));
    else if (cursor.accept("isolation"_w))
        once(out.isolation, isolation_level(cursor));
    else
        return false;
    return true;
}

} // namespace

DatabaseStatement parse_create_database(const Statement& statement) {
    TokenCursor cursor(statement);
    DatabaseStatement result;
    cursor.expect("create"_w);
    cursor.expect("database"_w);
    result.name = cursor.name();
    cursor.accept("with"_w);
    while (!cursor.at_end()) {
        if (shared_option(cursor, result)) continue;
        if (cursor.peek().is("from"_w))
            throw SqlError(state::kFeatureNotSupported, "CREATE DATABASE ... FROM is not supported");
        cursor.expect("owner"_w);
        cursor.accept('=');
        once(result.owner, cursor.name());
    }
    return result;
}

DatabaseStatement parse_alter_database(const Statement& statement) {
    TokenCursor cursor(statement);
    DatabaseStatement result;
    cursor.expect("alter"_w);
    cursor.expect("database"_w);
    result.name = cursor.name();
    result.rename_to = cursor.name_behind("rename"_w);
    if (!result.rename_to) result.owner = cursor.name_behind("owner"_w);
    if (!result.rename_to && !result.owner) {
        if (cursor.peek().is("set"_w) || cursor.peek().is("reset"_w))
            result.first_value = parse_first_value(cursor);
        else if (!shared_option(cursor, result))
            cursor.fail();
    }
    cursor.expect_end();
    return result;
}

DropDatabaseStatement parse_drop_database(const Statement& statement) {
    TokenCursor cursor(statement);
    DropDatabaseStatement result;
    cursor.expect("drop"_w);
    cursor.expect("database"_w);
    result.if_exists = cursor.accept_if_exists();
    result.name = cursor.name();
    cursor.expect_end();
    return result;
}

} // namespace redstart::sql
