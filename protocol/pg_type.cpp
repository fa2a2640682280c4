#include "protocol/pg_type.hpp"

namespace redstart::protocol {

namespace {

std::string with_number(std::string_view before, std::int32_t number, std::string_view after = "") {
    return std::string(before) + "(" + std::to_string(number) + ")" + std::string(after);
}

// The words of an interval's field mask (bits 1 << YEAR.. as in datetime.h); empty for a full range.
std::string_view interval_fields(std::int32_t range) {
    constexpr std::int32_t kMonth = 1 << 1, kYear = 1 << 2, kDay = 1 << 3, kHour = 1 << 10, kMinute = 1 << 11,
                           kSecond = 1 << 12;
    switch (range) {
    case kYear: return " year";
    case kMonth: return " month";
    case kDay: return " day";
    case kHour: return " hour";
    case kMinute: return " minute";
    case kSecond: return " second";
    case kYear | kMonth: return " year to month";
    case kDay | kHour: return " day to hour";
    case kDay | kHour | kMinute: return " day to minute";
    case kDay | kHour | kMinute | kSecond: return " day to second";
    case kHour | kMinute: return " hour to minute";
    case kHour | kMinute | kSecond: return " hour to second";
    case kMinute | kSecond: return " minute to second";
    default: return "";
    }
}

std::string format_interval(std::int32_t typmod) {
    constexpr std::int32_t kFullPrecision = 0xFFFF;
    const auto precision = typmod & 0xFFFF;
    std::string text = "interval";
    text += interval_fields(typmod >> 16 & 0x7FFF);
    return precision == kFullPrecision ? text : with_number(text, precision);
}

// `type` is not an array and `typmod` is not negative.
std::string format_modified(const PgType& type, std::int32_t typmod) {
    constexpr std::int32_t kHeader = 4;
    switch (type.oid) {
    case oid::kBpchar:
    case oid::kVarchar:
    case oid::kVarbyte:
        if (typmod <= kHeader) break; // no length that could be written
        return with_number(type.sql_name, typmod - kHeader);
    case oid::kNumeric:
        if (typmod < kHeader) break;
        return "numeric(" + std::to_string((typmod - kHeader) >> 16) + "," +
               std::to_string((typmod - kHeader) & 0xFFFF) + ")";
    case oid::kTime: return with_number("time", typmod, " without time zone");
    case oid::kTimeTz: return with_number("time", typmod, " with time zone");
    case oid::kTimestamp: return with_number("timestamp", typmod, " without time zone");
    case oid::kTimestampTz: return with_number("timestamp", typmod, " with time zone");
    case oid::kInterval: return format_interval(typmod);
    default: break;
    }
    return std::string(type.sql_name);
}

// int2vector and oidvector have element types but are printed by their own names.
bool is_true_array(const PgType& type) { return type.category == 'A' && type.name.front() == '_'; }

} // namespace

std::string format_type(std::uint32_t type_oid, std::int32_t typmod) {
    const auto* type = find_type(type_oid);
    if (type != nullptr && is_true_array(*type)) return format_type(type->element_oid, typmod) + "[]";
    if (type == nullptr || typmod >= 0) return type == nullptr ? format_type(type_oid) : format_modified(*type, typmod);
    return type_oid == oid::kBpchar ? "bpchar" : std::string(type->sql_name);
}

std::string format_type(std::uint32_t type_oid) {
    if (type_oid == 0) return "-";
    const auto* type = find_type(type_oid);
    return type == nullptr ? "???" : std::string(type->sql_name);
}

} // namespace redstart::protocol
