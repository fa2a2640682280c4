// Log: one key=value line per event on stderr. Thread-safe; configured once before the first thread starts.
// Never given SQL text, passwords or secret keys.
#pragma once

#include "server/config/options.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

namespace redstart::server::log {

// One field. Values with blanks, quotes or control characters are quoted and escaped, so that a client cannot forge a
// line.
class Field {
public:
    Field(std::string_view key, std::string_view value) : key_(key), value_(value) {}
    template <typename Integer, typename = std::enable_if_t<std::is_integral_v<Integer>>>
    Field(std::string_view key, Integer value) : key_(key), value_(std::to_string(value)) {}

    void append_to(std::string& line) const;

private:
    std::string_view key_;
    std::string value_;
};

void configure(LogLevel level);
bool enabled(LogLevel level);
// For example event(LogLevel::Info, "session_terminated", {{"pid", pid}, {"user", name}}).
void event(LogLevel level, std::string_view name, std::initializer_list<Field> fields = {});
void flush();

} // namespace redstart::server::log
