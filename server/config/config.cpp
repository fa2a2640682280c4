#include "server/config/config.hpp"

#include "server/config/version.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace redstart::server {
namespace {

using Values = std::map<std::string, std::string>; // by flag

struct CommandLine {
    Values values;
    std::string config_file;
    std::string text; // what to print instead of starting
};

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

CommandLine parse_command_line(const std::vector<std::string>& arguments) {
    CLI::App app("Redstart: speaks the PostgreSQL wire protocol and behaves like an Amazon Redshift cluster.",
                 "redstart");
    CommandLine line;
    bool version = false;
    std::map<std::string, std::string> texts;
    std::map<std::string, bool> switches;
    for (const OptionSpec& spec : option_table()) {
        const std::string flag(spec.flag);
        const auto help = fmt::format("{} [{}]", spec.help, spec.environment());
        if (spec.is_switch()) {
            app.add_flag("--" + flag, switches[flag], help);
        } else {
            auto* option = app.add_option("--" + flag, texts[flag], help);
            option->type_name(std::string(spec.placeholder))->default_str(std::string(spec.fallback));
        }
    }
    app.add_option("--config", line.config_file, "TOML file with the same options [REDSTART_CONFIG]")
        ->type_name("FILE");
    app.add_flag("--version", version, "print the version and leave");
    app.allow_extras(); // refused below, in our own words

    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend()); // CLI11 takes them from the back
    try {
        app.parse(reversed);
    } catch (const CLI::CallForHelp&) { line.text = app.help(); } catch (const CLI::ParseError& error) {
        throw ConfigError(one_line(error.what()));
    }
    for (const std::string& extra : app.remaining()) {
        const auto what = extra.starts_with("-") ? "unknown option" : "unexpected argument";
        throw ConfigError(fmt::format("{} {} (redstart --help lists the options)", what, extra));
    }
    if (version) line.text = fmt::format("redstart {}\n", kVersion);

    for (const auto& [flag, value] : texts)
        if (app.count("--" + flag) > 0) line.values[flag] = value;
    for (const auto& [flag, value] : switches)
        if (app.count("--" + flag) > 0) line.values[flag] = value ? "true" : "false";
    return line;
}

std::string in_file(const std::string& path, const toml::key& key, std::string_view message) {
    return fmt::format("{}:{}: {}", path, key.source().begin.line, message);
}

