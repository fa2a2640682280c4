// SystemPermission: what a role may let its users do beyond their own objects (GRANT CREATE USER TO ROLE r), and sets
// of them. Constants and pure functions; any thread. Source: Redshift developer guide, GRANT and "System permissions
// for RBAC".
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

namespace redstart::catalog {

// clang-format off
enum class SystemPermission : unsigned char {
    CreateUser, DropUser, AlterUser, CreateSchema, DropSchema, AlterDefaultPrivileges, AccessCatalog, AccessSystemTable,
    CreateTable, DropTable, AlterTable, CreateOrReplaceFunction, CreateOrReplaceExternalFunction, DropFunction,
    CreateOrReplaceProcedure, DropProcedure, CreateOrReplaceView, DropView, CreateModel, DropModel, CreateDatashare,
    AlterDatashare, DropDatashare, CreateLibrary, DropLibrary, CreateRole, DropRole, TruncateTable, Vacuum, Analyze,
    Cancel
};

namespace detail {
// In the order of the enumerators; as svv_system_privileges prints them and GRANT reads them.
inline constexpr std::string_view kPermissionNames[] = {
    "CREATE USER", "DROP USER", "ALTER USER", "CREATE SCHEMA", "DROP SCHEMA", "ALTER DEFAULT PRIVILEGES",
    "ACCESS CATALOG", "ACCESS SYSTEM TABLE", "CREATE TABLE", "DROP TABLE", "ALTER TABLE", "CREATE OR REPLACE FUNCTION",
    "CREATE OR REPLACE EXTERNAL FUNCTION", "DROP FUNCTION", "CREATE OR REPLACE PROCEDURE", "DROP PROCEDURE",
    "CREATE OR REPLACE VIEW", "DROP VIEW", "CREATE MODEL", "DROP MODEL", "CREATE DATASHARE", "ALTER DATASHARE",
    "DROP DATASHARE", "CREATE LIBRARY", "DROP LIBRARY", "CREATE ROLE", "DROP ROLE", "TRUNCATE TABLE", "VACUUM",
    "ANALYZE", "CANCEL"};
} // namespace detail
// clang-format on

inline constexpr std::size_t kSystemPermissionCount = std::size(detail::kPermissionNames);
static_assert(kSystemPermissionCount == static_cast<std::size_t>(SystemPermission::Cancel) + 1);

// A set of them: a bit each.
using SystemPermissions = std::uint64_t;

constexpr SystemPermissions bit_of(SystemPermission permission) {
    return SystemPermissions{1} << static_cast<unsigned>(permission);
}

inline constexpr SystemPermissions kAllSystemPermissions = (SystemPermissions{1} << kSystemPermissionCount) - 1;

constexpr std::string_view name_of(SystemPermission permission) {
    return detail::kPermissionNames[static_cast<std::size_t>(permission)];
}

// The permission of that name, in upper case with single blanks.
constexpr std::optional<SystemPermission> system_permission(std::string_view name) {
    for (std::size_t i = 0; i < kSystemPermissionCount; ++i)
        if (detail::kPermissionNames[i] == name) return static_cast<SystemPermission>(i);
    return std::nullopt;
}

} // namespace redstart::catalog
