#include "sql/parse/identity/grant_statement.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/identity/identity_name.hpp"

#include <utility>

namespace redstart::sql {
namespace {

using catalog::SystemPermissions;
using protocol::SqlError;

SqlError not_supported(const std::string& what) {
    return {protocol::sqlstate::kFeatureNotSupported, what + " is not supported"};
}

class RoleGrantParser {
public:
    explicit RoleGrantParser(const Statement& statement) : cursor_(statement) {}

    RoleGrant run() {
        out_.revoke = cursor_.next().is("revoke"_w);
        if (out_.revoke && cursor_.peek().is("admin"_w) && cursor_.peek(1).is("option"_w)) admin_option();
        if (out_.admin_option_only || cursor_.peek().is("role"_w))
            roles();
        else
            permissions();
        cursor_.expect(out_.revoke ? "from"_w : "to"_w);
        do out_.grantees.push_back(grantee());
        while (cursor_.accept(','));
        cursor_.expect_end();
        give_admin_option();
        return std::move(out_);
    }

private:
    void admin_option() {
        cursor_.next();
        cursor_.next();
        cursor_.expect("for"_w);
        out_.admin_option_only = true;
    }

    // ROLE may stand before each name; the guide has it left out behind ADMIN OPTION FOR.
    void roles() {
        do {
            cursor_.accept("role"_w);
            out_.roles.push_back(role_name(cursor_));
        } while (cursor_.accept(','));
    }

    void permissions() {
        if (cursor_.accept("all"_w)) {
            cursor_.accept("privileges"_w);
            out_.permissions = catalog::kAllSystemPermissions;
            return;
        }
        do out_.permissions |= bit_of(permission());
        while (cursor_.accept(','));
    }

    // The longest name whose words stand here.
    catalog::SystemPermission permission() {
        std::string words;
        std::optional<catalog::SystemPermission> found;
        std::size_t length = 0;
        for (std::size_t ahead = 0; cursor_.peek(ahead).kind == TokenKind::Identifier; ++ahead) {
            if (ahead > 0) words += ' ';
            words += upper_case(cursor_.peek(ahead).text);
            if (words == "EXPLAIN RLS" || words == "IGNORE RLS")
                throw not_supported((out_.revoke ? "REVOKE " : "GRANT ") + words);
            if (const auto permission = catalog::system_permission(words)) {
                found = permission;
                length = ahead + 1;
            }
        }
        if (!found) cursor_.fail();
        while (length-- > 0) cursor_.next();
        return *found;
    }

    RoleGrant::Grantee grantee() {
        RoleGrant::Grantee grantee;
        grantee.role = cursor_.accept("role"_w);
        if (!grantee.role && (out_.roles.empty() || cursor_.peek().is("group"_w))) cursor_.fail();
        if (!grantee.role && spelled(cursor_.peek(), "public")) throw not_supported("a role that PUBLIC has");
        grantee.name = grantee.role ? role_name(cursor_) : cursor_.name();
        if (grantee.role && out_.admin_option_only) cursor_.fail(); // only users have it
        if (out_.revoke || grantee.role || !cursor_.accept("with"_w)) return grantee;
        cursor_.expect("admin"_w);
        cursor_.expect("option"_w);
        grantee.admin_option = true;
        return grantee;
    }

    // "To all the grantees" (r_GRANT): to the users named before it.
    void give_admin_option() {
        bool given = false;
        for (auto grantee = out_.grantees.rbegin(); grantee != out_.grantees.rend(); ++grantee) {
            given |= grantee->admin_option;
            grantee->admin_option = given && !grantee->role;
        }
    }

    TokenCursor cursor_;
    RoleGrant out_;
};

} // namespace

bool is_role_grant(const Statement& statement) {
    const auto& tokens = statement.tokens;
    const bool admin_option = tokens.size() > 1 && tokens[1].is("admin"_w);
    for (std::size_t at = 1; at < tokens.size(); ++at) {
        if (tokens[at].is("to"_w) || tokens[at].is("from"_w)) return true;
        if (tokens[at].is("on"_w) || (tokens[at].is("for"_w) && !admin_option)) return false;
    }
    return true;
}

RoleGrant parse_role_grant(const Statement& statement) { return RoleGrantParser(statement).run(); }

} // namespace redstart::sql
