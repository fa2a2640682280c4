#include "catalog/state/directories.hpp"

namespace redstart::catalog {

std::shared_ptr<const User> find_user(const Directories& directories, std::int32_t id) {
    return directories.users.find_by_id(id);
}

std::shared_ptr<const Database> find_database(const Directories& directories, std::uint32_t oid) {
    for (auto& database : directories.databases.all())
        if (database->oid == oid) return database;
    return nullptr;
}

std::string user_name(const Directories& directories, std::int32_t id) {
    if (id == kBootstrapUserId) return "rdsdb";
    const auto user = find_user(directories, id);
    return user ? user->name : "unknown (OID=" + std::to_string(id) + ")";
}

} // namespace redstart::catalog
