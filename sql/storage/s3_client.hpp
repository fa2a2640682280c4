// S3Client: requests to S3, signed, sent again when that may help, and the errors of S3 as a cluster tells them.
// Owned by one statement or one of its readers, used on one thread.
// Source of the texts: Redshift developer guide, "S3ServiceException errors"; S3CurlException as in public reports.
#pragma once

#include "protocol/error.hpp"
#include "sql/storage/http_exchange.hpp"
#include "sql/storage/s3_answers.hpp"
#include "sql/storage/s3_signature.hpp"
#include "sql/storage/storage.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

struct S3Call {
    std::string method;
    ObjectName object; // without a key: the bucket
    QueryFields query;
    std::vector<std::string> headers; // lines; they are not signed
    std::string_view body;
};

struct S3Answer {
    int status = 0;
    S3Error error;                          // of one that is not 2xx
    std::unique_ptr<HttpExchange> exchange; // of a 2xx, to be read

    bool good() const { return status >= 200 && status < 300; }
};

// S3ServiceException:...
protocol::SqlError s3_error(const S3Answer& answer, const ObjectName& object);
// S3CurlException: ...
protocol::SqlError s3_failure(const HttpFailure& failure, const ObjectName& object);

// What all clients of one statement have in common; lives as long as they do.
struct S3Session {
    const S3Settings& settings;
    HttpConnections& connections;
    S3Credentials credentials;
    std::string region;
    Storage::Check check;
    // Tidying up ends then; set when it begins.
    mutable std::optional<std::chrono::steady_clock::time_point> tidied;
    // Bytes of finished objects that wait in memory to be published.
    mutable std::size_t kept = 0;
};

// How often something that fails for the moment is tried, with longer and longer pauses between.
class S3Patience {
public:
    explicit S3Patience(const Storage::Check& check) : check_(check) {}

    // False: it has been tried often enough. Else waits; throws what the check throws.
    bool again();
    void begin_anew() noexcept { tries_ = 0; }

private:
    const Storage::Check& check_;
    int tries_ = 0;
};

class S3Client {
public:
    explicit S3Client(const S3Session& session) : session_(session) {}

    // Throws XX000 when no answer comes, or none but for the moment. Any other answer is the caller's.
    S3Answer send(const S3Call& call) const;
    // Once, in a short time, without asking whether the statement goes on: for tidying up.
    void send_last(const S3Call& call) const noexcept;
    // The text of an answer that must be 2xx, read to its end, as much as may be. Throws XX000 for another.
    std::string text(const S3Call& call, std::size_t most) const;

    const S3Session& session() const noexcept { return session_; }

private:
    std::unique_ptr<HttpExchange> start(const S3Call& call, const Storage::Check& check,
                                        std::chrono::milliseconds patience) const;

    const S3Session& session_;
};

} // namespace redstart::sql
