// The redstart server: reads its configuration, serves, and turns every failure into one line and an exit code.
#include "catalog/engine/unknown_message.hpp"
#include "server/config/config.hpp"
#include "server/config/log.hpp"
#include "server/process.hpp"
#include "server/server.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include <malloc.h>

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

// What is large goes back to the system when it is freed. By itself the C library raises these limits to the largest
// block that it has seen, and keeps as much for each thread (370 MB after 20 messages of 12 MB).
void give_memory_back() {
    ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
    ::mallopt(M_TRIM_THRESHOLD, 2 << 20);
}

// Clients never see it: what the engine says is in no words of PostgreSQL's or Redshift's.
void log_unknown_message(std::string_view kind, std::string_view text) {
    log::event(LogLevel::Warning, "engine_text_unknown", {{"kind", kind}, {"text", text}});
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
        redstart::sql::report_unknown_messages(log_unknown_message);
        prepare_process(configuration.options->core_dumps);
        give_memory_back();
        Server server(*configuration.options);
        if (runs_as_root()) log::event(LogLevel::Warning, "running_as_root", {{"better", "a user of its own"}});
        server.run();
        return 0;
    } catch (const ConfigError& error) { return complain(error, kUsage); } catch (const std::exception& error) {
        return complain(error, kFailure);
    }
}
