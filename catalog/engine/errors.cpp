#include "catalog/engine/errors.hpp"

#include "catalog/engine/client_names.hpp"
#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_message.hpp"
#include "catalog/engine/unknown_message.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"

#include <charconv>
#include <new>
#include <string>

#include <duckdb.hpp>
#include <duckdb/common/error_data.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::ErrorData;
using duckdb::ExceptionType;
using protocol::SqlError;

std::string extra(const ErrorData& error, const char* key) {
    const auto found = error.ExtraInfo().find(key);
    return found == error.ExtraInfo().end() ? std::string() : found->second;
}

// Characters from 1; 0 when the error has no position.
int position_in(const ErrorData& error, const char* key) {
    const auto position = extra(error, key);
    int offset = 0;
    const auto parsed = std::from_chars(position.data(), position.data() + position.size(), offset);
    return position.empty() || parsed.ec != std::errc() ? 0 : offset + 1;
}

// Errors whose fields the engine gives: catalog look-ups and overload resolution.
std::optional<SqlError> from_subtype(const ErrorData& error) {
    const auto subtype = extra(error, "error_subtype");
    const auto name = extra(error, "name");
    const auto type = extra(error, "type");
    if (subtype == "COLUMN_NOT_FOUND")
        return SqlError(state::kUndefinedColumn, fmt::format("column \"{}\" does not exist", name));
    if (subtype == "NO_MATCHING_FUNCTION") return no_matching_function(name, extra(error, "call"));
    if (subtype == "MISSING_ENTRY") return missing_object(type, name);
    if (subtype == "ENTRY_ALREADY_EXISTS") return existing_object(type, name);
    return std::nullopt;
}

// What every call gets from an engine that has failed for good.
bool is_failed_engine(const ErrorData& error) {
    return error.Type() == ExceptionType::FATAL &&
           error.RawMessage().starts_with("Failed: database has been invalidated");
}

// By the error's type first: what a client wrote may be in the text of any other.
std::optional<SqlError> from_condition(const ErrorData& error, const std::string& text) {
    if (error.Type() == ExceptionType::IO) return file_message(text);
    if (error.Type() == ExceptionType::TRANSACTION) return transaction_message(text);
    return std::nullopt;
}

SqlError translate(const ErrorData& error) {
    if (is_failed_engine(error)) return {state::kSystemError, "the execution engine has failed"};
    if (error.Type() == ExceptionType::INTERRUPT) return {state::kQueryCanceled, "Query cancelled on user's request"};
    if (error.Type() == ExceptionType::OUT_OF_MEMORY)
        return SqlError(state::kOutOfMemory, "out of memory")
            .detail("The statements of all sessions together have used up memory_limit.");
    if (is_engine_fault(error)) return unknown_message(error);
    if (auto known = from_subtype(error)) return std::move(*known);
    // A text that is none of an array's elements, of any depth: the engine says nothing at all.
    if (error.RawMessage().empty()) return {state::kInvalidTextRepresentation, "malformed array literal"};
    const auto text = plain_text(error.RawMessage());
    if (auto known = from_condition(error, text)) return std::move(*known);
    if (auto known = known_message(text)) return std::move(*known);
    return unknown_message(error);
}

// A message may quote values; as much of it as a value has at most. Functions have the names that the client knows; one
// that is not there has the name that was written.
std::string shown(const std::string& message, std::string_view sqlstate) {
    constexpr std::size_t kMost = 65535;
    auto text = message.substr(0, protocol::fitting_bytes(message, kMost));
    return sqlstate == state::kUndefinedFunction ? text : in_client_names(text);
}

} // namespace

SqlError to_sql_error(const ErrorData& error) {
    if (const auto own = extra(error, catalog::kSqlStateKey); !own.empty()) {
        SqlError result(own, shown(error.RawMessage(), own));
        result.detail(extra(error, catalog::kDetailKey)).hint(extra(error, catalog::kHintKey));
        result.position(position_in(error, catalog::kPositionKey));
        return result;
    }
    auto result = translate(error);
    if (result.message().find("rs_") != std::string::npos)
        result = SqlError(result.sqlstate(), in_client_names(result.message()))
                     .detail(result.detail())
                     .hint(result.hint())
                     .subject(result.subject());
    result.position(position_in(error, "position"));
    return result;
}

SqlError to_sql_error(const std::exception& error) {
    if (const auto* own = dynamic_cast<const SqlError*>(&error)) return *own;
    if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return {state::kOutOfMemory, "out of memory"};
    return to_sql_error(ErrorData(error));
}

bool is_engine_fault(const ErrorData& error) {
    return (error.Type() == ExceptionType::INTERNAL || error.Type() == ExceptionType::FATAL) &&
           !is_failed_engine(error);
}

bool is_row_conflict(const ErrorData& error) {
    return error.Type() == ExceptionType::TRANSACTION && error.RawMessage().starts_with("Conflict on ");
}

} // namespace redstart::sql
