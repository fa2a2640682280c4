// Command line, environment, file, default: who wins, and what a mistake is answered with.
#include "server/config/config.hpp"

#include <cstdio>
#include <fstream>
#include <map>

#include <catch2/catch.hpp>
#include <unistd.h>

using namespace redstart::server;

namespace {

using Variables = std::map<std::string, std::string>;

Configuration load(const std::vector<std::string>& arguments, const Variables& variables = {}) {
    return load_configuration(arguments, [&](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
}

std::string complaint(const std::vector<std::string>& arguments, const Variables& variables = {}) {
    try {
        load(arguments, variables);
    } catch (const ConfigError& error) { return error.what(); }
    return "no complaint";
}

struct TemporaryFile {
    explicit TemporaryFile(const std::string& content) : path("/tmp/redstart_config_" + std::to_string(::getpid())) {
        std::ofstream(path) << content;
    }
    ~TemporaryFile() { std::remove(path.c_str()); }
    const std::string path;
};

} // namespace

TEST_CASE("defaults") {
    const auto options = *load({}).options;
    CHECK(options.data_dir == "redstart-data");
    CHECK(options.host == "127.0.0.1");
    CHECK(options.port == 5439);
    CHECK(options.auth == AuthMode::Password);
    CHECK(options.superuser == "admin");
    CHECK(options.database == "dev");
    CHECK(options.max_connections == 500);
    CHECK(options.history_size == 10000);
    CHECK(options.limits.startup == std::chrono::seconds(60));
    CHECK(options.limits.idle == std::chrono::hours(4));
    CHECK(options.limits.idle_in_transaction == std::chrono::hours(6));
    CHECK(options.limits.statement.count() == 0);
    CHECK_FALSE(options.sample);
    CHECK_FALSE(options.allow_insecure_trust);
    CHECK(options.log_level == LogLevel::Info);
}

TEST_CASE("the command line beats the environment, which beats the file, which beats the default") {
    const TemporaryFile file("port = 1\nmax_connections = 2\nauth = \"trust\"\nallow_insecure_trust = true\n");
    const Variables variables = {{"REDSTART_PORT", "11"}, {"REDSTART_MAX_CONNECTIONS", "12"}};
    SECTION("file named on the command line") {
        const auto options = *load({"--config", file.path, "--port", "21"}, variables).options;
        CHECK(options.port == 21);
        CHECK(options.max_connections == 12);
        CHECK(options.auth == AuthMode::Trust);
        CHECK(options.allow_insecure_trust);
        CHECK(options.database == "dev");
    }
    SECTION("file named in the environment") {
        auto more = variables;
        more["REDSTART_CONFIG"] = file.path;
        CHECK(load({}, more).options->auth == AuthMode::Trust);
        CHECK(load({"--port=7"}, more).options->port == 7);
    }
}

TEST_CASE("every option has one environment variable and one key") {
    for (const OptionSpec& spec : option_table()) {
        CHECK(spec.environment().starts_with("REDSTART_"));
        CHECK(spec.key().find('-') == std::string::npos);
        Options options;
        CHECK_NOTHROW(spec.apply(options, spec.fallback));
        CHECK(load({"--help"}).text.find("--" + std::string(spec.flag)) != std::string::npos);
    }
}

TEST_CASE("values") {
    CHECK(load({"--sample", "tickit"}).options->sample->scale == 1);
    CHECK(load({"--sample", "tickit:3"}).options->sample->scale == 3);
    CHECK(load({"--superuser", "Admin"}).options->superuser == "admin");
    CHECK(load({"--data-dir", ":memory:"}).options->in_memory());
    CHECK(load({"--allow-insecure-trust"}).options->allow_insecure_trust);
    CHECK(load({}, {{"REDSTART_ALLOW_INSECURE_TRUST", "on"}}).options->allow_insecure_trust);
    CHECK(load({"--memory-limit", "1.5GB"}).options->memory_limit == "1.5GB");
    CHECK(load({"--temp-limit", "20GB"}).options->temp_limit == "20GB");
    CHECK(load({"--port", "0"}).options->port == 0);
    CHECK(load({"--session-timeout", "90s"}).options->limits.idle == std::chrono::seconds(90));
    CHECK(load({"--session-timeout", "0"}).options->limits.idle.count() == 0);
    CHECK(load({"--idle-in-transaction-timeout", "300ms"}).options->limits.idle_in_transaction.count() == 300);
    CHECK(load({"--statement-timeout", "15min"}).options->limits.statement == std::chrono::minutes(15));
    CHECK(load({"--statement-timeout", "24d"}).options->limits.statement == std::chrono::hours(24 * 24));
}

TEST_CASE("--help and --version start nothing") {
    CHECK(load({"--version"}).text == "redstart 0.1.0\n");
    CHECK_FALSE(load({"--help"}).options);
}

TEST_CASE("mistakes are answered with one line") {
    CHECK(complaint({"--port", "65536"}) == "--port \"65536\": must be a number from 0 to 65535");
    CHECK(complaint({"--port", "12x"}) == "--port \"12x\": must be a number from 0 to 65535");
    CHECK(complaint({"--max-connections", "0"}) == "--max-connections \"0\": must be a number from 1 to 100000");
    CHECK(complaint({"--auth", "kerberos"}) == "--auth \"kerberos\": must be password or trust");
    CHECK(complaint({"--log-level", "loud"}) == "--log-level \"loud\": must be debug, info, warning, error or off");
    CHECK(complaint({"--sample", "northwind"}) == "--sample \"northwind\": must be tickit or tickit:SCALE");
    CHECK(complaint({"--sample", "tickit:0"}) == "--sample \"tickit:0\": must be a number from 1 to 1000");
    CHECK(complaint({"--memory-limit", "lots"}) == "--memory-limit \"lots\": must be a size such as 512MB or 4GB");
    CHECK(complaint({"--temp-limit", "5"}) == "--temp-limit \"5\": must be a size such as 512MB or 4GB");
    CHECK(complaint({"--statement-timeout", "5"}) ==
          "--statement-timeout \"5\": must be a time such as 300ms, 90s, 15min or 4h");
    CHECK(complaint({"--statement-timeout", "25d"}) == "--statement-timeout \"25d\": must be 24d at most");
    CHECK(complaint({"--data-dir", ""}) == "--data-dir \"\": must not be empty");
    CHECK(complaint({"--superuser", "a\"b"}) == "--superuser \"a\"b\": must be a plain name");
    CHECK(complaint({}, {{"REDSTART_PORT", "high"}}) == "REDSTART_PORT \"high\": must be a number from 0 to 65535");
    CHECK(complaint({"--tls-cert", "x"}) == "--tls-cert and --tls-key must be given together");
    CHECK(complaint({"--prot", "1"}) == "unknown option --prot (redstart --help lists the options)");
    CHECK(complaint({"stray"}) == "unexpected argument stray (redstart --help lists the options)");
    for (const auto& arguments :
         std::vector<std::vector<std::string>>{{"--nonsense"}, {"stray"}, {"--port"}, {"--config", "/nonexistent/x"}}) {
        const auto text = complaint(arguments);
        CHECK(text != "no complaint");
        CHECK(text.find('\n') == std::string::npos);
    }
}

TEST_CASE("mistakes in the file name the file, and the line where there is one") {
    SECTION("unknown key") {
        const TemporaryFile file("prot = 1\n");
        CHECK(complaint({"--config", file.path}) == file.path + ":1: unknown key \"prot\"");
    }
    SECTION("bad value") {
        const TemporaryFile file("port = -1\n");
        CHECK(complaint({"--config", file.path}) == file.path + ": port \"-1\": must be a number from 0 to 65535");
    }
    SECTION("not a value") {
        const TemporaryFile file("port = [1]\n");
        CHECK(complaint({"--config", file.path}) == file.path + ":1: port: must be a text, a number or true/false");
    }
    SECTION("not TOML") {
        const TemporaryFile file("\nport 1\n");
        CHECK(complaint({"--config", file.path}).starts_with(file.path + ":2: "));
    }
}

TEST_CASE("object storage: endpoint, region, roles, and Amazon's own variables") {
    CHECK(load({}, {{"AWS_ACCESS_KEY_ID", "A"}, {"AWS_SECRET_ACCESS_KEY", "s"}}).options->s3.own.key_id.empty());
    const auto s3 =
        load({"--s3-endpoint", "http://127.0.0.1:9000/"},
             {{"AWS_ACCESS_KEY_ID", "A"}, {"AWS_SECRET_ACCESS_KEY", "s"}, {"AWS_DEFAULT_REGION", "eu-west-1"}})
            .options->s3;
    CHECK(s3.endpoint == "http://127.0.0.1:9000");
    CHECK(s3.region == "eu-west-1");
    CHECK(s3.own.key_id + s3.own.secret == "As");
    CHECK(load({"--s3-endpoint", "aws"}).options->s3.region == "us-east-1");
    for (const char* bad : {"x", "ftp://x", "http://", "http://a@b", "http://h/path", "https://h?x"}) {
        INFO(bad);
        CHECK(complaint({"--s3-endpoint", bad}).find("must be aws, or http") != std::string::npos);
    }
    CHECK(complaint({"--s3-region", "a.b"}) == "--s3-region \"a.b\": must be the name of a region such as eu-west-1");
    CHECK(complaint({"--s3-endpoint", "aws", "--s3-local", "x"}) ==
          "--s3-local and --s3-endpoint cannot be given together");
    CHECK(complaint({"--s3-endpoint", "aws"}, {{"AWS_ACCESS_KEY_ID", "A"}}) ==
          "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be given together");
    const TemporaryFile file("[s3_roles.\"arn:x\"]\naccess_key_id = \"A\"\nsecret_access_key = \"s\"\n");
    CHECK(load({"--config", file.path}).options->s3.roles.at("arn:x").secret == "s");
    const TemporaryFile half("[s3_roles.x]\naccess_key_id = \"A\"\n");
    CHECK(complaint({"--config", half.path}).find(":1: s3_roles: a role is a table with") != std::string::npos);
}
