#include "sql/storage/s3_reader.hpp"

#include "protocol/sqlstate.hpp"

#include <utility>

namespace redstart::sql {
namespace {

class S3Reader final : public ObjectReader {
public:
    S3Reader(const S3Client& client, ObjectName object, std::unique_ptr<HttpExchange> exchange)
        : client_(client), object_(std::move(object)), exchange_(std::move(exchange)), tag_(exchange_->header("etag")),
          patience_(client.session().check) {}

    std::size_t read(std::span<char> buffer) override {
        while (true) {
            try {
                if (!exchange_) resume();
                const auto got = exchange_->read(buffer);
                at_ += got;
                return got;
            } catch (const HttpFailure& failure) {
                exchange_.reset();
                if (at_ - std::exchange(broke_at_, at_) >= kProgress) patience_.begin_anew();
                if (!patience_.again()) throw s3_failure(failure, object_);
            }
        }
    }

private:
    // From where it broke; the object must be the same.
    void resume() {
        S3Call call{"GET", object_, {}, {}, {}};
        if (at_ > 0) call.headers.push_back("Range: bytes=" + std::to_string(at_) + "-");
        if (!tag_.empty()) call.headers.push_back("If-Match: " + tag_);
        auto answer = client_.send(call);
        if (!answer.good()) throw s3_error(answer, object_);
        if (at_ > 0 && answer.status != 206)
            throw HttpFailure("the server does not go on where it has stopped", kNoRange);
        exchange_ = std::move(answer.exchange);
    }

    static constexpr int kNoRange = 33; // CURLE_RANGE_ERROR
    // What must have come between two breaks that they do not count together.
    static constexpr std::uint64_t kProgress = std::uint64_t{1} << 20;

    const S3Client& client_;
    const ObjectName object_;
    std::unique_ptr<HttpExchange> exchange_;
    const std::string tag_;
    S3Patience patience_;
    std::uint64_t at_ = 0;
    std::uint64_t broke_at_ = 0;
};

} // namespace

std::unique_ptr<ObjectReader> open_s3_object(const S3Client& client, const ObjectName& object) {
    auto answer = client.send({"GET", object, {}, {}, {}});
    if (answer.status == 404 && answer.error.code != "NoSuchBucket") return nullptr;
    if (!answer.good()) throw s3_error(answer, object);
    return std::make_unique<S3Reader>(client, object, std::move(answer.exchange));
}

} // namespace redstart::sql
