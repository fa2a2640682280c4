// Signature Version 4: the headers by which a request to S3 says who sends it. Pure functions; any thread.
// Source: Amazon S3 API reference, "Authenticating Requests: Using the Authorization Header". libcurl's own, as Debian
// has it, signs neither sorted nor encoded queries.
#pragma once

#include "sql/storage/s3_settings.hpp"

#include <ctime>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redstart::sql {

using QueryFields = std::vector<std::pair<std::string, std::string>>;

struct S3Request {
    std::string method;
    std::string host; // with the port, as the Host header has it
    std::string path; // encoded, from its slash on
    QueryFields query;
    std::string_view body;
};

// Percent-encoded but for letters, digits, `-._~`, and slashes where they are to stay.
std::string uri_encode(std::string_view text, bool keep_slashes);
// `a=1&b=2`, encoded, in the order of the names: what stands behind the question mark.
std::string query_text(QueryFields fields);

// The lines of the headers.
std::vector<std::string> signed_headers(const S3Request& request, const S3Credentials& credentials,
                                        const std::string& region, std::time_t now);

} // namespace redstart::sql
