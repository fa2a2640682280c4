// The redstart server: reads its configuration, serves, and turns every failure into one line and an exit code.
#include "server/config/config.hpp"
#include "server/config/log.hpp"
#include "server/net/socket_options.hpp"
#include "server/server.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

using namespace redstart::server;

namespace {

constexpr int kFailure = 1, kUsage = 2;

std::optional<std::string> environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

int complain(const std::exception& error, int code) {
    std::fprintf(stderr, "redstart: %s\n", error.what());
    return code;
}

} // namespace

int main(int argc, char** argv) {
    try {
        const auto configuration = load_configuration({argv + 1, argv + argc}, environment);
        if (!configuration.options) {
            std::fputs(configuration.text.c_str(), stdout);
            return 0;
        }
        log::configure(configuration.options->log_level);
        prepare_process();
        Server(*configuration.options).run();
        return 0;
    } catch (const ConfigError& error) { return complain(error, kUsage); } catch (const std::exception& error) {
        return complain(error, kFailure);
    }
}
