// Configuration: turns command line, environment and TOML file into Options by the table of option_table.hpp.
// Pure but for reading the file; used once, before any thread starts.
#pragma once

#include "server/config/option_table.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace redstart::server {

// nullopt when the variable is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// `options` is empty when the caller has only to print `text` (--help, --version) and leave.
struct Configuration {
    std::optional<Options> options;
    std::string text;
};

// Precedence: command line, environment, file (--config or REDSTART_CONFIG), default.
// Throws ConfigError, one line, for an unknown option or key, a bad value, or a file that cannot be read.
Configuration load_configuration(const std::vector<std::string>& arguments, const Environment& environment);

} // namespace redstart::server
