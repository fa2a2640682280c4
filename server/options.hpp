// Options: what the command line, the environment and the configuration file decide. A plain value.
#pragma once

#include "catalog/databases.hpp"
#include "server/session_limits.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace redstart::server {

enum class AuthMode : unsigned char { Password, Trust };
enum class LogLevel : unsigned char { Debug, Info, Warning, Error, Off };

// `--sample name[:scale]`.
struct SampleRequest {
    std::string name;
    std::int32_t scale = 1;
};

struct Options {
    std::string data_dir; // a directory, or ":memory:" to keep nothing
    std::string host;
    std::uint16_t port = 0; // 0: any free one
    AuthMode auth = AuthMode::Password;
    std::string superuser;
    std::string password_file; // empty: a random password at first start
    std::string database;
    catalog::IsolationLevel isolation = catalog::IsolationLevel::Snapshot; // of new databases
    std::optional<SampleRequest> sample;
    std::size_t max_connections = 0; // superusers have a few slots more, see backend_registry.hpp
    std::string tls_cert;            // PEM files; both empty: the certificate of the data directory
    std::string tls_key;
    LogLevel log_level = LogLevel::Info;
    bool allow_insecure_trust = false;
    std::size_t history_size = 0;
    SessionLimits limits;
    int threads = 0;          // engine worker threads; 0: one per core
    std::string memory_limit; // for example "4GB"; empty: the engine's default

    bool in_memory() const { return data_dir == ":memory:"; }
};

} // namespace redstart::server
