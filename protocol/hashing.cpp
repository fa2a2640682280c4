#include "protocol/hashing.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <memory>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace redstart::protocol {

namespace {

const unsigned char* in(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* at(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void require(bool done, const char* what) {
    if (!done) throw SqlError(sqlstate::kInternalError, std::string("could not compute ") + what);
}

std::string digest(const EVP_MD* algorithm, std::initializer_list<std::string_view> parts, const char* what) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    require(context != nullptr && EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1, what);
    for (const auto part : parts) require(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1, what);
    std::string result(static_cast<std::size_t>(EVP_MD_get_size(algorithm)), '\0');
    require(EVP_DigestFinal_ex(context.get(), at(result), nullptr) == 1, what);
    return result;
}

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

} // namespace

std::string md5(std::initializer_list<std::string_view> parts) { return digest(EVP_md5(), parts, "an MD5 hash"); }

std::string sha256(std::initializer_list<std::string_view> parts) {
    return digest(EVP_sha256(), parts, "a SHA-256 hash");
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
    std::string result(kSha256Size, '\0');
    // HMAC() takes a null key for "the previous one", so an empty key must still be an address.
    const char empty = '\0';
    const auto* done = HMAC(EVP_sha256(), key.empty() ? &empty : key.data(), static_cast<int>(key.size()), in(message),
                            message.size(), at(result), nullptr);
    require(done != nullptr, "an HMAC");
    return result;
}

std::string pbkdf2_sha256(std::string_view password, std::string_view salt, int iterations) {
    std::string result(kSha256Size, '\0');
    require(PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), in(salt),
                              static_cast<int>(salt.size()), iterations, EVP_sha256(), static_cast<int>(result.size()),
                              at(result)) == 1,
            "a PBKDF2 hash");
    return result;
}

std::string to_hex(std::string_view raw) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * raw.size());
    for (const char byte : raw) {
        hex.push_back(kDigits[static_cast<unsigned char>(byte) >> 4]);
        hex.push_back(kDigits[static_cast<unsigned char>(byte) & 15]);
    }
    return hex;
}

std::optional<std::string> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return std::nullopt;
    std::string raw;
    raw.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = hex_value(hex[i]);
        const int low = hex_value(hex[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        raw.push_back(static_cast<char>(high << 4 | low));
    }
    return raw;
}

std::string to_base64(std::string_view raw) {
    std::string text((raw.size() + 2) / 3 * 4 + 1, '\0'); // OpenSSL ends it with a NUL
    const int size = EVP_EncodeBlock(at(text), in(raw), static_cast<int>(raw.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    // EVP_DecodeBlock skips white space and does not take the padding off, so both are dealt with here.
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
    const auto digits = text.substr(0, text.size() - padding);
    if (text.size() % 4 != 0 || digits.find_first_not_of(kAlphabet) != std::string_view::npos) return std::nullopt;
    std::string raw(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(at(raw), in(text), static_cast<int>(text.size())) < 0) return std::nullopt;
    raw.resize(raw.size() - padding);
    return raw;
}

bool equal_constant_time(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_bytes(std::size_t count) {
    std::string result(count, '\0');
    require(RAND_bytes(at(result), static_cast<int>(count)) == 1, "random bytes");
    return result;
}

} // namespace redstart::protocol
