#include "server/config/option_table.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

namespace redstart::server {
namespace {

template <typename Number> Number number(std::string_view text, Number low, Number high) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(value >= low && value <= high)) {
        throw ConfigError(fmt::format("must be a number from {} to {}", low, high));
    }
    return value;
}

bool boolean(std::string_view text) {
    if (text == "true" || text == "on" || text == "yes" || text == "1") return true;
    if (text == "false" || text == "off" || text == "no" || text == "0") return false;
    throw ConfigError("must be true or false");
}

std::string not_empty(std::string_view text) {
    if (text.empty()) throw ConfigError("must not be empty");
    return std::string(text);
}

// User and database names: folded to lower case as unquoted identifiers are, at most 127 bytes.
std::string identifier(std::string_view text) {
    if (text.empty() || text.size() > 127) throw ConfigError("must be a name of 1 to 127 bytes");
    std::string name(text);
    for (char& c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x21 || byte == 0x7f || c == '"' || c == '/' || c == '\\') throw ConfigError("must be a plain name");
        c = static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    }
    return name;
}

AuthMode auth_mode(std::string_view text) {
    if (text == "password") return AuthMode::Password;
    if (text == "trust") return AuthMode::Trust;
    throw ConfigError("must be password or trust");
}

catalog::IsolationLevel isolation_level(std::string_view text) {
    if (text == "snapshot") return catalog::IsolationLevel::Snapshot;
    if (text == "serializable") return catalog::IsolationLevel::Serializable;
    throw ConfigError("must be snapshot or serializable");
}

LogLevel log_level(std::string_view text) {
    constexpr std::array<std::string_view, 5> names = {"debug", "info", "warning", "error", "off"};
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) throw ConfigError("must be debug, info, warning, error or off");
    return static_cast<LogLevel>(found - names.begin());
}

std::optional<SampleRequest> sample(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto colon = text.find(':');
    SampleRequest request{std::string(text.substr(0, colon)), 1};
    if (request.name != "tickit") throw ConfigError("must be tickit or tickit:SCALE");
    if (colon != std::string_view::npos) request.scale = number<std::int32_t>(text.substr(colon + 1), 1, 1000);
    return request;
}

std::string size(std::string_view text) {
    if (text.empty()) return {};
    const auto unit = text.find_first_not_of("0123456789.");
    const auto name = unit == std::string_view::npos ? std::string_view{} : text.substr(unit);
    constexpr std::array<std::string_view, 6> units = {"MB", "GB", "TB", "MiB", "GiB", "TiB"};
    if (unit == 0 || std::find(units.begin(), units.end(), name) == units.end()) {
        throw ConfigError("must be a size such as 512MB or 4GB");
    }
    return std::string(text);
}

// "4h", "90s", "300ms"; "0" for none. What a client can be told is an int4 of milliseconds.
std::chrono::milliseconds duration(std::string_view text) {
    struct Unit {
        std::string_view name;
        std::int64_t milliseconds;
    };
    constexpr std::array<Unit, 5> units = {
        {{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    if (text == "0") return std::chrono::milliseconds(0);
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto unit =
        std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == text.substr(end); });
    if (end == 0 || end > 9 || unit == units.end()) throw ConfigError("must be a time such as 300ms, 90s, 15min or 4h");
    const auto value = number<std::int64_t>(text.substr(0, end), 0, INT32_MAX) * unit->milliseconds;
    if (value > INT32_MAX) throw ConfigError("must be 24d at most");
    return std::chrono::milliseconds(value);
}

std::string s3_endpoint(std::string_view text) {
    if (text.empty() || text == "aws") return std::string(text);
    const auto scheme = text.starts_with("http://") ? 7 : text.starts_with("https://") ? 8 : 0;
    auto host = text.substr(static_cast<std::size_t>(scheme));
    if (host.ends_with('/')) host.remove_suffix(1);
    const auto plain = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    };
    if (scheme == 0 || host.empty() || !std::all_of(host.begin(), host.end(), plain))
        throw ConfigError("must be aws, or http:// or https:// with a host and a port");
    return std::string(text.substr(0, static_cast<std::size_t>(scheme))) + std::string(host);
}

