// Acl: the access list of an object: who may do what with it, by whose grant. Kept as a text with the object, so that
// it is made, rolled back and dropped with it.
// Values and pure functions; any thread. The rules are PostgreSQL's (aclmask(), aclupdate(), recursive_revoke()).
#pragma once

#include "catalog/right/privilege.hpp"
#include "catalog/state/users.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

enum class GranteeKind : char { User = 'u', Group = 'g', Role = 'r', Public = 'p' };

struct Grantee {
    GranteeKind kind = GranteeKind::Public;
    std::int32_t id = 0; // of the user, group or role; 0 for PUBLIC

    auto operator<=>(const Grantee&) const = default;
};

// What default privileges are for.
enum class NewObject : char { Relation = 'r', Function = 'f', Procedure = 'p' };

// "user", "group", "role", "public", as SVV_RELATION_PRIVILEGES prints it.
std::string_view kind_name(GranteeKind kind) noexcept;

struct AclItem {
    Grantee grantee;
    std::int32_t grantor = 0; // a user: the object's owner, or who had the grant option
    Privileges privileges = 0;
    Privileges grantable = 0; // those of them he may grant on

    bool operator==(const AclItem&) const = default;
};

using Acl = std::vector<AclItem>;

// What an object has before anything is granted: everything is the owner's, TEMP on a database also PUBLIC's.
Acl default_acl(ObjectKind kind, std::int32_t owner);
// That of the schema `public`: PUBLIC may use it and create in it.
Acl public_schema_acl(std::int32_t owner);

// "u0=arw/0,u101=r*/0,g7=r/101,p=r/0": kind and id, letters with '*' behind those that can be granted on, the grantor;
// 0 stands for the owner, so that the list is right for another one as well.
std::string to_text(Acl acl, std::int32_t owner);
// Of an object on which even the owner has nothing; an empty text is that of one on which nothing was granted.
inline constexpr const char* kEmptyAcl = "-";
// The reverse. What cannot be read is left out: it grants nothing.
Acl parse_acl(std::string_view text, std::int32_t owner);

// What the items for the user, his groups and roles, and PUBLIC add up to.
Privileges granted_to(const Acl& acl, const User& user);
// What he may grant on: everything, as the owner.
Privileges grantable_by(const Acl& acl, const User& user, std::int32_t owner);
// An item is for this user, by himself, by one of his groups or roles, or as one of PUBLIC.
bool concerns(const AclItem& item, const User& user);

// Throws SqlError 0LP01 where the option would go back to who has given it: a circle would outlive its beginning.
void grant(Acl& acl, const Grantee& grantee, std::int32_t grantor, Privileges privileges, bool with_option);

struct Revocation {
    Grantee grantee;
    std::int32_t grantor = 0;
    Privileges privileges = 0;
    bool only_option = false; // GRANT OPTION FOR
    bool cascade = false;
};

// Throws SqlError 2BP01 when others have by the grantee what he would lose, unless it cascades.
void revoke(Acl& acl, const Revocation& revocation);

// The list has something for this grantee, or by him when he is a user.
bool mentions(const Acl& acl, const Grantee& grantee);

} // namespace redstart::catalog
