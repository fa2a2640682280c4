#include "sql/transfer/storage_access.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/format/json_values.hpp"
#include "sql/session/session_context.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <iconv.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

constexpr std::size_t kPiece = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

SqlError missing(const ObjectName& object) {
    return SqlError(state::kInternalError, "The specified S3 prefix '" + object.key + "' does not exist")
        .detail("Nothing was found at " + object.url() + ".");
}

std::string whole_object(ObjectReader& reader, std::size_t most) {
    std::string text;
    std::array<char, 16 * 1024> piece{};
    while (const auto got = reader.read(piece)) {
        text.append(piece.data(), got);
        if (text.size() > most) break;
    }
    return text;
}

constexpr std::size_t kLargestSmall = std::size_t{16} << 20;

std::vector<SourceObject> manifest_objects(const ObjectStore& storage, const ObjectName& name) {
    const auto reader = storage.open(name);
    if (!reader) throw missing(name);
    const auto text = whole_object(*reader, kLargestSmall);
    const auto entries = text.size() > kLargestSmall ? std::nullopt : read_manifest(text);
    if (!entries)
        throw SqlError(state::kInternalError, "The manifest " + name.url() + " is not properly formed")
            .hint(R"(A manifest is {"entries": [{"url": "s3://bucket/key", "mandatory": true}, ...]}.)");
    std::vector<SourceObject> objects;
    for (const auto& entry : *entries) objects.push_back({parse_object_url(entry.url), entry.mandatory});
    return objects;
}

} // namespace

std::unique_ptr<ObjectStore> connect_storage(SessionContext& session, const Authorization& authorization,
                                             const std::string& region) {
    if (session.storage() == nullptr)
        throw SqlError(state::kFeatureNotSupported, "no object storage is configured")
            .hint(
                "Start the server with --s3-local DIR: the folders in DIR are the buckets; or with --s3-endpoint URL.");
    return session.storage()->connect({session.user().name(), authorization.role, authorization.key_id,
                                       authorization.secret, authorization.token, region},
                                      [&session] { session.interrupts().check(); });
}

ObjectName require_object(const std::string& location) {
    for (const auto& [scheme, name] : {std::pair("dynamodb://", "DynamoDB"), std::pair("emr://", "Amazon EMR"),
                                       std::pair("ssh://", "a remote host")})
        if (location.starts_with(scheme))
            throw SqlError(state::kFeatureNotSupported, std::string("COPY from ") + name + " is not supported");
    if (!location.starts_with("s3://"))
        throw SqlError(state::kFeatureNotSupported, "COPY from or to \"" + location + "\" is not supported")
            .hint("Use COPY ... FROM 's3://bucket/key', or COPY ... FROM STDIN, for example with psql's \\copy.");
    return parse_object_url(location);
}

std::vector<SourceObject> source_objects(const ObjectStore& storage, const LoadStatement& load) {
    const auto name = require_object(load.location);
    if (load.options.manifest) return manifest_objects(storage, name);
    std::vector<SourceObject> objects;
    for (auto& found : storage.list(name)) objects.push_back({{name.bucket, std::move(found.key)}, true});
    if (objects.empty()) throw missing(name);
    return objects;
}

void read_paths(const ObjectStore& storage, LoadOptions& options, std::size_t columns) {
    if (!options.json.starts_with("s3://")) return;
    const auto name = parse_object_url(options.json);
    const auto reader = storage.open(name);
    if (!reader) throw missing(name);
    const auto text = whole_object(*reader, kLargestSmall);
    std::string problem = text.size() > kLargestSmall ? "is not properly formed" : "";
    if (problem.empty()) options.json_paths = read_json_paths(text, problem);
    if (!problem.empty())
        throw SqlError(state::kInternalError, "The JSONPaths file " + name.url() + " " + problem)
            .hint(R"(A JSONPaths file is {"jsonpaths": ["$.name", "$['name'][0]", ...]}.)");
    if (options.json_paths && options.json_paths->count != columns)
        throw SqlError(state::kInternalError,
                       "Number of jsonpaths and the number of columns should match. JSONPath size: " +
                           std::to_string(options.json_paths->count) +
                           ", Number of columns in table or column list: " + std::to_string(columns));
}

