#include "sql/parse/identity/group_statement.hpp"

#include "sql/parse/identity/identity_name.hpp"

namespace redstart::sql {
namespace {

using Action = GroupStatement::Action;

// ADD USER u [, ...] | DROP USER u [, ...] | RENAME TO g
void change(TokenCursor& cursor, GroupStatement& out, std::string_view source) {
    if (cursor.accept("rename"_w)) {
        cursor.expect("to"_w);
        out.action = Action::Rename;
        out.new_name = new_group_name(cursor, source);
        return;
    }
    out.action = cursor.accept("add"_w) ? Action::AddUsers : Action::DropUsers;
    if (out.action == Action::DropUsers) cursor.expect("drop"_w);
    cursor.expect("user"_w);
    out.users = name_list(cursor);
}

} // namespace

GroupStatement parse_group_statement(const Statement& statement) {
    TokenCursor cursor(statement);
    GroupStatement out;
    const auto& verb = cursor.next();
    cursor.expect("group"_w);
    if (verb.is("create"_w)) {
        out.name = new_group_name(cursor, statement.source);
        cursor.accept("with"_w);
        if (cursor.accept("user"_w)) out.users = name_list(cursor);
    } else {
        out.name = cursor.name();
        if (verb.is("drop"_w))
            out.action = Action::Drop;
        else
            change(cursor, out, statement.source);
    }
    cursor.expect_end();
    return out;
}

} // namespace redstart::sql
