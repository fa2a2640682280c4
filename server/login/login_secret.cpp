#include "server/login/login_secret.hpp"

#include "protocol/hashing.hpp"
#include "server/net/files.hpp"

#include <filesystem>

namespace redstart::server {
namespace {

constexpr std::size_t kSecretBytes = 32;

} // namespace

std::string login_secret(const Options& options) {
    auto secret = protocol::to_hex(protocol::random_bytes(kSecretBytes));
    if (options.in_memory()) return secret;
    const std::string file = options.data_dir + "/login.secret";
    if (std::filesystem::exists(file)) {
        const auto kept = read_file(file);
        if (kept.size() >= secret.size()) return kept.substr(0, secret.size());
    }
    write_private_file(file, secret + "\n");
    return secret;
}

} // namespace redstart::server
