#include "server/login/login_secret.hpp"

#include "protocol/hashing.hpp"
#include "server/config/log.hpp"
#include "server/net/files.hpp"

#include <algorithm>
#include <filesystem>

namespace redstart::server {
namespace {

constexpr std::size_t kSecretBytes = 32;

bool is_secret(const std::string& text) {
    const auto digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == 2 * kSecretBytes + 1 && text.back() == '\n' &&
           std::all_of(text.begin(), text.end() - 1, digit);
}

} // namespace

std::string login_secret(const Options& options) {
    auto secret = protocol::to_hex(protocol::random_bytes(kSecretBytes));
    if (options.in_memory()) return secret;
    const std::string file = options.data_dir + "/login.secret";
    if (std::filesystem::exists(file)) {
        const auto kept = read_file(file);
        if (is_secret(kept)) return kept.substr(0, secret.size());
        log::event(LogLevel::Warning, "login_secret_replaced",
                   {{"file", file}, {"reason", "damaged"}, {"strangers", "have other salts from now on"}});
    }
    write_private_file(file, secret + "\n");
    return secret;
}

} // namespace redstart::server
