#include "server/net/tls_session.hpp"

#include <array>
#include <memory>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace redstart::server {
namespace {

// RFC 5929, 4.1: the hash of the certificate's signature, but SHA-256 where that is MD5 or SHA-1.
std::string end_point_hash(const X509* certificate) {
    int hash = NID_undef;
    if (certificate == nullptr ||
        X509_get_signature_info(const_cast<X509*>(certificate), &hash, nullptr, nullptr, nullptr) != 1) {
        return {};
    }
    if (hash == NID_md5 || hash == NID_sha1) hash = NID_sha256;
    const EVP_MD* algorithm = EVP_get_digestbynid(hash);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (algorithm == nullptr || X509_digest(certificate, algorithm, digest.data(), &size) != 1) return {};
    return {reinterpret_cast<const char*>(digest.data()), size};
}

// Empty for a name with a NUL inside, which could pass for another one.
std::string common_name(const X509* certificate) {
    const X509_NAME* subject = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0) return {};
    unsigned char* text = nullptr;
    const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    if (size < 0) return {};
    std::string name(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
    OPENSSL_free(text);
    return name.find('\0') == std::string::npos ? name : std::string();
}

std::string client_name(const ssl_st* tls) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(tls), X509_free);
    if (!certificate || SSL_get_verify_result(tls) != X509_V_OK) return {};
    if (SSL_CTX_get_verify_mode(SSL_get_SSL_CTX(tls)) == SSL_VERIFY_NONE) return {};
    return common_name(certificate.get());
}

} // namespace

TlsSession describe_tls(const ssl_st* tls) {
    const unsigned char* protocol = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(tls, &protocol, &size);
    return {.version = SSL_get_version(tls),
            .cipher = SSL_get_cipher_name(tls),
            .alpn = std::string(reinterpret_cast<const char*>(protocol), size),
            .server_end_point = end_point_hash(SSL_get_certificate(tls)),
            .client_name = client_name(tls)};
}

std::string tls_problem() {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason == nullptr ? "" : reason;
}

} // namespace redstart::server
