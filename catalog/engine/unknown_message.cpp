#include "catalog/engine/unknown_message.hpp"

#include "catalog/engine/engine_message.hpp"
#include "catalog/mutex/mutex.hpp"
#include "protocol/sqlstate.hpp"

#include <atomic>
#include <cctype>
#include <set>
#include <string>

#include <duckdb.hpp>
#include <duckdb/common/error_data.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::ErrorData;
using duckdb::ExceptionType;
using protocol::SqlError;

struct OwnWords {
    std::string_view sqlstate;
    const char* message;
};

// What an error of the engine's type means when its text says nothing to us.
OwnWords own_words(ExceptionType type) {
    switch (type) {
    case ExceptionType::OUT_OF_RANGE:
    case ExceptionType::DECIMAL: return {state::kNumericValueOutOfRange, "value out of range"};
    case ExceptionType::CONVERSION: return {state::kInvalidTextRepresentation, "invalid input syntax"};
    case ExceptionType::MISMATCH_TYPE:
    case ExceptionType::INVALID_TYPE: return {state::kDatatypeMismatch, "the types in the statement do not match"};
    case ExceptionType::DIVIDE_BY_ZERO: return {state::kDivisionByZero, "division by zero"};
    case ExceptionType::OBJECT_SIZE: return {state::kProgramLimitExceeded, "a value is too large"};
    case ExceptionType::TRANSACTION: return {state::kSerializationFailure, "the transaction cannot go on"};
    case ExceptionType::NOT_IMPLEMENTED: return {state::kFeatureNotSupported, "this is not supported"};
    case ExceptionType::CATALOG: return {state::kUndefinedObject, "an object of the statement does not exist"};
    case ExceptionType::PARSER:
    case ExceptionType::SYNTAX: return {state::kSyntaxError, "syntax error"};
    case ExceptionType::BINDER:
        return {state::kSyntaxErrorOrAccessRuleViolation, "the parts of the statement do not fit together"};
    case ExceptionType::CONSTRAINT: return {state::kIntegrityConstraintViolation, "a constraint is violated"};
    case ExceptionType::IO: return {state::kIoError, "a file of the server could not be read or written"};
    case ExceptionType::INVALID_INPUT: return {state::kInvalidParameterValue, "invalid value for a parameter"};
    case ExceptionType::PERMISSION: return {state::kInsufficientPrivilege, "permission denied"};
    case ExceptionType::PARAMETER_NOT_RESOLVED:
        return {state::kIndeterminateDatatype, "could not determine the data type of a parameter"};
    case ExceptionType::PARAMETER_NOT_ALLOWED:
        return {state::kSyntaxError, "parameters are not allowed in this kind of statement"};
    case ExceptionType::DEPENDENCY:
        return {state::kDependentObjectsStillExist, "other objects depend on an object of the statement"};
    default: return {state::kInternalError, "internal error of the execution engine"};
    }
}

std::atomic<UnknownMessageReport> reporting = nullptr;

// The text without what is a client's own: words in quotes, and numbers.
std::string shape_of(std::string_view text) {
    constexpr std::size_t kMost = 300;
    std::string shape;
    char quote = 0;
    for (const char c : text) {
        if (quote != 0) {
            if (c != quote) continue;
            quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        }
        const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
        if (!digit || shape.empty() || shape.back() != '#') shape += digit ? '#' : c;
        if (shape.size() >= kMost) break;
    }
    return shape;
}

// True for a text that was not seen before; only so many are kept.
bool is_news(const std::string& shape) {
    constexpr std::size_t kMost = 1000;
    static struct {
        Mutex mutex;
        std::set<std::string> shapes GUARDED_BY(mutex);
    } seen;
    const MutexLock lock(seen.mutex);
    return seen.shapes.size() < kMost && seen.shapes.insert(shape).second;
}

} // namespace

SqlError unknown_message(const ErrorData& error) {
    const auto words = own_words(error.Type());
    if (const auto report = reporting.load(); report != nullptr)
        if (const auto shape = shape_of(plain_text(error.RawMessage())); is_news(shape))
            report(duckdb::Exception::ExceptionTypeToString(error.Type()), shape);
    return {words.sqlstate, words.message};
}

void report_unknown_messages(UnknownMessageReport report) noexcept { reporting = report; }

} // namespace redstart::sql
