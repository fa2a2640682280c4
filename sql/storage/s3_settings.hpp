// S3Settings: which store of Amazon's protocol is reached, and who may ask it. Plain values, made once at the start.
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace redstart::sql {

struct S3Credentials {
    std::string key_id;
    std::string secret;
    std::string token; // of temporary ones

    bool given() const { return !key_id.empty(); }
};

// Where the bucket's name stands in a URL: in the path, or in front of the host.
enum class S3Addressing : unsigned char { Auto, Path, Virtual };

struct S3Settings {
    std::string endpoint; // http[s]://host[:port]; "aws": https://s3.REGION.amazonaws.com; empty: no store at all
    std::string region;
    S3Addressing addressing = S3Addressing::Auto; // Auto: Virtual for "aws", Path for others
    S3Credentials own;                            // for statements that name none
    std::map<std::string, S3Credentials> roles;   // by what stands behind IAM_ROLE
    std::string ca_file;                          // PEM; empty: the system's
    std::chrono::milliseconds patience{60'000};   // with a server from which nothing comes
};

} // namespace redstart::sql
