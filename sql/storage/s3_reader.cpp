#include "sql/storage/s3_reader.hpp"

#include "protocol/sqlstate.hpp"

#include <charconv>
#include <utility>

namespace redstart::sql {
namespace {

constexpr int kNoRange = 33; // CURLE_RANGE_ERROR

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

class S3Ranges final : public RangedObject {
public:
    S3Ranges(const S3Client& client, ObjectName object, const HttpExchange& head)
        : client_(client), object_(std::move(object)), tag_(head.header("etag")), size_(size_of(head)) {}

    std::uint64_t size() const override { return size_; }
    void read(std::uint64_t at, std::span<char> buffer) const override {
        for (S3Patience patience(client_.session().check); !buffer.empty();) {
            const auto wanted = buffer.size();
            try {
                part(at, buffer);
            } catch (const HttpFailure& failure) {
                if (buffer.size() < wanted) patience.begin_anew();
                if (!patience.again()) throw s3_failure(failure, object_);
            }
        }
    }

private:
    static std::uint64_t size_of(const HttpExchange& head) {
        const auto& text = head.header("content-length");
        std::uint64_t size = 0;
        std::from_chars(text.data(), text.data() + text.size(), size);
        return size;
    }

    // `at` and `buffer` move with what has come, also when it then breaks.
    void part(std::uint64_t& at, std::span<char>& buffer) const {
        S3Call call{"GET", object_, {}, {}, {}};
        call.headers.push_back("Range: bytes=" + std::to_string(at) + "-" + std::to_string(at + buffer.size() - 1));
        if (!tag_.empty()) call.headers.push_back("If-Match: " + tag_);
        const auto answer = client_.send(call);
        if (!answer.good()) throw s3_error(answer, object_);
        if (answer.status != 206 && (at > 0 || buffer.size() < size_))
            throw HttpFailure("the server does not send parts of an object", kNoRange);
        while (!buffer.empty()) {
            const auto got = answer.exchange->read(buffer);
            if (got == 0) throw HttpFailure("the server has sent less than was asked for", kNoRange);
            buffer = buffer.subspan(got);
            at += got;
        }
    }

    const S3Client& client_;
    const ObjectName object_;
    const std::string tag_;
    const std::uint64_t size_;
};

} // namespace

std::unique_ptr<RangedObject> open_s3_ranges(const S3Client& client, const ObjectName& object) {
    const auto answer = client.send({"HEAD", object, {}, {}, {}});
    if (answer.status == 404 && answer.error.code != "NoSuchBucket") return nullptr;
    if (!answer.good()) throw s3_error(answer, object);
    return std::make_unique<S3Ranges>(client, object, *answer.exchange);
}

std::unique_ptr<ObjectReader> open_s3_object(const S3Client& client, const ObjectName& object) {
    auto answer = client.send({"GET", object, {}, {}, {}});
    if (answer.status == 404 && answer.error.code != "NoSuchBucket") return nullptr;
    if (!answer.good()) throw s3_error(answer, object);
    return std::make_unique<S3Reader>(client, object, std::move(answer.exchange));
}

} // namespace redstart::sql
