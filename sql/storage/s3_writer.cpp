#include "sql/storage/s3_writer.hpp"

#include "protocol/sqlstate.hpp"

#include <utility>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

constexpr std::size_t kPart = std::size_t{8} << 20;   // S3 wants 5 MB at least, and 10,000 parts at most
constexpr std::size_t kKept = std::size_t{256} << 10; // of a finished object, until it is published
constexpr std::size_t kKeptOfAll = std::size_t{16} << 20;
constexpr std::size_t kMostOfAnswer = 64 * 1024;
constexpr std::size_t kLongestKey = 1024;

class S3Writer final : public ObjectWriter {
public:
    S3Writer(const S3Client& client, ObjectName object) : client_(client), object_(std::move(object)) {}
    ~S3Writer() override {
        client_.session().kept -= kept_;
        if (!upload_.empty()) client_.send_last({"DELETE", object_, {{"uploadId", upload_}}, {}, {}});
    }

    void write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const auto some = bytes.substr(0, kPart - part_.size());
            part_.append(some);
            bytes.remove_prefix(some.size());
            if (part_.size() == kPart) send_part();
        }
    }

    void close() override {
        auto& kept = client_.session().kept;
        const bool small = upload_.empty() && part_.size() <= kKept && kept + part_.size() <= kKeptOfAll;
        if (small) {
            part_.shrink_to_fit();
            kept += kept_ = part_.size();
        } else if (!part_.empty()) {
            send_part();
            part_.shrink_to_fit();
        }
    }

    void publish() override {
        const auto parts = upload_.empty() ? std::string() : completed_parts(tags_);
        made_ = true; // whatever becomes of the answer
        const auto answer = client_.send(upload_.empty() ? S3Call{"PUT", object_, {}, {}, part_}
                                                         : S3Call{"POST", object_, {{"uploadId", upload_}}, {}, parts});
        if (!answer.good()) {
            made_ = false;
            throw s3_error(answer, object_);
        }
        // It may have begun with 200 and end otherwise.
        const auto error = read_error(rest(*answer.exchange));
        if (!error.code.empty()) throw s3_error({answer.status, error, nullptr}, object_);
        upload_.clear();
        client_.session().kept -= std::exchange(kept_, 0);
        std::string().swap(part_);
    }

    void retract() noexcept override {
        if (made_) client_.send_last({"DELETE", object_, {}, {}, {}});
    }

private:
    std::string rest(HttpExchange& exchange) const {
        try {
            return exchange.text(kMostOfAnswer);
        } catch (const HttpFailure& failure) { throw s3_failure(failure, object_); }
    }

    void send_part() {
        if (upload_.empty()) {
            upload_ = read_upload_id(client_.text({"POST", object_, {{"uploads", ""}}, {}, {}}, kMostOfAnswer));
            if (upload_.empty())
                throw SqlError(state::kInternalError,
                               fmt::format("The upload of {} could not be begun", object_.url()));
        }
        const auto answer = client_.send(
            {"PUT", object_, {{"partNumber", std::to_string(tags_.size() + 1)}, {"uploadId", upload_}}, {}, part_});
        if (!answer.good()) throw s3_error(answer, object_);
        tags_.push_back(answer.exchange->header("etag"));
        part_.clear();
    }

    const S3Client& client_;
    const ObjectName object_;
    std::string part_;     // what is not sent yet
    std::size_t kept_ = 0; // of part_, as the session counts it
    std::string upload_;   // its name; empty: there is none
    std::vector<std::string> tags_;
    bool made_ = false; // by publish(), as far as one knows
};

} // namespace

std::unique_ptr<ObjectWriter> create_s3_object(const S3Client& client, const ObjectName& object) {
    if (object.key.empty() || object.key.size() > kLongestKey)
        throw SqlError(state::kInvalidParameterValue,
                       fmt::format("\"{}\" cannot be the name of an object", object.url()))
            .hint("A key has 1 to 1024 bytes.");
    return std::make_unique<S3Writer>(client, object);
}

} // namespace redstart::sql
