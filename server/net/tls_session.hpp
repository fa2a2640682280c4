// What a TLS handshake settled: versions, names, and what SCRAM binds to. Plain values, read once after the handshake.
#pragma once

#include <string>

struct ssl_st; // OpenSSL's SSL

namespace redstart::server {

// All empty for a connection that is not encrypted.
struct TlsSession {
    std::string version; // "TLSv1.3"
    std::string cipher;
    std::string alpn;             // the protocol agreed on; empty when the client named none
    std::string server_end_point; // RFC 5929, tls-server-end-point; empty when our certificate has no such hash
    std::string client_name;      // common name of the client's verified certificate; empty without one
};

// `tls` must have finished its handshake.
TlsSession describe_tls(const ssl_st* tls);

// What OpenSSL says of the last call of this thread that failed; empty when it says nothing.
std::string tls_problem();

} // namespace redstart::server
