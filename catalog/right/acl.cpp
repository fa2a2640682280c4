#include "catalog/right/acl.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace redstart::catalog {
namespace {

bool holds(const std::vector<std::int32_t>& ids, std::int32_t id) {
    return std::binary_search(ids.begin(), ids.end(), id);
}

AclItem* find(Acl& acl, const Grantee& grantee, std::int32_t grantor) {
    const auto found = std::find_if(acl.begin(), acl.end(), [&](const AclItem& item) {
        return item.grantee == grantee && item.grantor == grantor;
    });
    return found == acl.end() ? nullptr : &*found;
}

// The option that a user has by anybody's grant.
Privileges options_of(const Acl& acl, const Grantee& grantee) {
    Privileges options = 0;
    for (const auto& item : acl)
        if (item.grantee == grantee) options |= item.grantable;
    return options;
}

void drop_empty(Acl& acl) {
    std::erase_if(acl, [](const AclItem& item) { return item.privileges == 0; });
}

// What `grantor` granted by an option that he has no more goes as well.
void revoke_dependent(Acl& acl, std::int32_t grantor, Privileges lost, bool cascade) {
    lost &= ~options_of(acl, {GranteeKind::User, grantor});
    if (lost == 0) return;
    for (std::size_t i = 0; i < acl.size(); ++i) {
        const auto item = acl[i];
        if (item.grantor != grantor || (item.privileges & lost) == 0) continue;
        if (!cascade)
            throw protocol::SqlError(protocol::sqlstate::kDependentObjectsStillExist, "dependent privileges exist")
                .hint("Use CASCADE to revoke them too.");
        revoke(acl, {item.grantee, grantor, lost, false, true});
        i = static_cast<std::size_t>(-1); // the list is another one
    }
}

// What was the one's, given or had, is the other's.
void change_owner(Acl& acl, std::int32_t from, std::int32_t to) {
    Acl changed;
    for (auto item : acl) {
        if (item.grantor == from) item.grantor = to;
        if (item.grantee == Grantee{GranteeKind::User, from}) item.grantee.id = to;
        if (auto* same = find(changed, item.grantee, item.grantor)) {
            same->privileges |= item.privileges;
            same->grantable |= item.grantable;
        } else {
            changed.push_back(item);
        }
    }
    acl = std::move(changed);
}

template <typename Number> bool read_number(std::string_view& text, Number& number) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    return true;
}

std::optional<AclItem> parse_item(std::string_view text) {
    AclItem item;
    if (text.empty() || std::string_view("ugrp").find(text.front()) == std::string_view::npos) return std::nullopt;
    item.grantee.kind = static_cast<GranteeKind>(text.front());
    text.remove_prefix(1);
    if (item.grantee.kind != GranteeKind::Public && !read_number(text, item.grantee.id)) return std::nullopt;
    if (text.empty() || text.front() != '=') return std::nullopt;
    for (text.remove_prefix(1); !text.empty() && text.front() != '/'; text.remove_prefix(1)) {
        const auto privilege = privilege_of_letter(text.front());
        if (!privilege) return std::nullopt;
        item.privileges |= bit(*privilege);
        if (text.size() < 2 || text[1] != '*') continue;
        item.grantable |= bit(*privilege);
        text.remove_prefix(1);
    }
    if (text.empty()) return std::nullopt;
    text.remove_prefix(1);
    if (!read_number(text, item.grantor) || !text.empty()) return std::nullopt;
    return item;
}

} // namespace

std::string_view kind_name(GranteeKind kind) noexcept {
    switch (kind) {
    case GranteeKind::User: return "user";
    case GranteeKind::Group: return "group";
    case GranteeKind::Role: return "role";
    case GranteeKind::Public: break;
    }
    return "public";
}

Acl default_acl(ObjectKind kind, std::int32_t owner) {
    Acl acl{{{GranteeKind::User, owner}, owner, all_privileges(kind), 0}};
    if (kind == ObjectKind::Database) acl.push_back({{}, owner, bit(Privilege::Temporary), 0});
    return acl;
}

