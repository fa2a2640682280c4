// TlsContext: the server's certificate and TLS settings, replaceable while connections use the old ones.
// Internally synchronized: one leaf mutex around a shared pointer.
#pragma once

#include "server/options.hpp"
#include "sql/lock/mutex.hpp"

#include <memory>
#include <string>

struct ssl_ctx_st; // OpenSSL's SSL_CTX

namespace redstart::server {

class TlsContext {
public:
    // Loads --tls-cert and --tls-key; without them the data directory's server.crt and server.key, which the first
    // start makes (self-signed, EC P-256); for ":memory:" a certificate that is never stored. TLS 1.2 or newer. Throws
    // std::runtime_error with one clear line.
    explicit TlsContext(const Options& options);

    // Loads the files again; keeps the old certificate when that throws.
    void reload();
    std::shared_ptr<ssl_ctx_st> current() const;

private:
    const std::string certificate_file_; // empty: only in memory
    const std::string key_file_;
    mutable sql::Mutex mutex_;
    std::shared_ptr<ssl_ctx_st> context_ GUARDED_BY(mutex_);
};

} // namespace redstart::server
