#include "catalog/information/acl_text.hpp"

#include "catalog/object/object_acl.hpp"
#include "catalog/views/views.hpp"

#include <algorithm>
#include <cctype>

namespace redstart::catalog {
namespace {

// PostgreSQL's putid(): a name of anything but letters, digits and underscores is quoted.
std::string quoted(const std::string& name) {
    const bool plain = std::all_of(name.begin(), name.end(),
                                   [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c >= 0x80; });
    if (plain) return name;
    std::string text = "\"";
    for (const char c : name) text.append(c == '"' ? 2 : 1, c);
    return text + "\"";
}

} // namespace

std::string grantee_name(const Grantee& grantee, const Directories& directories) {
    switch (grantee.kind) {
    case GranteeKind::User: return user_name(directories, grantee.id);
    case GranteeKind::Group:
        if (const auto group = directories.groups.find_by_id(grantee.id)) return group->name;
        return "unknown (ID=" + std::to_string(grantee.id) + ")";
    case GranteeKind::Role:
        if (const auto role = directories.roles.find_by_id(grantee.id)) return role->name;
        return "unknown (ID=" + std::to_string(grantee.id) + ")";
    case GranteeKind::Public: break;
    }
    return "public";
}

std::vector<std::string> acl_texts(const Acl& acl, const Directories& directories) {
    std::vector<std::string> texts;
    for (const auto& item : acl) {
        std::string text;
        if (item.grantee.kind == GranteeKind::Group) text = "group ";
        if (item.grantee.kind == GranteeKind::Role) text = "role ";
        if (item.grantee.kind != GranteeKind::Public) text += quoted(grantee_name(item.grantee, directories));
        text += '=';
        for (const auto privilege : each_of(item.privileges)) {
            text += letter_of(privilege);
            if (has(item.grantable, privilege)) text += '*';
        }
        text += '/' + quoted(user_name(directories, item.grantor));
        texts.push_back(std::move(text));
    }
    return texts;
}

// Everybody may read the system views but those for superusers.
HeldPrivileges held_on_relation(const RelationRow& relation, const User& user) {
    if (user.superuser) return {~Privileges{0}, ~Privileges{0}};
    if (relation.entry == nullptr) {
        const auto* view = find_view(relation.oid);
        const bool denied = view != nullptr && view->access == Access::Superuser;
        return {denied ? 0 : bit(Privilege::Select), 0};
    }
    if (relation.persistence == 't') return {~Privileges{0}, ~Privileges{0}};
    const auto object = relation_acl(*relation.entry);
    return {granted_to(object.acl, user), grantable_by(object.acl, user, object.owner)};
}

HeldPrivileges held_on_column(const RelationRow& relation, const std::string& column, const User& user) {
    auto held = held_on_relation(relation, user);
    if (relation.entry != nullptr) held.privileges |= granted_to(column_acl(*relation.entry, column), user);
    return held;
}

} // namespace redstart::catalog