Acl public_schema_acl(std::int32_t owner) {
    auto acl = default_acl(ObjectKind::Schema, owner);
    acl.push_back({{}, owner, all_privileges(ObjectKind::Schema), 0});
    return acl;
}

std::string to_text(Acl acl, std::int32_t owner) {
    change_owner(acl, owner, 0);
    std::string text;
    for (const auto& item : acl) {
        if (!text.empty()) text += ',';
        text += static_cast<char>(item.grantee.kind);
        if (item.grantee.kind != GranteeKind::Public) text += std::to_string(item.grantee.id);
        text += '=';
        for (const auto privilege : each_of(item.privileges)) {
            text += letter_of(privilege);
            if (has(item.grantable, privilege)) text += '*';
        }
        text += '/';
        text += std::to_string(item.grantor);
    }
    return text;
}

Acl parse_acl(std::string_view text, std::int32_t owner) {
    Acl acl;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        if (const auto item = parse_item(text.substr(0, comma))) acl.push_back(*item);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    change_owner(acl, 0, owner);
    return acl;
}

bool concerns(const AclItem& item, const User& user) {
    switch (item.grantee.kind) {
    case GranteeKind::User: return item.grantee.id == user.id;
    case GranteeKind::Group: return holds(user.groups, item.grantee.id);
    case GranteeKind::Role: return holds(user.roles, item.grantee.id);
    case GranteeKind::Public: break;
    }
    return true;
}

Privileges granted_to(const Acl& acl, const User& user) {
    Privileges privileges = 0;
    for (const auto& item : acl)
        if (concerns(item, user)) privileges |= item.privileges;
    return privileges;
}

Privileges grantable_by(const Acl& acl, const User& user, std::int32_t owner) {
    if (user.superuser || user.id == owner) return ~Privileges{0};
    return options_of(acl, {GranteeKind::User, user.id});
}

namespace {

// PostgreSQL's check_circularity(): what the grantor may grant must not come from the grantee.
void refuse_circle(Acl acl, const Grantee& grantee, std::int32_t grantor, Privileges privileges) {
    const auto had = options_of(acl, {GranteeKind::User, grantor});
    for (const auto item : Acl(acl))
        if (item.grantee == grantee) revoke(acl, {grantee, item.grantor, item.grantable, true, true});
    if ((privileges & had & ~options_of(acl, {GranteeKind::User, grantor})) != 0)
        throw protocol::SqlError(protocol::sqlstate::kInvalidGrantOperation,
                                 "grant options cannot be granted back to your own grantor");
}

} // namespace

void grant(Acl& acl, const Grantee& grantee, std::int32_t grantor, Privileges privileges, bool with_option) {
    if (with_option && grantee.kind == GranteeKind::User && grantee.id != grantor)
        refuse_circle(acl, grantee, grantor, privileges);
    auto* item = find(acl, grantee, grantor);
    if (item == nullptr) item = &acl.emplace_back(AclItem{grantee, grantor, 0, 0});
    item->privileges |= privileges;
    if (with_option) item->grantable |= privileges;
    drop_empty(acl);
}

void revoke(Acl& acl, const Revocation& revocation) {
    auto* item = find(acl, revocation.grantee, revocation.grantor);
    if (item == nullptr) return;
    const auto lost = item->grantable & revocation.privileges;
    item->grantable &= ~revocation.privileges;
    if (!revocation.only_option) item->privileges &= ~revocation.privileges;
    drop_empty(acl);
    if (lost != 0 && revocation.grantee.kind == GranteeKind::User && revocation.grantee.id != revocation.grantor)
        revoke_dependent(acl, revocation.grantee.id, lost, revocation.cascade);
}

bool mentions(const Acl& acl, const Grantee& grantee) {
    return std::any_of(acl.begin(), acl.end(), [&](const AclItem& item) {
        return item.grantee == grantee || (grantee.kind == GranteeKind::User && item.grantor == grantee.id);
    });
}

} // namespace redstart::catalog
