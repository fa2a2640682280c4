#include "sql/store/directory_set.hpp"

#include "sql/store/database_rows.hpp"
#include "sql/store/directory.hpp"
#include "sql/store/group_rows.hpp"
#include "sql/store/member_rights.hpp"
#include "sql/store/role_rows.hpp"
#include "sql/store/user_rows.hpp"

namespace redstart::sql {

using catalog::Database;
using catalog::Group;
using catalog::Role;
using catalog::User;

class DirectorySet::Users : public catalog::UserDirectory, public Directory<User, &User::id> {
public:
    Shared find(std::string_view name) const override { return lookup(name); }
    Shared find_by_id(std::int32_t id) const override { return lookup_id(id); }
    std::vector<Shared> all() const override { return list(); }
};

class DirectorySet::Databases : public catalog::DatabaseDirectory, public Directory<Database, &Database::oid> {
public:
    Shared find(std::string_view name) const override { return lookup(name); }
    std::vector<Shared> all() const override { return list(); }
};

class DirectorySet::Groups : public catalog::GroupDirectory, public Directory<Group, &Group::id> {
public:
    Shared find(std::string_view name) const override { return lookup(name); }
    Shared find_by_id(std::int32_t id) const override { return lookup_id(id); }
    std::vector<Shared> all() const override { return list(); }
};

class DirectorySet::Roles : public catalog::RoleDirectory, public Directory<Role, &Role::id> {
public:
    Shared find(std::string_view name) const override { return lookup(name); }
    Shared find_by_id(std::int32_t id) const override { return lookup_id(id); }
    std::vector<Shared> all() const override { return list(); }
};

DirectorySet::DirectorySet()
    : users_(std::make_unique<Users>()), databases_(std::make_unique<Databases>()), groups_(std::make_unique<Groups>()),
      roles_(std::make_unique<Roles>()) {}

DirectorySet::~DirectorySet() = default;

catalog::Directories DirectorySet::directories() const noexcept { return {*users_, *databases_, *groups_, *roles_}; }

void DirectorySet::read(duckdb::Connection& connection, const std::map<std::uint32_t, std::string>& damages) {
    auto users = read_users(connection);
    auto groups = read_groups(connection);
    auto roles = read_roles(connection);
    auto databases = read_databases(connection);
    give_rights(users, groups, roles);
    for (auto& database : databases)
        if (const auto damage = damages.find(database.oid); damage != damages.end()) database.damage = damage->second;
    groups_->replace(std::move(groups));
    roles_->replace(std::move(roles));
    users_->replace(std::move(users));
    databases_->replace(std::move(databases));
}

} // namespace redstart::sql
