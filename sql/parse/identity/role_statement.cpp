#include "sql/parse/identity/role_statement.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/identity/identity_name.hpp"

namespace redstart::sql {
namespace {

void once(std::optional<std::string>& slot, std::string value) {
    if (slot) throw protocol::SqlError(protocol::sqlstate::kSyntaxError, "conflicting or redundant options");
    slot = std::move(value);
}

// [WITH] {RENAME TO r | OWNER TO u} [, ...] [EXTERNALID TO id]; at least one of them.
void change(TokenCursor& cursor, RoleStatement& out, std::string_view source) {
    cursor.accept("with"_w);
    do {
        if (cursor.accept("externalid"_w)) {
            cursor.expect("to"_w);
            once(out.external_id, external_id(cursor));
        } else if (cursor.accept("rename"_w)) {
            cursor.expect("to"_w);
            once(out.rename_to, new_role_name(cursor, source));
        } else {
            cursor.expect("owner"_w);
            cursor.expect("to"_w);
            once(out.owner, cursor.name());
        }
    } while (cursor.accept(',') || cursor.peek().is("externalid"_w));
}

} // namespace

RoleStatement parse_role_statement(const Statement& statement) {
    TokenCursor cursor(statement);
    RoleStatement out;
    const auto& verb = cursor.next();
    cursor.expect("role"_w);
    if (verb.is("create"_w)) {
        out.name = new_role_name(cursor, statement.source);
        if (cursor.accept("externalid"_w)) out.external_id = external_id(cursor);
    } else {
        out.name = role_name(cursor);
        if (verb.is("alter"_w))
            change(cursor, out, statement.source);
        else if (!(out.force = cursor.accept("force"_w)))
            cursor.accept("restrict"_w);
    }
    cursor.expect_end();
    return out;
}

} // namespace redstart::sql
