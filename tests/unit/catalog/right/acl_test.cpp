#include "catalog/right/acl.hpp"
#include "protocol/error.hpp"

#include <catch2/catch.hpp>

using namespace redstart::catalog;

namespace {

constexpr std::int32_t kOwner = 100;
constexpr auto kSelect = Privileges{2};
constexpr auto kInsert = Privileges{1};

Grantee user(std::int32_t id) { return {GranteeKind::User, id}; }

User person(std::int32_t id, std::vector<std::int32_t> groups = {}, std::vector<std::int32_t> roles = {}) {
    User made;
    made.id = id;
    made.groups = std::move(groups);
    made.roles = std::move(roles);
    return made;
}

Acl table() { return default_acl(ObjectKind::Relation, kOwner); }

} // namespace

TEST_CASE("an access list is read as it was written") {
    auto acl = table();
    grant(acl, user(101), kOwner, kSelect | kInsert, true);
    grant(acl, {GranteeKind::Group, 7}, 101, kSelect, false);
    grant(acl, {GranteeKind::Role, 8}, kOwner, kInsert, false);
    grant(acl, {}, kOwner, kSelect, false);
    const auto text = to_text(acl, kOwner);
    CHECK(text == "u0=arwdRxtDAP/0,u101=a*r*/0,g7=r/101,r8=a/0,p=r/0");
    CHECK(parse_acl(text, kOwner) == acl);
}

TEST_CASE("what cannot be read grants nothing") {
    for (const auto* text : {"-", "x1=r/0", "u=r/0", "u1", "u1=r", "u1=q/0", "u1=r/", "u1=r/0x", "u1r/0", "=r/0", ",,"})
        CHECK(parse_acl(text, kOwner).empty());
    CHECK(parse_acl("u1=q/0,u2=r/0", kOwner).size() == 1);
}

TEST_CASE("a new owner has what the old one had and gave") {
    auto acl = table();
    grant(acl, user(101), kOwner, kSelect, true);
    grant(acl, user(102), 101, kSelect, false);
    const auto given = parse_acl(to_text(acl, kOwner), 101);
    CHECK((granted_to(given, person(101)) & kInsert) == kInsert);
    CHECK(granted_to(given, person(kOwner)) == 0);
    CHECK(granted_to(given, person(102)) == kSelect);
    auto revoked = given;
    revoke(revoked, {user(102), 101, kSelect, false, false});
    CHECK(granted_to(revoked, person(102)) == 0);
}

TEST_CASE("privileges add up over oneself, groups, roles and PUBLIC") {
    auto acl = table();
    grant(acl, {}, kOwner, kSelect, false);
    grant(acl, {GranteeKind::Group, 7}, kOwner, kInsert, false);
    grant(acl, {GranteeKind::Role, 8}, kOwner, bit(Privilege::Update), false);
    grant(acl, user(101), kOwner, bit(Privilege::Delete), false);
    CHECK(granted_to(acl, person(101)) == (Privilege::Select | Privilege::Delete));
    CHECK(granted_to(acl, person(102, {5, 7, 9})) == (Privilege::Select | Privilege::Insert));
    CHECK(granted_to(acl, person(103, {6}, {8})) == (Privilege::Select | Privilege::Update));
    CHECK(granted_to(acl, person(kOwner)) == all_privileges(ObjectKind::Relation));
}

TEST_CASE("a grant option passes on, and takes along what it gave") {
    auto acl = table();
    grant(acl, user(101), kOwner, kSelect, true);
    CHECK(grantable_by(acl, person(101), kOwner) == kSelect);
    CHECK(grantable_by(acl, person(102), kOwner) == 0);
    grant(acl, user(102), 101, kSelect, true);
    grant(acl, user(103), 102, kSelect, false);
    const auto before = acl;
    try {
        revoke(acl, {user(101), kOwner, kSelect, false, false});
        FAIL("others have it by him");
    } catch (const redstart::protocol::SqlError& error) { CHECK(error.sqlstate() == "2BP01"); }
    acl = before;
    revoke(acl, {user(101), kOwner, kSelect, false, true});
    for (const auto id : {101, 102, 103}) CHECK(granted_to(acl, person(id)) == 0);
}

TEST_CASE("a grant option does not go back to who has given it") {
    auto acl = table();
    grant(acl, user(101), kOwner, kSelect, true);
    grant(acl, user(102), 101, kSelect, true);
    grant(acl, user(103), 102, kSelect, true);
    for (const auto grantor : {102, 103}) {
        try {
            grant(acl, user(101), grantor, kSelect, true);
            FAIL("a circle");
        } catch (const redstart::protocol::SqlError& error) { CHECK(error.sqlstate() == "0LP01"); }
    }
    grant(acl, user(101), 103, kSelect, false); // the privilege alone may
    grant(acl, user(103), kOwner, kSelect, true);
    grant(acl, user(102), 103, kSelect, true); // 103 has it by the owner, too
    revoke(acl, {user(101), kOwner, kSelect, false, true});
    CHECK(grantable_by(acl, person(102), kOwner) == kSelect);
}

TEST_CASE("GRANT OPTION FOR leaves the privilege") {
    auto acl = table();
    grant(acl, user(101), kOwner, kSelect, true);
    revoke(acl, {user(101), kOwner, kSelect, true, false});
    CHECK(granted_to(acl, person(101)) == kSelect);
    CHECK(grantable_by(acl, person(101), kOwner) == 0);
}

TEST_CASE("the owner may take everything from himself, and give it back") {
    auto acl = table();
    revoke(acl, {user(kOwner), kOwner, all_privileges(ObjectKind::Relation), false, false});
    CHECK(granted_to(acl, person(kOwner)) == 0);
    CHECK(grantable_by(acl, person(kOwner), kOwner) == ~Privileges{0});
    CHECK(to_text(acl, kOwner).empty());
}

TEST_CASE("whom a list mentions") {
    auto acl = table();
    grant(acl, user(101), kOwner, kSelect, true);
    grant(acl, {GranteeKind::Group, 7}, 101, kSelect, false);
    CHECK(mentions(acl, user(101)));
    CHECK(mentions(acl, {GranteeKind::Group, 7}));
    CHECK_FALSE(mentions(acl, {GranteeKind::Role, 7}));
    CHECK_FALSE(mentions(acl, user(7)));
}
