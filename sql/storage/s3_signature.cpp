#include "sql/storage/s3_signature.hpp"

#include "protocol/hashing.hpp"

#include <algorithm>
#include <array>

namespace redstart::sql {
namespace {

using protocol::hmac_sha256;
using protocol::sha256;
using protocol::to_hex;

std::string time_text(std::time_t now) {
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    std::array<char, 20> text{};
    const auto size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc);
    return {text.data(), size};
}

} // namespace

std::string uri_encode(std::string_view text, bool keep_slashes) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    constexpr std::string_view kPlain = "-._~";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || kPlain.find(c) != std::string_view::npos || (c == '/' && keep_slashes))
            encoded += c;
        else
            (encoded += '%').append({kHex[byte >> 4U], kHex[byte & 15U]});
    }
    return encoded;
}

std::string query_text(QueryFields fields) {
    for (auto& [name, value] : fields) {
        name = uri_encode(name, false);
        value = uri_encode(value, false);
    }
    std::sort(fields.begin(), fields.end());
    std::string text;
    for (const auto& [name, value] : fields) (text += text.empty() ? "" : "&").append(name).append("=").append(value);
    return text;
}

std::vector<std::string> signed_headers(const S3Request& request, const S3Credentials& credentials,
                                        const std::string& region, std::time_t now) {
    const auto time = time_text(now);
    const auto scope = time.substr(0, 8) + "/" + region + "/s3/aws4_request";
    const auto digest = to_hex(sha256({request.body}));
    const bool temporary = !credentials.token.empty();

    std::string canonical = request.method + "\n" + request.path + "\n" + query_text(request.query) +
                            "\nhost:" + request.host + "\nx-amz-content-sha256:" + digest + "\nx-amz-date:" + time +
                            "\n";
    if (temporary) canonical += "x-amz-security-token:" + credentials.token + "\n";
    const std::string names =
        std::string("host;x-amz-content-sha256;x-amz-date") + (temporary ? ";x-amz-security-token" : "");
    canonical += "\n" + names + "\n" + digest;

    const auto to_sign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + to_hex(sha256({canonical}));
    auto key = hmac_sha256("AWS4" + credentials.secret, time.substr(0, 8));
    for (const std::string_view part :
         {std::string_view(region), std::string_view("s3"), std::string_view("aws4_request")})
        key = hmac_sha256(key, part);

    std::vector<std::string> headers{"x-amz-date: " + time, "x-amz-content-sha256: " + digest};
    if (temporary) headers.push_back("x-amz-security-token: " + credentials.token);
    headers.push_back("Authorization: AWS4-HMAC-SHA256 Credential=" + credentials.key_id + "/" + scope +
                      ",SignedHeaders=" + names + ",Signature=" + to_hex(hmac_sha256(key, to_sign)));
    return headers;
}

} // namespace redstart::sql