std::string s3_region(std::string_view text) {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (text.size() > 32 || !std::all_of(text.begin(), text.end(), plain))
        throw ConfigError("must be the name of a region such as eu-west-1");
    return std::string(text);
}

sql::S3Addressing s3_addressing(std::string_view text) {
    if (text == "auto") return sql::S3Addressing::Auto;
    if (text == "path") return sql::S3Addressing::Path;
    if (text == "virtual") return sql::S3Addressing::Virtual;
    throw ConfigError("must be auto, path or virtual");
}

constexpr std::size_t kMostSessions = 100000;

// In the order of --help.
constexpr auto kTable = std::to_array<OptionSpec>({
    {"data-dir", "DIR", "redstart-data", "where the data lives; \":memory:\" keeps nothing",
     [](Options& o, std::string_view v) { o.data_dir = not_empty(v); }},
    {"salvage", "", "false", "start with what can be read of damaged files, and keep a copy of them",
     [](Options& o, std::string_view v) { o.salvage = boolean(v); }},
    {"host", "ADDRESS", "127.0.0.1", "address or name to listen on",
     [](Options& o, std::string_view v) { o.host = not_empty(v); }},
    {"port", "PORT", "5439", "TCP port; 0 picks a free one",
     [](Options& o, std::string_view v) { o.port = number<std::uint16_t>(v, 0, 65535); }},
    {"auth", "METHOD", "password", "password or trust", [](Options& o, std::string_view v) { o.auth = auth_mode(v); }},
    {"superuser", "NAME", "admin", "superuser that the first start creates, and any that finds none",
     [](Options& o, std::string_view v) { o.superuser = identifier(v); }},
    {"password-file", "FILE", "", "the superuser's first password; otherwise a random one is made",
     [](Options& o, std::string_view v) { o.password_file = v; }},
    {"database", "NAME", "dev", "database that the first start creates",
     [](Options& o, std::string_view v) { o.database = identifier(v); }},
    {"isolation", "LEVEL", "snapshot", "of databases made without one: snapshot or serializable",
     [](Options& o, std::string_view v) { o.isolation = isolation_level(v); }},
    {"sample", "NAME[:SCALE]", "", "create the sample database tickit unless it is there",
     [](Options& o, std::string_view v) { o.sample = sample(v); }},
    {"s3-local", "DIR", "", "folders in it are the buckets that COPY reads and UNLOAD writes; otherwise there are none",
     [](Options& o, std::string_view v) { o.s3_local = v; }},
    {"s3-endpoint", "URL", "", "the S3 store that COPY reads and UNLOAD writes: aws, or http[s]://HOST:PORT",
     [](Options& o, std::string_view v) { o.s3.endpoint = s3_endpoint(v); }},
    {"s3-region", "NAME", "", "its region; otherwise that of AWS_REGION, or us-east-1",
     [](Options& o, std::string_view v) { o.s3.region = s3_region(v); }},
    {"s3-addressing", "STYLE", "auto",
     "where a bucket's name stands: path or virtual (in the host); auto: virtual for aws",
     [](Options& o, std::string_view v) { o.s3.addressing = s3_addressing(v); }},
    {"s3-timeout", "TIME", "60s", "how long a store may be silent before it is asked again",
     [](Options& o, std::string_view v) { o.s3.patience = std::max(duration(v), std::chrono::milliseconds(100)); }},
    {"max-connections", "N", "500", "sessions of users who are not superusers",
     [](Options& o, std::string_view v) { o.max_connections = number<std::size_t>(v, 1, kMostSessions); }},
    {"tls-cert", "FILE", "", "PEM certificate chain; otherwise a self-signed one is made",
     [](Options& o, std::string_view v) { o.tls_cert = v; }},
    {"tls-key", "FILE", "", "PEM private key of --tls-cert", [](Options& o, std::string_view v) { o.tls_key = v; }},
    {"tls-ca", "FILE", "", "PEM certificates that vouch for clients' certificates",
     [](Options& o, std::string_view v) { o.tls_ca = v; }},
    {"require-ssl", "", "false", "refuse connections without TLS",
     [](Options& o, std::string_view v) { o.require_ssl = boolean(v); }},
    {"hba-file", "FILE", "", "rules of authentication, as in pg_hba.conf; then --auth does not count",
     [](Options& o, std::string_view v) { o.hba_file = v; }},
    {"no-login-throttle", "", "false",
     "answer wrong passwords at once, however many: where all clients share one address",
     [](Options& o, std::string_view v) { o.limits.throttle_logins = !boolean(v); }},
    {"log-level", "LEVEL", "info", "debug, info, warning, error or off",
     [](Options& o, std::string_view v) { o.log_level = log_level(v); }},
    {"allow-insecure-trust", "", "false", "allow --auth trust on an address other machines can reach",
     [](Options& o, std::string_view v) { o.allow_insecure_trust = boolean(v); }},
    {"history-size", "N", "10000", "finished statements that the system views remember",
     [](Options& o, std::string_view v) { o.history_size = number<std::size_t>(v, 1, 10'000'000); }},
    {"startup-timeout", "SECONDS", "60", "how long a client may take to log in",
     [](Options& o, std::string_view v) { o.limits.startup = std::chrono::seconds(number<int>(v, 1, 3600)); }},
    {"session-timeout", "TIME", "4h", "ends sessions idle for so long; SESSION TIMEOUT of a user wins; 0 for none",
     [](Options& o, std::string_view v) { o.limits.idle = duration(v); }},
    {"idle-in-transaction-timeout", "TIME", "6h", "ends sessions idle for so long in a transaction; 0 for none",
     [](Options& o, std::string_view v) { o.limits.idle_in_transaction = duration(v); }},
    {"statement-timeout", "TIME", "0", "what statement_timeout is at first; 0 for none",
     [](Options& o, std::string_view v) { o.limits.statement = duration(v); }},
    {"cluster-rules", "on|off", "on", "what the setting cluster_rules is at first: refuse what a cluster refuses",
     [](Options& o, std::string_view v) { o.limits.cluster_rules = boolean(v); }},
    {"message-timeout", "SECONDS", "60", "how long a client may take to finish a message; large ones take longer",
     [](Options& o, std::string_view v) { o.limits.message = std::chrono::seconds(number<int>(v, 1, 3600)); }},
    {"tcp-keepalives-idle", "SECONDS", "30", "silence after which a client is asked whether it lives",
     [](Options& o, std::string_view v) { o.tcp.keepalives_idle = number<int>(v, 1, 7200); }},
    {"tcp-keepalives-interval", "SECONDS", "10", "time between two such questions",
     [](Options& o, std::string_view v) { o.tcp.keepalives_interval = number<int>(v, 1, 7200); }},
    {"tcp-keepalives-count", "N", "3", "unanswered questions that end a connection",
     [](Options& o, std::string_view v) { o.tcp.keepalives_count = number<int>(v, 1, 100); }},
    {"tcp-user-timeout", "MILLISECONDS", "60000", "how long sent data may stay unacknowledged",
     [](Options& o, std::string_view v) { o.tcp.user_timeout = number<int>(v, 1, 7'200'000); }},
    {"threads", "N", "0", "engine worker threads; 0 is one per core",
     [](Options& o, std::string_view v) { o.threads = number<int>(v, 0, 1024); }},
    {"core-dumps", "", "false", "allow core dumps and debuggers; they hold passwords and rows",
     [](Options& o, std::string_view v) { o.core_dumps = boolean(v); }},
    {"memory-limit", "SIZE", "", "the engine's memory, for example 4GB; otherwise most of the machine's",
     [](Options& o, std::string_view v) { o.memory_limit = size(v); }},
    {"temp-limit", "SIZE", "", "temporary files of all sessions; otherwise half of what is free on the disk",
     [](Options& o, std::string_view v) { o.temp_limit = size(v); }},
});

std::string translate(std::string_view flag, bool upper) {
    std::string name;
    for (const char c : flag) {
        name += c == '-' ? '_' : static_cast<char>(upper ? std::toupper(static_cast<unsigned char>(c)) : c);
    }
    return name;
}

} // namespace

std::string OptionSpec::environment() const { return "REDSTART_" + translate(flag, true); }
std::string OptionSpec::key() const { return translate(flag, false); }

std::span<const OptionSpec> option_table() { return kTable; }

} // namespace redstart::server
