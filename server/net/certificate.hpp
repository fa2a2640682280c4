// A self-signed certificate, made when the user brings none. Pure but for randomness; any thread.
#pragma once

#include <string>

namespace redstart::server {

struct PemPair {
    std::string certificate;
    std::string key;
};

// EC P-256, valid for ten years, for localhost, 127.0.0.1 and ::1. Throws std::runtime_error when OpenSSL refuses.
PemPair make_self_signed_certificate();

} // namespace redstart::server
