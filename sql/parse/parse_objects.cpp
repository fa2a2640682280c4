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

namespace {

using Target = CommentStatement::Target;

// FUNCTION f(int, varchar): the list is only passed over.
std::string argument_list(TokenCursor& cursor) {
    if (!cursor.accept('(')) return "";
    std::string list;
    while (!cursor.at_end() && !cursor.peek().is(')')) {
        const bool comma = cursor.peek().is(',');
        list.append(list.empty() || comma ? "" : " ").append(cursor.next().text);
    }
    cursor.expect(')');
    return list;
}

Target target(TokenCursor& cursor) {
    switch (cursor.next().word) {
    case "table"_w: return Target::Table;
    case "view"_w: return Target::View;
    case "column"_w: return Target::Column;
    case "constraint"_w: return Target::Constraint;
    case "database"_w: return Target::Database;
    case "schema"_w: return Target::Schema;
    case "function"_w: return Target::Function;
    case "procedure"_w: return Target::Procedure;
    default: return Target::None;
    }
}

} // namespace

CommentStatement parse_comment(const Statement& statement) {
    TokenCursor cursor(statement);
    CommentStatement result;
    cursor.expect("comment"_w);
    cursor.expect("on"_w);
    auto kind = cursor;
    result.target = target(kind);
    if (result.target == Target::None) cursor.fail();
    cursor.next();
    result.name = cursor.qualified_name();
    if (result.target == Target::Column) {
        if (result.name.size() < 2) cursor.fail(); // the relation's name
        result.part = result.name.back();
        result.name.pop_back();
    } else if (result.target == Target::Constraint) {
        if (result.name.size() != 1) cursor.fail();
        result.part = result.name.back();
        cursor.expect("on"_w);
        result.name = cursor.qualified_name();
    } else if (result.target == Target::Function || result.target == Target::Procedure) {
        result.part = argument_list(cursor);
    }
    cursor.expect("is"_w);
    if (!cursor.accept("null"_w)) result.text = cursor.string();
    cursor.expect_end();
    return result;
}

namespace {

// QUOTA {n [MB | GB | TB] | UNLIMITED}
void pass_quota(TokenCursor& cursor) {
    if (cursor.accept("unlimited"_w)) return;
    if (cursor.peek().kind != TokenKind::Integer && cursor.peek().kind != TokenKind::Decimal) cursor.fail();
    cursor.next();
    const auto unit = lower_case(cursor.peek().text);
    if (unit == "mb" || unit == "gb" || unit == "tb") cursor.next();
}

} // namespace

AppendStatement parse_append(const Statement& statement) {
    TokenCursor cursor(statement);
    AppendStatement result;
    cursor.expect("alter"_w);
    cursor.expect("table"_w);
    result.target = cursor.qualified_name();
    cursor.expect("append"_w);
    cursor.expect("from"_w);
    result.source = cursor.qualified_name();
    if (!cursor.at_end()) {
        const auto option = lower_case(cursor.peek().text);
        result.ignore_extra = option == "ignoreextra";
        result.fill_target = option == "filltarget";
        if (!result.ignore_extra && !result.fill_target) cursor.fail();
        cursor.next();
    }
    cursor.expect_end();
    return result;
}

SchemaStatement parse_alter_schema(const Statement& statement) {
    TokenCursor cursor(statement);
    SchemaStatement result;
    cursor.expect("alter"_w);
    cursor.expect("schema"_w);
    result.name = cursor.name();
    result.rename_to = cursor.name_behind("rename"_w);
    if (!result.rename_to) result.owner = cursor.name_behind("owner"_w);
    if (!result.rename_to && !result.owner) {
        cursor.expect("quota"_w);
        pass_quota(cursor);
    }
    cursor.expect_end();
    return result;
}

} // namespace redstart::sql
