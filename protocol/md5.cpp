#include "protocol/md5.hpp"

#include "protocol/hashing.hpp"

#include <algorithm>
#include <cctype>

namespace redstart::protocol {

namespace {

constexpr std::string_view kPrefix = "md5";

// The hex digits of a stored hash in lower case: a hash may be given in upper case, but clients compute with lower.
std::string hex_part(std::string_view stored) {
    std::string hex(stored.substr(kPrefix.size()));
    std::transform(hex.begin(), hex.end(), hex.begin(),
                   [](unsigned char digit) { return static_cast<char>(std::tolower(digit)); });
    return hex;
}

} // namespace

std::string make_md5_password(std::string_view password, std::string_view user) {
    return std::string(kPrefix) + to_hex(md5({password, user}));
}

bool is_md5_password(std::string_view stored) noexcept {
    constexpr std::string_view kHex = "0123456789abcdefABCDEF";
    return stored.size() == kPrefix.size() + 32 && stored.starts_with(kPrefix) &&
           stored.find_first_not_of(kHex, kPrefix.size()) == std::string_view::npos;
}

bool md5_response_matches(std::string_view stored, std::string_view salt, std::string_view response) {
    if (!is_md5_password(stored)) return false;
    const auto expected = std::string(kPrefix) + to_hex(md5({hex_part(stored), salt}));
    return equal_constant_time(expected, response);
}

bool md5_password_matches(std::string_view stored, std::string_view user, std::string_view password) {
    if (!is_md5_password(stored)) return false;
    return equal_constant_time(std::string(kPrefix) + hex_part(stored), make_md5_password(password, user));
}

} // namespace redstart::protocol
