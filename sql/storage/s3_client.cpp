#include "sql/storage/s3_client.hpp"

#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <ctime>
#include <random>
#include <thread>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;
using std::chrono::milliseconds;

constexpr int kMostTries = 6;
constexpr milliseconds kFirstPause{100};
constexpr milliseconds kSlice{25};
constexpr milliseconds kTidyTime{2000}; // for all of a statement's
constexpr std::size_t kMostOfError = 64 * 1024;

// It may be another next time.
bool passing(const S3Answer& answer) {
    return answer.status == 500 || answer.status == 502 || answer.status == 503 || answer.status == 504 ||
           answer.status == 429 || answer.error.code == "RequestTimeout" || answer.error.code == "SlowDown" ||
           answer.error.code == "InternalError";
}

bool is_bucket_name(std::string_view name) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.';
    };
    return !name.empty() && name.size() <= 255 && name.front() != '.' && name.back() != '.' &&
           name.find("..") == std::string_view::npos && std::all_of(name.begin(), name.end(), plain);
}

struct Address {
    std::string scheme; // with its slashes
    std::string host;
    std::string path;
};

Address address_of(const S3Settings& settings, const std::string& region, const ObjectName& object) {
    const bool amazon = settings.endpoint == "aws";
    const auto endpoint = amazon ? "https://s3." + region + ".amazonaws.com" : settings.endpoint;
    const auto slashes = endpoint.find("://") + 3;
    Address address{endpoint.substr(0, slashes), endpoint.substr(slashes), "/"};
    // A certificate for *.s3.amazonaws.com does not hold for a bucket with a dot.
    const bool in_host =
        settings.addressing == S3Addressing::Virtual ||
        (settings.addressing == S3Addressing::Auto && amazon && object.bucket.find('.') == std::string::npos);
    if (in_host)
        address.host = object.bucket + "." + address.host;
    else
        address.path += object.bucket + (object.key.empty() ? "" : "/");
    address.path += uri_encode(object.key, true);
    return address;
}

} // namespace

SqlError s3_error(const S3Answer& answer, const ObjectName& object) {
    const auto& error = answer.error;
    const auto told =
        error.message.empty() ? "The service has answered with status " + std::to_string(answer.status) : error.message;
    const auto code = error.code.empty() ? "" : ",Error " + error.code;
    SqlError made(state::kInternalError, fmt::format("S3ServiceException:{},Status {}{}", told, answer.status, code));
    return made.detail(object.url() + (error.request_id.empty() ? "" : ", request " + error.request_id));
}

SqlError s3_failure(const HttpFailure& failure, const ObjectName& object) {
    return SqlError(state::kInternalError,
                    fmt::format("S3CurlException: {}, CurlError {}, multiCurlError 0, CanRetry 1, UserError 0",
                                failure.what(), failure.code()))
        .detail(object.url());
}

bool S3Patience::again() {
    if (++tries_ >= kMostTries) return false;
    thread_local std::minstd_rand random(std::random_device{}());
    const auto most = kFirstPause.count() << (tries_ - 1);
    const auto pause = milliseconds(std::uniform_int_distribution<long>(most / 2, most)(random));
    const auto until = std::chrono::steady_clock::now() + pause;
    while (std::chrono::steady_clock::now() < until) {
        check_();
        std::this_thread::sleep_for(kSlice);
    }
    check_();
    return true;
}

std::unique_ptr<HttpExchange> S3Client::start(const S3Call& call, const Storage::Check& check,
                                              milliseconds patience) const {
    const auto& settings = session_.settings;
    if (!is_bucket_name(call.object.bucket))
        throw s3_error({400, {"InvalidBucketName", "The specified bucket is not valid.", {}}, nullptr}, call.object);
    const auto address = address_of(settings, session_.region, call.object);
    const auto query = query_text(call.query);
    HttpRequest request;
    request.method = call.method;
    request.url = address.scheme + address.host + address.path + (query.empty() ? "" : "?" + query);
    request.headers = signed_headers({call.method, address.host, address.path, call.query, call.body},
                                     session_.credentials, session_.region, std::time(nullptr));
    request.headers.push_back("Host: " + address.host);
    request.headers.insert(request.headers.end(), call.headers.begin(), call.headers.end());
    request.body = call.body;
    request.ca_file = settings.ca_file;
    request.patience = patience;
    return std::make_unique<HttpExchange>(session_.connections, request, check);
}

S3Answer S3Client::send(const S3Call& call) const {
    S3Patience patience(session_.check);
    while (true) {
        try {
            auto exchange = start(call, session_.check, session_.settings.patience);
            S3Answer answer{exchange->status(), {}, nullptr};
            if (answer.good()) {
                answer.exchange = std::move(exchange);
                return answer;
            }
            answer.error = read_error(exchange->text(kMostOfError));
            if (!passing(answer)) return answer;
            if (!patience.again()) throw s3_error(answer, call.object);
        } catch (const HttpFailure& failure) {
            if (!patience.again()) throw s3_failure(failure, call.object);
        }
    }
}

void S3Client::send_last(const S3Call& call) const noexcept {
    try {
        if (!session_.tidied) session_.tidied = std::chrono::steady_clock::now() + kTidyTime;
        const Storage::Check check = [until = *session_.tidied] {
            if (std::chrono::steady_clock::now() > until) throw std::runtime_error("late");
        };
        check();
        start(call, check, kTidyTime)->text(kMostOfError);
    } catch (const std::exception&) {} // nobody waits for the answer
}

std::string S3Client::text(const S3Call& call, std::size_t most) const {
    S3Patience patience(session_.check);
    while (true) {
        const auto answer = send(call);
        if (!answer.good()) throw s3_error(answer, call.object);
        try {
            return answer.exchange->text(most);
        } catch (const HttpFailure& failure) {
            if (!patience.again()) throw s3_failure(failure, call.object);
        }
    }
}

} // namespace redstart::sql
