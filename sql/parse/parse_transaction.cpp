#include "sql/parse/control_statements.hpp"
#include "sql/parse/token_cursor.hpp"

namespace redstart::sql {
namespace {

std::string isolation_level(TokenCursor& cursor) {
    if (cursor.accept("serializable"_w)) return "serializable";
    if (cursor.accept("repeatable"_w)) {
        cursor.expect("read"_w);
        return "repeatable read";
    }
    cursor.expect("read"_w);
    if (cursor.accept("committed"_w)) return "read committed";
    cursor.expect("uncommitted"_w);
    return "read uncommitted";
}

// {ISOLATION LEVEL l | READ WRITE | READ ONLY | [NOT] DEFERRABLE} [[,] ...]
void modes(TokenCursor& cursor, TransactionModes& out) {
    while (!cursor.at_end()) {
        if (cursor.accept("isolation"_w)) {
            cursor.expect("level"_w);
            out.isolation = isolation_level(cursor);
        } else if (cursor.accept("read"_w)) {
            out.read_only = cursor.accept("only"_w);
            if (!*out.read_only) cursor.expect("write"_w);
        } else {
            cursor.accept("not"_w);
            cursor.expect("deferrable"_w);
        }
        if (cursor.accept(',') && cursor.at_end()) cursor.fail();
    }
}

void work_or_transaction(TokenCursor& cursor) {
    if (!cursor.accept("work"_w)) cursor.accept("transaction"_w);
}

} // namespace

TransactionModes parse_begin(const Statement& statement) {
    TokenCursor cursor(statement);
    TransactionModes result;
    if (cursor.next().is("start"_w))
        cursor.expect("transaction"_w);
    else
        work_or_transaction(cursor);
    modes(cursor, result);
    return result;
}

TransactionModes parse_set_transaction(const Statement& statement) {
    TokenCursor cursor(statement);
    TransactionModes result;
    cursor.expect("set"_w);
    if (!cursor.accept("local"_w) && cursor.accept("session"_w)) {
        cursor.expect("characteristics"_w);
        cursor.expect("as"_w);
        result.session_characteristics = true;
    }
    cursor.expect("transaction"_w);
    if (cursor.at_end()) cursor.fail();
    modes(cursor, result);
    return result;
}

void check_transaction_end(const Statement& statement) {
    TokenCursor cursor(statement);
    cursor.next();
    work_or_transaction(cursor);
    cursor.expect_end();
}

CancelStatement parse_cancel(const Statement& statement) {
    TokenCursor cursor(statement);
    CancelStatement result;
    cursor.expect("cancel"_w);
    result.pid = cursor.int4();
    if (!cursor.at_end()) result.message = cursor.string();
    cursor.expect_end();
    return result;
}

LockStatement parse_lock(const Statement& statement) {
    TokenCursor cursor(statement);
    LockStatement result;
    cursor.expect("lock"_w);
    cursor.accept("table"_w);
    do result.tables.push_back(cursor.qualified_name());
    while (cursor.accept(','));
    if (cursor.accept("in"_w)) {
        cursor.expect("access"_w);
        cursor.expect("exclusive"_w);
        cursor.expect("mode"_w);
    }
    cursor.expect_end();
    return result;
}

} // namespace redstart::sql
