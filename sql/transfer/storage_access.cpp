#include "sql/transfer/storage_access.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/format/json_values.hpp"
#include "sql/session/session_context.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

constexpr std::size_t kPiece = 256 * 1024;

SqlError missing(const ObjectName& object) {
    return SqlError(state::kInternalError, fmt::format("The specified S3 prefix '{}' does not exist", object.key))
        .detail(fmt::format("Nothing was found at {}.", object.url()));
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
        throw SqlError(state::kInternalError, fmt::format("The manifest {} is not properly formed", name.url()))
            .hint(R"(A manifest is {"entries": [{"url": "s3://bucket/key", "mandatory": true}, ...]}.)");
    std::vector<SourceObject> objects;
    for (const auto& entry : *entries) objects.push_back({parse_object_url(entry.url), entry.mandatory, entry.size});
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
            throw SqlError(state::kFeatureNotSupported, fmt::format("COPY from {} is not supported", name));
    if (!location.starts_with("s3://"))
        throw SqlError(state::kFeatureNotSupported, fmt::format("COPY from or to \"{}\" is not supported", location))
            .hint("Use COPY ... FROM 's3://bucket/key', or COPY ... FROM STDIN, for example with psql's \\copy.");
    return parse_object_url(location);
}

std::vector<SourceObject> source_objects(const ObjectStore& storage, const LoadStatement& load) {
    const auto name = require_object(load.location);
    if (load.options.manifest) return manifest_objects(storage, name);
    std::vector<SourceObject> objects;
    for (auto& found : storage.list(name)) objects.push_back({{name.bucket, std::move(found.key)}, true, found.size});
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
        throw SqlError(state::kInternalError, fmt::format("The JSONPaths file {} {}", name.url(), problem))
            .hint(R"(A JSONPaths file is {"jsonpaths": ["$.name", "$['name'][0]", ...]}.)");
    if (options.json_paths && options.json_paths->count != columns)
        throw SqlError(state::kInternalError,
                       fmt::format("Number of jsonpaths and the number of columns should match. JSONPath size: {}, "
                                   "Number of columns in table or column list: {}",
                                   options.json_paths->count, columns));
}

ObjectBytes::ObjectBytes(std::unique_ptr<ObjectReader> reader, const LoadOptions& options)
    : reader_(std::move(reader)), plain_(options) {}

std::string_view ObjectBytes::next() {
    while (!ended_) {
        if (const auto bytes = plain_.next(); !bytes.empty()) return bytes;
        raw_.resize(kPiece);
        raw_.resize(reader_->read(raw_));
        raw_bytes_ += raw_.size();
        ended_ = raw_.empty();
        if (ended_)
            plain_.end();
        else
            plain_.feed(raw_);
    }
    return {};
}

} // namespace redstart::sql
