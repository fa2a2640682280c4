#include "server/login/random_password.hpp"

#include "protocol/hashing.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace redstart::server {
namespace {

constexpr std::size_t kPasswordLength = 24;

} // namespace

std::string random_password() {
    constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    constexpr unsigned usable = 256 / letters.size() * letters.size(); // larger bytes would favour the first letters
    for (;;) {
        std::string password;
        while (password.size() < kPasswordLength) {
            const auto byte = static_cast<unsigned char>(protocol::random_bytes(1).front());
            if (byte < usable) password += letters[byte % letters.size()];
        }
        const auto has = [&](auto kind) { return std::any_of(password.begin(), password.end(), kind); };
        if (has([](unsigned char c) { return std::isupper(c); }) &&
            has([](unsigned char c) { return std::islower(c); }) &&
            has([](unsigned char c) { return std::isdigit(c); })) {
            return password;
        }
    }
}

} // namespace redstart::server
