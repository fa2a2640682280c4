#include "sql/control_statements.hpp"
#include "sql/token_cursor.hpp"

namespace redstart::sql {
namespace {

std::optional<std::int32_t> connection_limit(TokenCursor& cursor) {
    cursor.expect("limit"_w);
    cursor.accept('=');
    if (cursor.accept("unlimited"_w)) return std::nullopt;
    return cursor.int4();
}

} // namespace

TruncateStatement parse_truncate(const Statement& statement) {
    TokenCursor cursor(statement);
    cursor.expect("truncate"_w);
    cursor.accept("table"_w);
    TruncateStatement result{cursor.qualified_name()};
    cursor.expect_end();
    return result;
}

DropStatement parse_drop(const Statement& statement) {
    TokenCursor cursor(statement);
    DropStatement result;
    result.kind = statement.kind;
    cursor.expect("drop"_w);
    if (cursor.next().is("materialized"_w)) cursor.expect("view"_w);
    if (cursor.peek().is("if"_w) && cursor.peek(1).is("exists"_w)) {
        cursor.next();
        cursor.next();
        result.if_exists = true;
    }
    do result.names.push_back(cursor.qualified_name());
    while (cursor.accept(','));
    if (cursor.accept("cascade"_w))
        result.cascade = true;
    else if (!cursor.accept("restrict"_w))
        cursor.accept("force"_w);
    cursor.expect_end();
    return result;
}

CreateDatabaseStatement parse_create_database(const Statement& statement) {
    TokenCursor cursor(statement);
    CreateDatabaseStatement result;
    cursor.expect("create"_w);
    cursor.expect("database"_w);
    result.name = cursor.name();
    cursor.accept("with"_w);
    while (!cursor.at_end()) {
        if (cursor.accept("owner"_w)) {
            cursor.accept('=');
            result.owner = cursor.name();
        } else if (cursor.accept("connection"_w)) {
            result.connection_limit = connection_limit(cursor);
        } else if (cursor.accept("collate"_w)) {
            result.case_insensitive = cursor.accept("case_insensitive"_w) || cursor.accept("ci"_w);
            if (!result.case_insensitive && !cursor.accept("cs"_w)) cursor.expect("case_sensitive"_w);
        } else {
            cursor.expect("isolation"_w);
            cursor.expect("level"_w);
            result.isolation = cursor.accept("snapshot"_w) ? "snapshot" : "serializable";
            if (result.isolation == "serializable") cursor.expect("serializable"_w);
        }
    }
    return result;
}

} // namespace redstart::sql
