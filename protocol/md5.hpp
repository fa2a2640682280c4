// Passwords stored as PostgreSQL's and Redshift's md5 hash, and the check of AuthenticationMD5Password's answer.
// Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace redstart::protocol {

// "md5" and 32 hex digits of MD5(password || user): the stored form (Redshift, CREATE USER).
std::string make_md5_password(std::string_view password, std::string_view user);

// Whether `stored` has the shape of such a hash. Only the shape is looked at, as on a cluster.
bool is_md5_password(std::string_view stored) noexcept;

// Checks what a client answered to AuthenticationMD5Password(`salt`, 4 bytes) against the stored form:
// "md5" || hex(MD5(hex part of stored || salt)).
bool md5_response_matches(std::string_view stored, std::string_view salt, std::string_view response);

// Checks a clear password (AuthenticationCleartextPassword) against the stored form.
bool md5_password_matches(std::string_view stored, std::string_view user, std::string_view password);

} // namespace redstart::protocol
