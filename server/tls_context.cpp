#include "server/tls_context.hpp"

#include "server/certificate.hpp"
#include "server/files.hpp"

#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace redstart::server {
namespace {

using Context = std::shared_ptr<ssl_ctx_st>;

std::string last_openssl_error() {
    const unsigned long code = ERR_get_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason == nullptr ? "unknown reason" : reason;
}

Context new_context() {
    ERR_clear_error();
    Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!context) throw std::runtime_error("cannot start TLS: " + last_openssl_error());
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                           SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    // A write that was cut by an interrupt is repeated from another buffer with the same bytes.
    SSL_CTX_set_mode(context.get(),
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    return context;
}

Context load_files(const std::string& certificate, const std::string& key) {
    Context context = new_context();
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1) {
        throw std::runtime_error(fmt::format("cannot use TLS certificate {}: {}", certificate, last_openssl_error()));
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
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

// The key is written first, so that a start cut between the two makes both again.
void ensure_files(const std::string& certificate, const std::string& key) {
    if (std::filesystem::exists(certificate)) return;
    const PemPair pem = make_self_signed_certificate();
    write_private_file(key, pem.key);
    write_private_file(certificate, pem.certificate);
}

} // namespace

TlsContext::TlsContext(const Options& options)
    : certificate_file_(!options.tls_cert.empty() ? options.tls_cert
                        : options.in_memory()     ? ""
                                                  : options.data_dir + "/server.crt"),
      key_file_(!options.tls_key.empty() ? options.tls_key : options.data_dir + "/server.key") {
    if (!certificate_file_.empty() && options.tls_cert.empty()) ensure_files(certificate_file_, key_file_);
    reload();
}

void TlsContext::reload() {
    Context loaded;
    if (!certificate_file_.empty()) {
        loaded = load_files(certificate_file_, key_file_);
    } else if (current()) {
        return; // nothing outside of memory to read again
    } else {
        loaded = load_memory(make_self_signed_certificate());
    }
    const sql::MutexLock lock(mutex_);
    context_ = std::move(loaded);
}

std::shared_ptr<ssl_ctx_st> TlsContext::current() const {
    const sql::MutexLock lock(mutex_);
    return context_;
}

} // namespace redstart::server
