#include "server/net/tls_context.hpp"

#include "server/config/log.hpp"
#include "server/net/certificate.hpp"
#include "server/net/files.hpp"

#include <filesystem>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

namespace redstart::server {
namespace {

using Context = std::shared_ptr<ssl_ctx_st>;

// TLS 1.3's are all of this kind.
constexpr const char* kTls12Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

std::string last_openssl_error() {
    const unsigned long code = ERR_get_error();
    if (ERR_SYSTEM_ERROR(code)) return std::system_category().message(ERR_GET_REASON(code)); // no such file
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason == nullptr ? "unknown reason" : reason;
}

// A client that names protocols must name ours; one that names none is let through.
int select_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
    static const std::string ours = static_cast<char>(kAlpnProtocol.size()) + std::string(kAlpnProtocol);
    unsigned char* found = nullptr;
    const int result = SSL_select_next_proto(&found, size, reinterpret_cast<const unsigned char*>(ours.data()),
                                             static_cast<unsigned int>(ours.size()), offered, offered_size);
    *chosen = found;
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// OpenSSL would ask at the terminal, and the server would hang there.
int refuse_passphrase(char*, int, int, void* asked) {
    if (asked != nullptr) *static_cast<bool*>(asked) = true;
    return -1;
}

Context new_context() {
    ERR_clear_error();
    Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!context) throw std::runtime_error("cannot start TLS: " + last_openssl_error());
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                           SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_cipher_list(context.get(), kTls12Ciphers);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context.get(), 0);
    SSL_CTX_set_default_passwd_cb(context.get(), refuse_passphrase);
    SSL_CTX_set_alpn_select_cb(context.get(), select_protocol, nullptr);
    // A write that was cut by an interrupt is repeated from another buffer with the same bytes.
    SSL_CTX_set_mode(context.get(),
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    return context;
}

// PostgreSQL's rule (check_ssl_key_file_permissions): nobody but the owner, but root may share it with a group.
void check_private(const std::string& key) {
    struct stat status {};
    if (::stat(key.c_str(), &status) != 0) return; // loading it says why
    if (!S_ISREG(status.st_mode))
        throw std::runtime_error(fmt::format("private key file \"{}\" is not a regular file", key));
    const mode_t others = status.st_uid == 0 ? S_IWGRP | S_IXGRP | S_IRWXO : S_IRWXG | S_IRWXO;
    if ((status.st_mode & others) == 0) return;
    throw std::runtime_error(fmt::format(
        "private key file \"{}\" has group or world access; it must have permissions u=rw (0600) or less, or u=rw,g=r "
        "(0640) or less if owned by root",
        key));
}

Context load_files(const std::string& certificate, const std::string& key) {
    Context context = new_context();
    check_private(key);
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1) {
        throw std::runtime_error(fmt::format("cannot use TLS certificate {}: {}", certificate, last_openssl_error()));
    }
    bool asked = false;
    SSL_CTX_set_default_passwd_cb_userdata(context.get(), &asked);
    const bool used = SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) == 1;
    SSL_CTX_set_default_passwd_cb_userdata(context.get(), nullptr);
    if (asked) {
        throw std::runtime_error(
            fmt::format("cannot use TLS key {}: it needs a passphrase, which the server does not ask for", key));
    }
    if (!used || SSL_CTX_check_private_key(context.get()) != 1) {
        throw std::runtime_error(fmt::format("cannot use TLS key {}: {}", key, last_openssl_error()));
    }
    return context;
}

Context load_memory(const PemPair& pem) {
    Context context = new_context();
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> certificate_text(
        BIO_new_mem_buf(pem.certificate.data(), static_cast<int>(pem.certificate.size())), BIO_free_all);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> key_text(
        BIO_new_mem_buf(pem.key.data(), static_cast<int>(pem.key.size())), BIO_free_all);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr), X509_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    if (!certificate || !key || SSL_CTX_use_certificate(context.get(), certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
        throw std::runtime_error("cannot use the generated certificate: " + last_openssl_error());
    }
    return context;
}

// Whoever presents a certificate must be vouched for by one of `ca`; nobody has to.
void verify_clients(const Context& context, const std::string& ca) {
    STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(ca.c_str());
    if (names == nullptr || SSL_CTX_load_verify_locations(context.get(), ca.c_str(), nullptr) != 1) {
        sk_X509_NAME_pop_free(names, X509_NAME_free);
        throw std::runtime_error(fmt::format("cannot use TLS CA {}: {}", ca, last_openssl_error()));
    }
    SSL_CTX_set_client_CA_list(context.get(), names); // the context's now
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE, nullptr);
}

// The key is written first, so that a start cut between the two makes both again.
void ensure_files(const std::string& certificate, const std::string& key) {
    if (std::filesystem::exists(certificate)) return;
    const PemPair pem = make_self_signed_certificate();
    write_private_file(key, pem.key);
    write_private_file(certificate, pem.certificate);
    log::event(LogLevel::Info, "certificate_made", {{"file", certificate}});
}

} // namespace

TlsContext::TlsContext(const Options& options)
    : certificate_file_(!options.tls_cert.empty() ? options.tls_cert
                        : options.in_memory()     ? ""
                                                  : options.data_dir + "/server.crt"),
      key_file_(!options.tls_key.empty() ? options.tls_key : options.data_dir + "/server.key"),
      ca_file_(options.tls_ca) {
    if (!certificate_file_.empty() && options.tls_cert.empty()) ensure_files(certificate_file_, key_file_);
    reload();
}

void TlsContext::reload() {
    const bool in_memory = certificate_file_.empty();
    if (in_memory && ca_file_.empty() && current()) return; // nothing outside of memory to read again
    if (in_memory && memory_.certificate.empty()) memory_ = make_self_signed_certificate();
    const Context loaded = in_memory ? load_memory(memory_) : load_files(certificate_file_, key_file_);
    if (!ca_file_.empty()) verify_clients(loaded, ca_file_);
    const MutexLock lock(mutex_);
    context_ = loaded;
}

std::shared_ptr<ssl_ctx_st> TlsContext::current() const {
    const MutexLock lock(mutex_);
    return context_;
}

} // namespace redstart::server
