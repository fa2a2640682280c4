#include "sql/value/value_input.hpp"

#include "protocol/client_text.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/value_binary.hpp"
#include "protocol/wire_reader.hpp"
#include "sql/value/array_binary.hpp"
#include "sql/value/number_input.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/common/types/decimal.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using duckdb::Value;
using protocol::SqlError;

Value interval_value(const protocol::Interval& interval) {
    return Value::INTERVAL(interval.months, interval.days, interval.micros);
}

// The engine flips the first bit, for its order.
Value uuid_value(std::string_view field) {
    protocol::WireReader reader(field);
    const auto upper = reader.u64() ^ std::uint64_t{1} << 63U;
    const auto lower = reader.u64();
    protocol::finish_value(reader);
    return Value::UUID(duckdb::hugeint_t(static_cast<std::int64_t>(upper), lower));
}

Value text_value(std::string_view field) {
    if (const auto invalid = protocol::find_invalid_utf8(field); invalid != std::string_view::npos)
        throw SqlError(state::kCharacterNotInRepertoire, protocol::invalid_utf8_message(field.substr(invalid)));
    return Value(std::string(field));
}

bool is_array(std::uint32_t type) {
    const auto* found = protocol::find_type(type);
    return found != nullptr && found->element_oid != 0 && found->name.starts_with('_');
}

int hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    throw SqlError(state::kInvalidTextRepresentation, fmt::format("invalid hexadecimal digit: \"{}\"", digit));
}

// A "char" is a byte; as text it can only be one of ASCII.
Value char_value(std::string_view field) {
    if (field.size() != 1) throw SqlError(state::kInvalidBinaryRepresentation, "incorrect binary data format");
    const auto byte = static_cast<unsigned char>(field[0]);
    constexpr const char* kDigits = "0123456789abcdef";
    if (byte >= 0x80)
        throw SqlError(state::kCharacterNotInRepertoire,
                       std::string("invalid byte sequence for encoding \"UTF8\": 0x") + kDigits[byte >> 4U] +
                           kDigits[byte & 15U]);
    return Value(std::string(field));
}

} // namespace

Value decimal_value(protocol::Int128 unscaled, int scale) {
    int digits = 0;
    for (auto rest = unscaled; rest != 0; rest /= 10) ++digits;
    const auto precision = static_cast<std::uint8_t>(std::max({digits, scale, 1}));
    if (precision <= duckdb::Decimal::MAX_WIDTH_INT64)
        return Value::DECIMAL(static_cast<std::int64_t>(unscaled), precision, static_cast<std::uint8_t>(scale));
    const duckdb::hugeint_t value(static_cast<std::int64_t>(unscaled >> 64), static_cast<std::uint64_t>(unscaled));
    return Value::DECIMAL(value, precision, static_cast<std::uint8_t>(scale));
}

Value value_from_binary(std::uint32_t type, std::string_view field) {
    switch (type) {
    case oid::kBool: return Value::BOOLEAN(protocol::parse_binary_bool(field));
    case oid::kInt2: return Value::SMALLINT(protocol::parse_binary_int2(field));
    case oid::kInt4: return Value::INTEGER(protocol::parse_binary_int4(field));
    case oid::kInt8: return Value::BIGINT(protocol::parse_binary_int8(field));
    case oid::kOid: return Value::UINTEGER(static_cast<std::uint32_t>(protocol::parse_binary_int4(field)));
    case oid::kRegClass:
    case oid::kRegType:
    case oid::kRegProc:
    case oid::kRegNamespace: // numbers, which the statement casts to the object's name
        return Value::BIGINT(static_cast<std::uint32_t>(protocol::parse_binary_int4(field)));
    case oid::kFloat4: return Value::FLOAT(protocol::parse_binary_float4(field));
    case oid::kFloat8: return Value::DOUBLE(protocol::parse_binary_float8(field));
    case oid::kNumeric: {
        const auto number = protocol::parse_binary_numeric(field);
        return decimal_value(number.unscaled, number.scale);
    }
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
    case oid::kJson: return text_value(field);
    case oid::kChar: return char_value(field);
    case oid::kUuid: return uuid_value(field);
    default:
        if (is_array(type)) return array_from_binary(type, field, value_from_binary);
        throw SqlError(state::kFeatureNotSupported,
                       fmt::format("no binary input function available for type with OID {}", type));
    }
}

bool bool_from_text(std::string_view text) {
    std::string word(without_blanks(text));
    for (auto& c : word) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    const auto begins = [&word](std::string_view full, std::size_t least) {
        return word.size() >= least && full.starts_with(word);
    };
    if (begins("true", 1) || begins("yes", 1) || word == "on" || word == "1") return true;
    if (begins("false", 1) || begins("no", 1) || begins("off", 2) || word == "0") return false;
    throw SqlError(state::kInvalidTextRepresentation,
                   fmt::format("invalid input syntax for type boolean: \"{}\"", text));
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
