#include "sql/parse/control_statements.hpp"
#include "sql/parse/token_cursor.hpp"

namespace redstart::sql {
namespace {

// TO n PERCENT and BOOST may follow without a table, and are no reserved words.
bool at_vacuum_option(const TokenCursor& cursor) { return cursor.peek().is("to"_w) || cursor.peek().is("boost"_w); }

// PostgreSQL's options, which pgbench and others send.
void skip_postgresql_words(TokenCursor& cursor) {
    while (cursor.accept("verbose"_w) || cursor.accept("analyze"_w)) continue;
}

void vacuum_mode(TokenCursor& cursor) {
    const auto& ahead = cursor.peek(1);
    if ((cursor.peek().is("sort"_w) || cursor.peek().is("delete"_w)) && ahead.is("only"_w)) {
        cursor.next();
        cursor.next();
    } else if (!cursor.accept("full"_w) && !cursor.accept("reindex"_w)) {
        cursor.accept("recluster"_w);
    }
    skip_postgresql_words(cursor);
}

} // namespace

MaintenanceStatement parse_vacuum(const Statement& statement) {
    TokenCursor cursor(statement);
    MaintenanceStatement result;
    cursor.expect("vacuum"_w);
    const auto mode = cursor.peek().word;
    vacuum_mode(cursor);
    const bool named = mode == "reindex"_w || mode == "recluster"_w; // they ask for a table (r_VACUUM_command)
    if (named || (!cursor.at_end() && !at_vacuum_option(cursor))) result.table = cursor.qualified_name();
    if (mode != "reindex"_w && cursor.accept("to"_w)) {
        if (const auto percent = int4_value(cursor.peek()); !percent || *percent < 0 || *percent > 100) cursor.fail();
        cursor.next();
        cursor.expect("percent"_w);
    }
    cursor.accept("boost"_w);
    cursor.expect_end();
    return result;
}

MaintenanceStatement parse_analyze(const Statement& statement) {
    TokenCursor cursor(statement);
    MaintenanceStatement result;
    cursor.next(); // ANALYZE or ANALYSE
    cursor.accept("verbose"_w);
    const auto at_columns = [&] { return cursor.peek(1).is("columns"_w); };
    if (!cursor.at_end() && !at_columns()) {
        result.table = cursor.qualified_name();
        if (cursor.accept('(')) {
            do result.columns.push_back(cursor.name());
            while (cursor.accept(','));
            cursor.expect(')');
        }
    }
    if (cursor.accept("predicate"_w) || cursor.accept("all"_w)) cursor.expect("columns"_w);
    cursor.expect_end();
    return result;
}

} // namespace redstart::sql
