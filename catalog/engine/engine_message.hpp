// The engine's message texts, turned into PostgreSQL's and Redshift's: a table of patterns and what each becomes.
// Pure functions over text, any thread; no engine header needed. Texts measured on DuckDB 1.4.4.
#pragma once

#include "protocol/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

// The text without the engine's advice ("Did you mean", "Candidate ...", "LINE 1: ...").
std::string plain_text(std::string_view engine_text);

// The error that a known text stands for; nullopt when the text is not in the table. `text` is a plain_text().
std::optional<protocol::SqlError> known_message(std::string_view text);

// The same for what only an error of the engine's files, or of its transactions, can say. The server acts on some of
// these (a full disk ends everybody's work), and other errors quote what a client wrote.
std::optional<protocol::SqlError> file_message(std::string_view text);
std::optional<protocol::SqlError> transaction_message(std::string_view text);

// `kind` is the engine's word: "Table", "View", "Schema", "Scalar Function", "Type", ...
protocol::SqlError missing_object(std::string_view kind, std::string_view name);
protocol::SqlError existing_object(std::string_view kind, std::string_view name);

// `call` is the engine's rendering, for example "upper(INTEGER_LITERAL, VARCHAR)".
protocol::SqlError no_matching_function(std::string_view name, std::string_view call);

} // namespace redstart::sql
