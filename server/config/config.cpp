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

Values read_file(const std::string& path) {
    Values values;
    if (std::filesystem::is_directory(path)) throw ConfigError(fmt::format("{}: is a directory", path));
    try {
        const toml::table table = toml::parse_file(path);
        for (const auto& [key, node] : table) {
            const auto specs = option_table();
            const auto found = std::find_if(specs.begin(), specs.end(),
                                            [name = key.str()](const OptionSpec& spec) { return spec.key() == name; });
            if (found == specs.end())
                throw ConfigError(in_file(path, key, fmt::format("unknown key \"{}\"", key.str())));
            values[std::string(found->flag)] = toml_text(path, key, node);
        }
    } catch (const toml::parse_error& error) {
        const auto line = error.source().begin.line; // 0 when it cannot be read at all
        const auto place = line == 0 ? path : fmt::format("{}:{}", path, line);
        throw ConfigError(fmt::format("{}: {}", place, one_line(std::string(error.description()))));
    }
    return values;
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

void check_together(const Options& options) {
    if (options.tls_cert.empty() != options.tls_key.empty()) {
        throw ConfigError("--tls-cert and --tls-key must be given together");
    }
}

} // namespace

Configuration load_configuration(const std::vector<std::string>& arguments, const Environment& environment) {
    const CommandLine line = parse_command_line(arguments);
    if (!line.text.empty()) return {std::nullopt, line.text};

    const auto file_name = !line.config_file.empty() ? line.config_file : environment("REDSTART_CONFIG").value_or("");
    const Values file = file_name.empty() ? Values{} : read_file(file_name);
    Options options;
    for (const OptionSpec& spec : option_table()) {
        const Source source = choose(spec, line.values, environment, file, file_name);
        try {
            spec.apply(options, source.value);
        } catch (const ConfigError& error) {
            throw ConfigError(fmt::format("{} \"{}\": {}", source.name, source.value, error.what()));
        }
    }
    check_together(options);
    return {options, {}};
}

} // namespace redstart::server
