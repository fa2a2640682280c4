// S3Storage: the buckets of a store that speaks Amazon's protocol (S3). Shared by all sessions; holds the settings and
// connections that are open; any thread. Only the configured endpoint is reached.
#pragma once

#include "sql/storage/http_exchange.hpp"
#include "sql/storage/s3_settings.hpp"
#include "sql/storage/storage.hpp"

namespace redstart::sql {

class S3Storage final : public Storage {
public:
    explicit S3Storage(S3Settings settings) : settings_(std::move(settings)) {}

    std::unique_ptr<ObjectStore> connect(const ObjectAccess& access, Check check) const override;

private:
    const S3Settings settings_;
    mutable HttpConnections connections_;
};

} // namespace redstart::sql
