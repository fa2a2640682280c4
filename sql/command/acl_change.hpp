// AclChange: what one GRANT or REVOKE does to the access list of one object.
// Lives on the stack of one command; one thread. The rules and texts are PostgreSQL's (restrict_and_check_grant()),
// those of columns the guide's (r_GRANT-usage-notes), in words that are INF.
#pragma once

#include "catalog/engine/entry_tags.hpp"
#include "catalog/object/object_acl.hpp"
#include "protocol/error.hpp"
#include "sql/parse/identity/object_grant.hpp"

#include <memory>
#include <string>
#include <vector>

namespace redstart::sql {

struct GranteeOption {
    catalog::Grantee grantee;
    bool with_option = false;
};
using Grantees = std::vector<GranteeOption>;

class AclChange {
public:
    // `user` is who grants; the others outlive this.
    AclChange(std::shared_ptr<const catalog::User> user, const ObjectGrant& wanted, const Grantees& grantees)
        : user_(std::move(user)), wanted_(wanted), grantees_(grantees) {}

    // The new access list, as it is kept. Throws 42501 for who may grant nothing, 2BP01 for what others have by it.
    std::string of(catalog::ObjectKind kind, const std::string& name, const catalog::ObjectAcl& before);
    // The changed tags of a relation: its list, and those of its columns. Throws 42703 and 0LP01 as well.
    catalog::Tags of_relation(const duckdb::CatalogEntry& relation);

    // Not all of it could be granted, or revoked.
    const std::vector<protocol::SqlError>& warnings() const noexcept { return warnings_; }

private:
    void change(catalog::Acl& acl, catalog::Privileges privileges, std::int32_t grantor) const;
    catalog::Privileges allowed(catalog::ObjectKind kind, const std::string& name, const catalog::ObjectAcl& before);
    void change_columns(const duckdb::CatalogEntry& relation, const catalog::ObjectAcl& whole, catalog::Tags& changes);
    void settle_columns(const duckdb::CatalogEntry& relation, const catalog::ObjectAcl& whole, catalog::Tags& changes);

    std::shared_ptr<const catalog::User> user_;
    const ObjectGrant& wanted_;
    const Grantees& grantees_;
    std::vector<protocol::SqlError> warnings_;
};

// The default privileges `which` with the change made, as they are kept; `before` are all that there are.
std::string changed_default(const std::vector<catalog::DefaultAcl>& before, catalog::DefaultAcl which,
                            const ObjectGrant& wanted, const Grantees& grantees);

} // namespace redstart::sql
