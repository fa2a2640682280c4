// Options: what the command line, the environment and the configuration file decide. A plain value.
#pragma once

#include "catalog/state/databases.hpp"
#include "server/config/session_limits.hpp"
#include "sql/storage/s3_settings.hpp"

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

// How long a silent or dead client is believed in.
struct TcpOptions {
    int keepalives_idle = 30;     // seconds of silence before it is asked
    int keepalives_interval = 10; // seconds between questions
    int keepalives_count = 3;     // unanswered questions that end the connection
    int user_timeout = 60'000;    // milliseconds that sent data may stay unacknowledged
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
    std::string tls_ca; // PEM file of those who vouch for clients' certificates; empty: clients are not asked
    bool require_ssl = false;
    std::string hba_file; // rules of authentication; empty: `auth` decides for everybody
    LogLevel log_level = LogLevel::Info;
    bool allow_insecure_trust = false;
    std::size_t history_size = 0;
    SessionLimits limits;
    TcpOptions tcp;
    int threads = 0;          // engine worker threads; 0: one per core
    bool core_dumps = false;  // and debuggers of the same user
    bool salvage = false;     // start with what can be read of damaged files
    std::string memory_limit; // for example "4GB"; empty: the engine's default
    std::string s3_local;     // the folder whose folders are the buckets of COPY and UNLOAD; empty: none
    sql::S3Settings s3;       // the store that is reached over the network, if one is
    std::string temp_limit;   // of temporary files; empty: half of what is free on their disk at the start

    bool in_memory() const { return data_dir == ":memory:"; }
};

} // namespace redstart::server
