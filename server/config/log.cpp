#include "server/config/log.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace redstart::server::log {
namespace {

spdlog::level::level_enum translate(LogLevel level) {
    switch (level) {
    case LogLevel::Debug: return spdlog::level::debug;
    case LogLevel::Info: return spdlog::level::info;
    case LogLevel::Warning: return spdlog::level::warn;
    case LogLevel::Error: return spdlog::level::err;
    case LogLevel::Off: break;
    }
    return spdlog::level::off;
}

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = std::make_shared<spdlog::logger>("redstart", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("time=%Y-%m-%dT%H:%M:%S.%f level=%l %v");
        return made;
    }();
    return *instance;
}

bool plain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7f && c != '"' && c != '=' && c != '\\';
}

} // namespace

void Field::append_to(std::string& line) const {
    line.append(1, ' ').append(key_).append(1, '=');
    if (!value_.empty() && std::all_of(value_.begin(), value_.end(), plain)) {
        line += value_;
        return;
    }
    line += '"';
    for (const char c : value_) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            line.append(1, '\\').append(1, c);
        } else if (byte < 0x20 || byte == 0x7f) {
            line += fmt::format("\\x{:02x}", byte);
        } else {
            line += c;
        }
    }
    line += '"';
}

void configure(LogLevel level) { logger().set_level(translate(level)); }

bool enabled(LogLevel level) { return logger().should_log(translate(level)); }

void event(LogLevel level, std::string_view name, std::initializer_list<Field> fields) {
    if (!enabled(level)) return;
    std::string line = fmt::format("event={}", name);
    for (const Field& field : fields) field.append_to(line);
    logger().log(translate(level), spdlog::string_view_t(line.data(), line.size()));
}

void flush() { logger().flush(); }

} // namespace redstart::server::log
