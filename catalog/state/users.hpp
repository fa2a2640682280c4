// User and the abstract UserDirectory: accounts are cluster-wide. Values only; an implementation says its threading.
#pragma once

#include "catalog/state/system_permissions.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redstart::catalog {

inline constexpr std::int32_t kBootstrapUserId = 1; // rdsdb, owns system objects, cannot log in
inline constexpr std::int32_t kFirstUserId = 100;   // the superuser made at first start

// Password verifiers; never the password. Empty strings where a form is not stored.
struct PasswordVerifiers {
    std::string scram;         // "SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey" (PostgreSQL's form)
    std::string md5;           // "md5" + 32 hex, only for users created with PASSWORD 'md5...'
    std::string sha256_digest; // 64 hex: SHA256(password || salt), for Redshift's own drivers (authentication code 13)
    std::string sha256_salt;   // 64 hex: 32 bytes

    bool operator==(const PasswordVerifiers&) const = default;
};

// Configuration parameters and their values.
using ParameterValues = std::vector<std::pair<std::string, std::string>>;

struct User {
    std::int32_t id = 0;
    std::string name;
    bool create_db = false;
    bool superuser = false;
    bool password_disabled = false;
    bool syslog_unrestricted = false;
    std::optional<std::int32_t> connection_limit; // nullopt: UNLIMITED
    std::optional<std::int64_t> valid_until;      // microseconds since the epoch, UTC; nullopt: infinity
    std::int32_t session_timeout = 0;             // seconds, 0: none
    PasswordVerifiers password;
    std::optional<std::int64_t> last_ddl; // when it was created or altered last; nullopt: that was not kept yet
    std::string external_id;              // EXTERNALID: who it is to an identity provider; empty: nobody
    ParameterValues settings;             // ALTER USER ... SET: what they are at first in a session of this user
    // From the groups and roles of the directories; only users of a directory have these.
    std::vector<std::int32_t> groups;  // ids of the groups the user is in, ascending
    std::vector<std::int32_t> roles;   // ids of the roles the user has, through other roles too, ascending
    SystemPermissions permissions = 0; // what these roles let the user do; a superuser needs none

    bool may(SystemPermission permission) const noexcept {
        return superuser || (permissions & bit_of(permission)) != 0;
    }
};

class UserDirectory {
public:
    virtual ~UserDirectory() = default;
    // The latest committed state; nullptr when there is no such user. Thread-safe.
    virtual std::shared_ptr<const User> find(std::string_view name) const = 0;
    // Names change hands; a session belongs to an id.
    virtual std::shared_ptr<const User> find_by_id(std::int32_t id) const = 0;
    virtual std::vector<std::shared_ptr<const User>> all() const = 0;
};

} // namespace redstart::catalog
