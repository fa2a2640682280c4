#include "sql/parse/control_statements.hpp"
#include "sql/parse/token_cursor.hpp"

namespace redstart::sql {

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
    result.if_exists = cursor.accept_if_exists();
    do result.names.push_back(cursor.qualified_name());
    while (cursor.accept(','));
    if (cursor.accept("cascade"_w))
        result.cascade = true;
    else if (!cursor.accept("restrict"_w))
        cursor.accept("force"_w);
    cursor.expect_end();
    return result;
}

} // namespace redstart::sql
