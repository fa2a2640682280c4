// CREATE USER and ALTER USER as a plain struct, with the rules a password must keep.
// Values and pure functions; any thread. Sources: Redshift developer guide, CREATE USER and ALTER USER.
#pragma once

#include "sql/parse/control_statements.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

enum class PasswordKind : unsigned char {
    Clear,        // `text` is the password
    Sha256Clear,  // 'sha256|password': the same, asked to be kept as a salted digest
    Md5,          // `text` is "md5" and 32 hex digits: md5(password || user name)
    Sha256Digest, // `text` is 64 hex digits, SHA256(password || salt); `salt` is 64 hex digits
    Scram,        // `text` is a SCRAM-SHA-256 verifier, as psql's \password sends it
    Disable
};

struct PasswordOption {
    PasswordKind kind = PasswordKind::Disable;
    std::string text;
    std::string salt;
};

// An option that is not written is nullopt: CREATE USER's default, or what ALTER USER leaves as it is.
struct UserStatement {
    bool create = false;
    std::string name;
    std::optional<PasswordOption> password;
    std::optional<bool> create_db;
    std::optional<bool> superuser;
    std::optional<bool> syslog_unrestricted;
    std::optional<std::optional<std::int32_t>> connection_limit; // inner nullopt: UNLIMITED
    std::optional<std::optional<std::int64_t>> valid_until; // microseconds since 1970, UTC; inner nullopt: infinity
    std::optional<std::int32_t> session_timeout;            // seconds; 0 after RESET SESSION TIMEOUT
    std::optional<std::vector<std::string>> groups;         // IN GROUP; CREATE only
    std::optional<std::string> external_id;
    std::optional<std::string> rename_to;
    std::optional<SetStatement> first_value; // of a parameter: SET and RESET
};

// Throws SqlError 42601 for wrong syntax or an option given twice, 22023 for a password against the rules or an option
// out of range, 22007 for a VALID UNTIL that is no time.
UserStatement parse_user_statement(const Statement& statement);

// Which form a PASSWORD string has; a clear one is checked. Throws SqlError 22023.
PasswordOption parse_password(std::string_view text);

// The rule of CREATE USER: 8 to 64 characters, an upper-case letter, a lower-case letter and a digit at least, all of
// them ASCII 33 to 126 without ' " \ / @. Throws SqlError 22023; the wording is Redstart's own.
void check_password_rule(std::string_view password);

// 'infinity' (nullopt), 'YYYY-MM-DD[ HH:MM[:SS[.ffffff]]][Z|+HH[:MM]|-HH[:MM]]', read as UTC without an offset.
// Throws SqlError 22007 or 22008.
std::optional<std::int64_t> parse_valid_until(std::string_view text);

} // namespace redstart::sql
