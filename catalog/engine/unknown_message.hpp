// What a client is told when the engine says something that no rule knows: words of our own for the kind of error.
// The engine's text itself goes to whoever asked for it (the server's log), without what it quotes. Any thread.
#pragma once

#include "protocol/error.hpp"

#include <string_view>

namespace duckdb {
class ErrorData;
}

namespace redstart::sql {

// An error for the client, with nothing of the engine's text in it.
protocol::SqlError unknown_message(const duckdb::ErrorData& error);

// `kind` is the engine's name of the error's type; of `text` everything in quotes is left out, and the digits.
using UnknownMessageReport = void (*)(std::string_view kind, std::string_view text);

// Whoever sets a report hears of each text once, from the thread that met it. Set before the first session comes.
void report_unknown_messages(UnknownMessageReport report) noexcept;

} // namespace redstart::sql