std::string toml_text(const std::string& path, const toml::key& key, const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
    if (const auto* real = node.as_floating_point()) return fmt::format("{}", real->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    throw ConfigError(in_file(path, key, fmt::format("{}: must be a text, a number or true/false", key.str())));
}

// [s3_roles."arn:..."]: the credentials of a role.
std::map<std::string, sql::S3Credentials> read_roles(const std::string& path, const toml::key& name,
                                                     const toml::node& node) {
    std::map<std::string, sql::S3Credentials> roles;
    const auto wrong = [&path](const toml::key& key) {
        return ConfigError(in_file(path, key,
                                   "s3_roles: a role is a table with access_key_id, secret_access_key and, if "
                                   "temporary, session_token"));
    };
    if (!node.is_table()) throw wrong(name);
    for (const auto& [role, entry] : *node.as_table()) {
        auto& credentials = roles[std::string(role.str())];
        if (!entry.is_table()) throw wrong(role);
        for (const auto& [key, value] : *entry.as_table()) {
            auto* part = key == "access_key_id"       ? &credentials.key_id
                         : key == "secret_access_key" ? &credentials.secret
                         : key == "session_token"     ? &credentials.token
                                                      : nullptr;
            if (part == nullptr || !value.is_string()) throw wrong(key);
            *part = value.as_string()->get();
        }
        if (credentials.key_id.empty() || credentials.secret.empty()) throw wrong(role);
    }
    return roles;
}

struct File {
    Values values;
    std::map<std::string, sql::S3Credentials> roles;
};

File read_file(const std::string& path) {
    File file;
    if (std::filesystem::is_directory(path)) throw ConfigError(fmt::format("{}: is a directory", path));
    try {
        const toml::table table = toml::parse_file(path);
        for (const auto& [key, node] : table) {
            if (key == "s3_roles") {
                file.roles = read_roles(path, key, node);
                continue;
            }
            const auto specs = option_table();
            const auto found = std::find_if(specs.begin(), specs.end(),
                                            [name = key.str()](const OptionSpec& spec) { return spec.key() == name; });
            if (found == specs.end())
                throw ConfigError(in_file(path, key, fmt::format("unknown key \"{}\"", key.str())));
            file.values[std::string(found->flag)] = toml_text(path, key, node);
        }
    } catch (const toml::parse_error& error) {
        const auto line = error.source().begin.line; // 0 when it cannot be read at all
        const auto place = line == 0 ? path : fmt::format("{}:{}", path, line);
        throw ConfigError(fmt::format("{}: {}", place, one_line(std::string(error.description()))));
    }
    return file;
}

// Where a value came from, as an error message names it.
struct Source {
    std::string name;
    std::string value;
};

Source choose(const OptionSpec& spec, const Values& line, const Environment& environment, const Values& file,
              const std::string& file_name) {
    const std::string flag(spec.flag);
    if (const auto found = line.find(flag); found != line.end()) return {"--" + flag, found->second};
    if (const auto value = environment(spec.environment())) return {spec.environment(), *value};
    if (const auto found = file.find(flag); found != file.end()) {
        return {fmt::format("{}: {}", file_name, spec.key()), found->second};
    }
    return {"--" + flag, std::string(spec.fallback)};
}

std::string first_of(const Environment& environment, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (const auto value = environment(name); value && !value->empty()) return *value;
    return {};
}

// What the options leave open, from Amazon's own variables. They turn nothing on by themselves.
void complete_s3(sql::S3Settings& settings, const Environment& environment) {
    if (settings.endpoint.empty()) return; // nobody's keys are kept for nothing
    if (settings.region.empty()) settings.region = first_of(environment, {"AWS_REGION", "AWS_DEFAULT_REGION"});
    if (settings.region.empty()) settings.region = "us-east-1";
    settings.ca_file = first_of(environment, {"AWS_CA_BUNDLE"});
    settings.own = {first_of(environment, {"AWS_ACCESS_KEY_ID"}), first_of(environment, {"AWS_SECRET_ACCESS_KEY"}),
                    first_of(environment, {"AWS_SESSION_TOKEN"})};
    if (settings.own.key_id.empty() != settings.own.secret.empty())
        throw ConfigError("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be given together");
}

void check_together(const Options& options) {
    if (options.tls_cert.empty() != options.tls_key.empty()) {
        throw ConfigError("--tls-cert and --tls-key must be given together");
    }
    if (!options.s3_local.empty() && !options.s3.endpoint.empty())
        throw ConfigError("--s3-local and --s3-endpoint cannot be given together");
}

} // namespace

Configuration load_configuration(const std::vector<std::string>& arguments, const Environment& environment) {
    const CommandLine line = parse_command_line(arguments);
    if (!line.text.empty()) return {std::nullopt, line.text};

    const auto file_name = !line.config_file.empty() ? line.config_file : environment("REDSTART_CONFIG").value_or("");
    const File file = file_name.empty() ? File{} : read_file(file_name);
    Options options;
    for (const OptionSpec& spec : option_table()) {
        const Source source = choose(spec, line.values, environment, file.values, file_name);
        try {
            spec.apply(options, source.value);
        } catch (const ConfigError& error) {
            throw ConfigError(fmt::format("{} \"{}\": {}", source.name, source.value, error.what()));
        }
    }
    options.s3.roles = file.roles;
    complete_s3(options.s3, environment);
    check_together(options);
    return {options, {}};
}

} // namespace redstart::server