// UTF-16 to UTF-8, by iconv.
class ObjectBytes::Decoder {
public:
    explicit Decoder(Encoding encoding) : encoding_(encoding) {}
    ~Decoder() {
        if (open()) iconv_close(converter_);
    }

    void decode(std::string_view bytes, std::string& out) {
        waiting_.append(bytes);
        if (!open() && !start()) return;
        std::array<char, 32 * 1024> piece{};
        char* from = waiting_.data();
        std::size_t left = waiting_.size();
        while (left > 0) {
            char* to = piece.data();
            std::size_t room = piece.size();
            const auto result = iconv(converter_, &from, &left, &to, &room);
            out.append(piece.data(), piece.size() - room);
            if (result != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
            if (errno == EINVAL) break; // a character that is cut
            throw wrong();
        }
        waiting_.erase(0, waiting_.size() - left);
    }
    void end() const {
        if (!waiting_.empty()) throw wrong();
    }

private:
    bool open() const { return converter_ != reinterpret_cast<iconv_t>(-1); }
    static SqlError wrong() {
        return {state::kCharacterNotInRepertoire,
                "Encoding of the file is not the same as that specified in the COPY command"};
    }
    // False: the byte order mark has not come yet.
    bool start() {
        if (waiting_.size() < 2) return false;
        const bool little = waiting_.starts_with("\xFF\xFE");
        const bool big = waiting_.starts_with("\xFE\xFF");
        if (encoding_ == Encoding::Utf16 && !little && !big) throw wrong();
        if (little || big) waiting_.erase(0, 2);
        const bool as_little = encoding_ == Encoding::Utf16 ? little : encoding_ == Encoding::Utf16Le;
        converter_ = iconv_open("UTF-8", as_little ? "UTF-16LE" : "UTF-16BE");
        if (!open()) throw SqlError(state::kInternalError, "UTF-16 cannot be converted");
        return true;
    }

    const Encoding encoding_;
    iconv_t converter_ = reinterpret_cast<iconv_t>(-1);
    std::string waiting_;
};

ObjectBytes::ObjectBytes(std::unique_ptr<ObjectReader> reader, const LoadOptions& options)
    : reader_(std::move(reader)), decompressor_(make_decompressor(options.compression)),
      decoder_(options.encoding == Encoding::Utf8 ? nullptr : std::make_unique<Decoder>(options.encoding)) {}

ObjectBytes::~ObjectBytes() = default;

bool ObjectBytes::raw() {
    raw_.resize(kPiece);
    const auto got = reader_->read(raw_);
    raw_.resize(got);
    raw_bytes_ += got;
    return got > 0;
}

bool ObjectBytes::decompressed() {
    if (!decompressor_) {
        if (!raw()) return false;
        plain_.swap(raw_);
        return true;
    }
    while (!ended_) {
        if (decompressor_->take(plain_, kPiece)) {
            if (!plain_.empty()) return true;
            continue;
        }
        if (raw()) {
            decompressor_->feed(raw_);
        } else {
            decompressor_->end();
            ended_ = true;
        }
    }
    return false;
}

std::string_view ObjectBytes::next() {
    while (decompressed()) {
        std::string_view bytes = plain_;
        if (decoder_) {
            decoded_.clear();
            decoder_->decode(bytes, decoded_);
            bytes = decoded_;
        }
        if (std::exchange(first_, false) && bytes.starts_with(kByteOrderMark))
            bytes.remove_prefix(kByteOrderMark.size());
        if (!bytes.empty()) return bytes;
    }
    if (decoder_) decoder_->end();
    return {};
}

} // namespace redstart::sql
