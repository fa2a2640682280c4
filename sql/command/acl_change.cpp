#include "sql/command/acl_change.hpp"

#include "catalog/object/catalog_walk.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::Acl;
using catalog::ObjectKind;
using catalog::Privileges;
using protocol::SqlError;

Privileges held_by(const Acl& acl, const catalog::Grantee& grantee) {
    Privileges held = 0;
    for (const auto& item : acl)
        if (item.grantee == grantee) held |= item.privileges;
    return held;
}

std::vector<std::string> columns_of(const duckdb::CatalogEntry& relation) {
    catalog::RelationRow row;
    row.entry = &relation;
    std::vector<std::string> names;
    for (const auto& column : catalog::attributes(row)) names.push_back(duckdb::StringUtil::Lower(column.name));
    return names;
}

SqlError warning(std::string_view sqlstate, std::string message) {
    return SqlError::warning(sqlstate, std::move(message));
}

} // namespace

void AclChange::change(Acl& acl, Privileges privileges, std::int32_t grantor) const {
    for (const auto& [grantee, with_option] : grantees_) {
        if (wanted_.revoke)
            revoke(acl, {grantee, grantor, privileges, wanted_.only_option, wanted_.cascade});
        else
            grant(acl, grantee, grantor, privileges, with_option);
    }
}

// What of the wanted privileges the user may grant.
Privileges AclChange::allowed(ObjectKind kind, const std::string& name, const catalog::ObjectAcl& before) {
    const auto available = grantable_by(before.acl, *user_, before.owner);
    if (available == 0 && granted_to(before.acl, *user_) == 0)
        throw SqlError(state::kInsufficientPrivilege,
                       "permission denied for " + std::string(kind_name(kind)) + " " + name);
    const auto granted = wanted_.privileges & available;
    const std::string quoted = "\"" + name + "\"";
    if (granted == 0 && wanted_.privileges != 0)
        warnings_.push_back(
            wanted_.revoke ? warning(state::kWarningPrivilegeNotRevoked, "no privileges could be revoked for " + quoted)
                           : warning(state::kWarningPrivilegeNotGranted, "no privileges were granted for " + quoted));
    else if (!wanted_.all && granted != wanted_.privileges)
        warnings_.push_back(
            wanted_.revoke
                ? warning(state::kWarningPrivilegeNotRevoked, "not all privileges could be revoked for " + quoted)
                : warning(state::kWarningPrivilegeNotGranted, "not all privileges were granted for " + quoted));
    return granted;
}

std::string AclChange::of(ObjectKind kind, const std::string& name, const catalog::ObjectAcl& before) {
    const auto granted = allowed(kind, name, before);
    if (granted == 0 && !before.changed) return ""; // it stays as it was made
    auto acl = before.acl;
    const bool as_owner = user_->superuser || user_->id == before.owner;
    change(acl, granted, as_owner ? before.owner : user_->id);
    auto text = to_text(std::move(acl), before.owner);
    return text.empty() ? catalog::kEmptyAcl : std::move(text);
}

catalog::Tags AclChange::of_relation(const duckdb::CatalogEntry& relation) {
    const auto before = catalog::relation_acl(relation);
    catalog::Tags changes;
    if (!wanted_.columns.empty()) change_columns(relation, before, changes);
    if (wanted_.privileges == 0) return changes;
    changes[catalog::kAclTag] = of(ObjectKind::Relation, relation.name, before);
    settle_columns(relation, before, changes);
    return changes;
}

// "You can't hold the same privilege at both the table level and the column level".
void AclChange::change_columns(const duckdb::CatalogEntry& relation, const catalog::ObjectAcl& whole,
                               catalog::Tags& changes) {
    if (!user_->superuser && user_->id != whole.owner)
        throw SqlError(state::kInsufficientPrivilege, "must be owner of relation " + relation.name);
    const bool view = relation.type == duckdb::CatalogType::VIEW_ENTRY;
    if (view && relation.Cast<duckdb::ViewCatalogEntry>().types.empty())
        throw SqlError(state::kInvalidGrantOperation,
                       "privileges of columns cannot be granted on a view without schema binding");
    const auto known = columns_of(relation);
    for (const auto& [privileges, columns] : wanted_.columns) {
        if (view && (privileges & ~bit(catalog::Privilege::Select)) != 0)
            throw SqlError(state::kInvalidGrantOperation, "only SELECT can be granted on columns of a view");
        for (const auto& [grantee, with_option] : grantees_)
            if (wanted_.revoke && (held_by(whole.acl, grantee) & privileges) != 0)
                throw SqlError(state::kInvalidGrantOperation, "the privilege is granted on the whole relation \"" +
                                                                  relation.name + "\"; revoke it there");
        for (const auto& column : columns) {
            if (std::find(known.begin(), known.end(), column) == known.end())
                throw SqlError(state::kUndefinedColumn,
                               "column \"" + column + "\" of relation \"" + relation.name + "\" does not exist");
            const auto tag = catalog::kColumnAclTag + column;
            auto acl = changes.contains(tag) ? catalog::parse_acl(changes[tag], whole.owner)
                                             : catalog::column_acl(relation, column);
            for (const auto& [grantee, with_option] : grantees_) {
                const auto missing = privileges & ~held_by(whole.acl, grantee);
                if (wanted_.revoke)
                    revoke(acl, {grantee, whole.owner, privileges, false, true});
                else if (missing != 0)
                    grant(acl, grantee, whole.owner, missing, false);
            }
            changes[tag] = to_text(std::move(acl), whole.owner);
        }
    }
}

// The whole relation's privileges: not beside those of columns, which a REVOKE takes along.
void AclChange::settle_columns(const duckdb::CatalogEntry& relation, const catalog::ObjectAcl& whole,
                               catalog::Tags& changes) {
    for (const auto& column : columns_of(relation)) {
        auto acl = catalog::column_acl(relation, column);
        if (acl.empty()) continue;
        for (const auto& [grantee, with_option] : grantees_) {
            const auto both = held_by(acl, grantee) & wanted_.privileges;
            if (both == 0) continue;
            if (!wanted_.revoke)
                throw SqlError(state::kInvalidGrantOperation, "the privilege is granted on columns of relation \"" +
                                                                  relation.name + "\"; revoke it there first");
            if (!wanted_.only_option) revoke(acl, {grantee, whole.owner, both, false, true});
        }
        changes[catalog::kColumnAclTag + column] = to_text(std::move(acl), whole.owner);
    }
}

std::string changed_default(const std::vector<catalog::DefaultAcl>& before, catalog::DefaultAcl which,
                            const ObjectGrant& wanted, const Grantees& grantees) {
    for (const auto& known : before)
        if (known.owner == which.owner && known.schema == which.schema && known.object == which.object)
            which.acl = known.acl;
    for (const auto& [grantee, with_option] : grantees) {
        if (wanted.revoke)
            revoke(which.acl, {grantee, which.owner, wanted.privileges, wanted.only_option, true});
        else
            grant(which.acl, grantee, which.owner, wanted.privileges, with_option);
    }
    return to_text(std::move(which.acl), which.owner);
}

} // namespace redstart::sql
