// What of a write-ahead log can be read, judged before the engine sees it: it takes a log whose frames do not fit for
// one that a crash has cut, and writes over it. Pure functions of the file's bytes; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

struct LogCheck {
    // The bytes from the start that can be read; behind them is, without damage, what a crash has cut: never
    // acknowledged.
    std::uint64_t whole = 0;
    std::string damage; // what is wrong with it; empty when nothing is

    bool operator==(const LogCheck&) const = default;
};

// `bytes` is the log; `acknowledged`, where known, the length up to which it was made durable.
LogCheck check_log(std::string_view bytes, std::optional<std::uint64_t> acknowledged);
// The same of a file. A log that is not there has no bytes. Throws protocol::SqlError 58030 naming a file that cannot
// be read.
LogCheck check_log_file(const std::string& path, std::optional<std::uint64_t> acknowledged);

// What every log begins with.
std::string_view log_header();

// The parts of a damaged log that can be trusted: its header, made anew, and its whole frames up to the first that is
// not. Empty when there is none.
std::string readable_log(std::string_view bytes);

} // namespace redstart::sql
