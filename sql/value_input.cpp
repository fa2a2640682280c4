#include "sql/value_input.hpp"

#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/value_binary.hpp"

#include <charconv>

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using duckdb::Value;
using protocol::SqlError;

Value numeric_value(const protocol::Numeric& number) {
    const duckdb::hugeint_t unscaled(static_cast<std::int64_t>(number.unscaled >> 64),
                                     static_cast<std::uint64_t>(number.unscaled));
    return Value::DECIMAL(unscaled, 38, number.scale);
}

Value interval_value(const protocol::Interval& interval) {
    return Value::INTERVAL(interval.months, interval.days, interval.micros);
}

// What isspace() takes in the C locale.
std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\n\v\f\r";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// PostgreSQL 8.0's words, which Redshift keeps.
template <typename Integer> constexpr const char* kSyntaxName = "integer";
template <> constexpr const char* kSyntaxName<std::int64_t> = "type bigint";
template <typename Integer> constexpr const char* kTypeName = "integer";
template <> constexpr const char* kTypeName<std::int16_t> = "smallint";
template <> constexpr const char* kTypeName<std::int64_t> = "bigint";

int hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    throw SqlError(state::kInvalidTextRepresentation, std::string("invalid hexadecimal digit: \"") + digit + "\"");
}

} // namespace

Value value_from_binary(std::uint32_t type, std::string_view field) {
    switch (type) {
    case oid::kBool: return Value::BOOLEAN(protocol::parse_binary_bool(field));
    case oid::kInt2: return Value::SMALLINT(protocol::parse_binary_int2(field));
    case oid::kInt4: return Value::INTEGER(protocol::parse_binary_int4(field));
    case oid::kInt8: return Value::BIGINT(protocol::parse_binary_int8(field));
    case oid::kOid: return Value::UINTEGER(static_cast<std::uint32_t>(protocol::parse_binary_int4(field)));
    case oid::kFloat4: return Value::FLOAT(protocol::parse_binary_float4(field));
    case oid::kFloat8: return Value::DOUBLE(protocol::parse_binary_float8(field));
    case oid::kNumeric: return numeric_value(protocol::parse_binary_numeric(field));
    case oid::kDate: return Value::DATE(duckdb::date_t(protocol::parse_binary_date(field)));
    case oid::kTime: return Value::TIME(duckdb::dtime_t(protocol::parse_binary_time(field)));
    case oid::kTimeTz: {
        const auto value = protocol::parse_binary_timetz(field);
        return Value::TIMETZ(duckdb::dtime_tz_t(duckdb::dtime_t(value.micros), value.offset));
    }
    case oid::kTimestamp: return Value::TIMESTAMP(duckdb::timestamp_t(protocol::parse_binary_timestamp(field)));
    case oid::kTimestampTz: return Value::TIMESTAMPTZ(duckdb::timestamp_tz_t(protocol::parse_binary_timestamp(field)));
    case oid::kInterval: return interval_value(protocol::parse_binary_interval(field));
    case oid::kBytea:
    case oid::kVarbyte: return Value::BLOB_RAW(std::string(field));
    case 0:
    case oid::kUnknown:
    case oid::kText:
    case oid::kVarchar:
    case oid::kBpchar:
    case oid::kName:
    case oid::kChar: return Value(std::string(field));
    default:
        throw SqlError(state::kFeatureNotSupported,
                       "no binary input function available for type with OID " + std::to_string(type));
    }
}

template <typename Integer> Integer integer_from_text(std::string_view text) {
    auto digits = without_blanks(text);
    if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
    Integer value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = end == digits.data() + digits.size();
    if (error == std::errc() && whole) return value;
    if (error == std::errc::result_out_of_range && whole)
        throw SqlError(state::kNumericValueOutOfRange,
                       "value \"" + std::string(text) + "\" is out of range for type " + kTypeName<Integer>);
    throw SqlError(state::kInvalidTextRepresentation,
                   std::string("invalid input syntax for ") + kSyntaxName<Integer> + ": \"" + std::string(text) + "\"");
}

template std::int16_t integer_from_text(std::string_view text);
template std::int32_t integer_from_text(std::string_view text);
template std::int64_t integer_from_text(std::string_view text);

bool bool_from_text(std::string_view text) {
    std::string word(without_blanks(text));
    for (auto& c : word) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    const auto begins = [&word](std::string_view full, std::size_t least) {
        return word.size() >= least && full.starts_with(word);
    };
    if (begins("true", 1) || begins("yes", 1) || word == "on" || word == "1") return true;
    if (begins("false", 1) || begins("no", 1) || begins("off", 2) || word == "0") return false;
    throw SqlError(state::kInvalidTextRepresentation,
                   "invalid input syntax for type boolean: \"" + std::string(text) + "\"");
}

std::string bytes_from_text(std::string_view text) {
    if (!text.starts_with("\\x")) return std::string(text);
    text.remove_prefix(2);
    if (text.size() % 2 != 0)
        throw SqlError(state::kInvalidTextRepresentation, "invalid hexadecimal data: odd number of digits");
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size(); at += 2)
        bytes.push_back(static_cast<char>(hex_digit(text[at]) << 4 | hex_digit(text[at + 1])));
    return bytes;
}

} // namespace redstart::sql
