// The one declared table of options: flag, environment variable, configuration key, default and help come from it.
// Immutable; any thread.
#pragma once

#include "server/config/options.hpp"

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace redstart::server {

// A mistake in the configuration; what() is one line for a person.
class ConfigError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct OptionSpec {
    std::string_view flag;        // without the dashes, for example "data-dir"
    std::string_view placeholder; // shown in the help; empty for a switch without a value
    std::string_view fallback;    // the default, written as on the command line
    std::string_view help;
    void (*apply)(Options&, std::string_view value); // throws ConfigError saying what a good value is

    bool is_switch() const { return placeholder.empty(); }
    std::string environment() const; // "REDSTART_DATA_DIR"
    std::string key() const;         // "data_dir", in the TOML file
};

std::span<const OptionSpec> option_table();

} // namespace redstart::server
