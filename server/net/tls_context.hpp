// TlsContext: the server's certificate and TLS settings, replaceable while connections use the old ones.
// Internally synchronized: one leaf mutex around a shared pointer.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "server/config/options.hpp"
#include "server/net/certificate.hpp"

#include <memory>
#include <string>
#include <string_view>

struct ssl_ctx_st; // OpenSSL's SSL_CTX

namespace redstart::server {

// The protocol's name in TLS's application layer negotiation (PostgreSQL 17, registered with IANA).
inline constexpr std::string_view kAlpnProtocol = "postgresql";

class TlsContext {
public:
    // Loads --tls-cert and --tls-key; without them the data directory's server.crt and server.key, which the first
    // start makes (self-signed, EC P-256); for ":memory:" a certificate that is never stored. TLS 1.2 or newer with
    // forward secrecy and authenticated encryption. With --tls-ca a client's certificate is verified when it presents
    // one. Throws std::runtime_error with one clear line.
    explicit TlsContext(const Options& options);

    // For one thread. Loads the files again; keeps the old ones when that throws. Connections keep what they began
    // with.
    void reload();
    std::shared_ptr<ssl_ctx_st> current() const;

private:
    const std::string certificate_file_; // empty: only in memory
    const std::string key_file_;
    const std::string ca_file_; // empty: clients are not asked for certificates
    PemPair memory_;            // used where there is no file; for the thread that reloads
    mutable Mutex mutex_;
    std::shared_ptr<ssl_ctx_st> context_ GUARDED_BY(mutex_);
};

} // namespace redstart::server
