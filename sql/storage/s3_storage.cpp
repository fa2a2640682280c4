#include "sql/storage/s3_storage.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/storage/s3_reader.hpp"
#include "sql/storage/s3_writer.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

constexpr std::size_t kMostOfListing = std::size_t{16} << 20;

// Roles that are assumed one after the other: the last one has the rights.
std::string last_role(const std::string& roles) { return roles.substr(roles.rfind(',') + 1); }

S3Credentials of_role(const S3Settings& settings, const ObjectAccess& access) {
    const auto role = access.role.empty() ? "default" : last_role(access.role);
    const auto found = settings.roles.find(role);
    if (found != settings.roles.end()) return found->second;
    if (settings.own.given() && (role == "default" || settings.roles.empty())) return settings.own;
    if (role == "default")
        throw SqlError(state::kInternalError, "The statement has no credentials, and the server has none of its own")
            .hint("Give ACCESS_KEY_ID and SECRET_ACCESS_KEY, or start the server with AWS_ACCESS_KEY_ID and "
                  "AWS_SECRET_ACCESS_KEY, or with a table s3_roles in its configuration file.");
    throw SqlError(state::kInternalError,
                   fmt::format("User {} is not authorized to assume IAM Role {}", access.user, role))
        .hint("The table s3_roles of the configuration file says which credentials a role has.");
}

// What a header may have.
void check_credentials(const S3Credentials& credentials) {
    for (const auto* part : {&credentials.key_id, &credentials.token})
        if (std::any_of(part->begin(), part->end(), [](unsigned char c) { return c <= ' ' || c >= 0x7F; }))
            throw SqlError(state::kInternalError, "Invalid credentials. An access key or token is of printable "
                                                  "ASCII characters without spaces.");
}

std::string region_of(const S3Settings& settings, const ObjectAccess& access) {
    const auto& region = access.region.empty() ? settings.region : access.region;
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (region.size() > 32 || !std::all_of(region.begin(), region.end(), plain))
        throw SqlError(state::kInvalidParameterValue, fmt::format("\"{}\" is not the name of a region", region));
    return region;
}

class S3Store final : public ObjectStore {
public:
    S3Store(const S3Settings& settings, HttpConnections& connections, S3Credentials credentials, std::string region,
            Storage::Check check)
        : session_{settings, connections, std::move(credentials), std::move(region), std::move(check), {}, 0},
          client_(session_) {}

    std::vector<StoredObject> list(const ObjectName& prefix) const override;
    std::unique_ptr<ObjectReader> open(const ObjectName& object) const override {
        return open_s3_object(client_, object);
    }
    std::unique_ptr<RangedObject> open_ranged(const ObjectName& object) const override {
        return open_s3_ranges(client_, object);
    }
    std::unique_ptr<ObjectWriter> create(const ObjectName& object) const override {
        return create_s3_object(client_, object);
    }
    void remove(const ObjectName& object) const override {
        const auto answer = client_.send({"DELETE", object, {}, {}, {}});
        if (!answer.good() && answer.status != 404) throw s3_error(answer, object);
    }

private:
    const S3Session session_;
    const S3Client client_;
};

std::vector<StoredObject> S3Store::list(const ObjectName& prefix) const {
    const ObjectName bucket{prefix.bucket, {}};
    std::vector<StoredObject> found;
    std::string next;
    do {
        QueryFields query{{"list-type", "2"}, {"prefix", prefix.key}};
        if (!next.empty()) query.emplace_back("continuation-token", next);
        auto page = read_listing(client_.text({"GET", bucket, std::move(query), {}, {}}, kMostOfListing));
        if (!page || (!next.empty() && page->next == next)) // for ever
            throw SqlError(state::kInternalError,
                           fmt::format("The listing of {} is not properly formed", bucket.url()));
        for (auto& object : page->objects)
            if (object.key.starts_with(prefix.key)) found.push_back(std::move(object));
        next = std::move(page->next);
    } while (!next.empty());
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    return found;
}

} // namespace

std::unique_ptr<ObjectStore> S3Storage::connect(const ObjectAccess& access, Check check) const {
    auto credentials =
        access.key_id.empty() ? of_role(settings_, access) : S3Credentials{access.key_id, access.secret, access.token};
    check_credentials(credentials);
    return std::make_unique<S3Store>(settings_, connections_, std::move(credentials), region_of(settings_, access),
                                     std::move(check));
}

} // namespace redstart::sql
