// The options of COPY, from what was written to what it means, with PostgreSQL's checks.
// Values and pure functions; any thread. Source: PostgreSQL 15, ProcessCopyOptions.
#pragma once

#include "sql/parse/control_statements.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redstart::sql {

// One option as it was written, in either syntax.
struct CopyOption {
    std::string name;                              // that of the newer syntax, such as force_quote
    std::optional<std::string> value = {};         // a string, a word or a number; "*" for a star
    std::optional<std::vector<std::string>> names; // a list in parentheses
    int position = 0;                              // in the statement, for errors
};

// `from`: of a COPY FROM. Throws 42601, 22023 and 0A000 in PostgreSQL's words.
CopyOptions read_copy_options(const std::vector<CopyOption>& written, bool from);

// For each of the columns of a COPY, whether it is one of those that the option names. Throws 42P10 when one of them is
// not among the columns.
std::vector<bool> named_columns(const char* option, const std::vector<std::string>& named,
                                const std::vector<std::string>& columns);

// Delimiters, quotes and null strings that cannot be told apart. Throws 22023 and 0A000 in PostgreSQL's words.
// Source: PostgreSQL 15, ProcessCopyOptions.
void check_copy_options(const CopyOptions& options);

} // namespace redstart::sql
