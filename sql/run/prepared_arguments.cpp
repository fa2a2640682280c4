#include "sql/run/prepared_arguments.hpp"

#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/run/instant_select.hpp"
#include "sql/value/datetime_input.hpp"
#include "sql/value/number_input.hpp"
#include "sql/value/value_input.hpp"

#include <array>
#include <limits>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using protocol::SqlError;
using Kind = SimpleValue::Kind;

SqlError no_type(std::string_view written) {
    return {state::kUndefinedObject, fmt::format("type \"{}\" does not exist", written)};
}

// Names that are neither in pg_type nor what format_type prints.
struct OtherName {
    std::string_view name;
    std::uint32_t oid;
};
constexpr std::array<OtherName, 8> kOtherNames = {{{"char", oid::kBpchar},
                                                   {"nchar", oid::kBpchar},
                                                   {"nvarchar", oid::kVarchar},
                                                   {"int", oid::kInt4},
                                                   {"decimal", oid::kNumeric},
                                                   {"dec", oid::kNumeric},
                                                   {"float", oid::kFloat8},
                                                   {"\"char\"", oid::kChar}}};

// Without modifiers: "timestamp(3) with time zone", "varchar(10)"; one blank between words, in lower case.
std::string plain_name(std::string_view written) {
    std::string name;
    int depth = 0;
    for (const char c : lower_case(written)) {
        depth += c == '(' ? 1 : 0;
        const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
        if (depth == 0 && !blank) name += c;
        if (depth == 0 && blank && !name.empty() && name.back() != ' ') name += ' ';
        depth -= c == ')' ? 1 : 0;
    }
    while (name.ends_with(' ')) name.pop_back();
    return name;
}

std::uint32_t element_type(std::string_view written, std::string name) {
    constexpr std::string_view kCatalog = "pg_catalog.";
    const bool qualified = name.starts_with(kCatalog);
    if (qualified) name.erase(0, kCatalog.size());
    if (!qualified) // pg_catalog.char is the one-byte type
        for (const auto& other : kOtherNames)
            if (other.name == name) return other.oid;
    if (const auto* type = protocol::find_type(name)) return type->oid;
    throw no_type(written);
}

std::string type_name(std::uint32_t type) {
    const auto* known = protocol::find_type(type);
    return std::string(known == nullptr ? "unknown" : known->sql_name);
}

bool is_text(std::uint32_t type) { return type == oid::kText || type == oid::kVarchar || type == oid::kBpchar; }
bool is_integer(std::uint32_t type) { return type == oid::kInt2 || type == oid::kInt4 || type == oid::kInt8; }
bool is_number(std::uint32_t type) {
    return is_integer(type) || type == oid::kNumeric || type == oid::kFloat4 || type == oid::kFloat8;
}

// The type of a literal by itself; unknown for a string and NULL.
std::uint32_t literal_type(const SimpleValue& value) {
    switch (value.kind) {
    case Kind::Boolean: return oid::kBool;
    case Kind::Integer: {
        const bool small = value.integer >= std::numeric_limits<std::int32_t>::min() &&
                           value.integer <= std::numeric_limits<std::int32_t>::max();
        return small ? oid::kInt4 : oid::kInt8;
    }
    case Kind::Decimal: return oid::kNumeric;
    default: return oid::kUnknown;
    }
}

std::string literal_text(const SimpleValue& value) {
    if (value.kind == Kind::Boolean) return value.boolean ? "true" : "false";
    return value.kind == Kind::Integer ? std::to_string(value.integer) : value.text;
}

// The nearest integer: numerics are rounded half away from zero.
std::string integer_text(const std::string& text, std::uint32_t type) {
    constexpr int kPrecision = 38;
    const auto value = decimal_from_text(text).unscaled(kPrecision, 0);
    const int bits = type == oid::kInt2 ? 15 : type == oid::kInt4 ? 31 : 63;
    const auto limit = static_cast<protocol::Int128>(1) << bits;
    if (value < -limit || value >= limit)
        throw SqlError(state::kNumericValueOutOfRange, type_name(type) + " out of range");
    return std::to_string(static_cast<std::int64_t>(value));
}

// "1e2" is 100.
std::string numeric_text(const std::string& text) {
    const auto exponent = text.find_first_of("eE");
    if (exponent == std::string::npos) return text;
    const auto number = decimal_from_text(text);
    std::string digits = number.digits;
    const auto whole = static_cast<std::size_t>(std::max(number.point, 0));
    if (number.point < 0) digits.insert(0, static_cast<std::size_t>(-number.point), '0');
    if (digits.size() < whole) digits.append(whole - digits.size(), '0');
    auto result = (number.negative ? "-" : "") + (whole == 0 ? "0" : digits.substr(0, whole));
    if (digits.size() > whole) result += "." + digits.substr(whole);
    return result;
}

// In any order that DateStyle may ask for: the cast that takes the value knows which.
void check_datetime(const std::string& text, const char* type) {
    for (const auto order : {DateOrder::DMY, DateOrder::YMD}) {
        try {
            datetime_from_text(text, type, {order, [] { return std::int64_t{0}; }});
            return;
        } catch (const SqlError&) {} // perhaps in another order
    }
    datetime_from_text(text, type, {DateOrder::MDY, [] { return std::int64_t{0}; }});
}

// What a text says has to be a value of the type, whether the statement uses the parameter or not.
void check_value(const std::string& text, std::uint32_t type) {
    switch (type) {
    case oid::kBool: bool_from_text(text); break;
    case oid::kInt2: integer_from_text<std::int16_t>(text); break;
    case oid::kInt4: integer_from_text<std::int32_t>(text); break;
    case oid::kInt8: integer_from_text<std::int64_t>(text); break;
    case oid::kFloat4: float_from_text<float>(text); break;
    case oid::kFloat8: float_from_text<double>(text); break;
    case oid::kNumeric: decimal_from_text(text); break;
    case oid::kDate: check_datetime(text, "date"); break;
    case oid::kTime: check_datetime(text, "time"); break;
    case oid::kTimeTz: check_datetime(text, "time with time zone"); break;
    case oid::kTimestamp: check_datetime(text, "timestamp"); break;
    case oid::kTimestampTz: check_datetime(text, "timestamp with time zone"); break;
    case oid::kInterval: interval_from_text(text); break;
    default: break;
    }
}

// `text` of type `from` as one of type `to`; nullopt where assignment does not cast.
std::optional<std::string> assigned(const std::string& text, std::uint32_t from, std::uint32_t to) {
    if (from == oid::kUnknown) {
        check_value(text, to);
        return text;
    }
    if (is_number(from) && is_integer(to)) return integer_text(text, to);
    if (is_number(from) && (is_number(to) || is_text(to) || to == oid::kUnknown)) return numeric_text(text);
    if (is_integer(from) && to == oid::kOid) return text;
    if (from == to || is_text(to) || to == oid::kUnknown) return text;
    return std::nullopt;
}

} // namespace

std::uint32_t written_type(std::string_view written) {
    auto name = plain_name(written);
    const auto bracket = name.find('[');
    if (bracket == std::string::npos) return element_type(written, std::move(name));
    name.erase(name.find_last_not_of(' ', bracket - 1) + 1);
    const auto* element = protocol::find_type(element_type(written, std::move(name)));
    if (element == nullptr || element->array_oid == 0) throw no_type(written);
    return element->array_oid;
}

std::optional<std::string> argument_text(std::string_view argument, std::size_t number, std::uint32_t type,
                                         const LexOptions& options) {
    const auto text = "SELECT " + std::string(argument);
    const auto simple = parse_simple_select(split(text, options).front());
    const auto* value =
        simple && simple->items.size() == 1 ? std::get_if<SimpleValue>(&simple->items[0].expression) : nullptr;
    if (value == nullptr || value->kind == Kind::Parameter)
        throw SqlError(state::kFeatureNotSupported, "the arguments of EXECUTE must be literals");
    if (value->kind == Kind::Null) return std::nullopt;
    auto from = literal_type(*value);
    std::optional<std::string> result = literal_text(*value);
    if (value->cast != 0) {
        result = assigned(*result, from, value->cast);
        if (!result) throw SqlError(state::kFeatureNotSupported, "the arguments of EXECUTE must be literals");
        from = value->cast;
    }
    result = assigned(*result, from, type);
    if (result) return result;
    throw SqlError(state::kDatatypeMismatch,
                   fmt::format("parameter ${} of type {} cannot be coerced to the expected type {}", number,
                               type_name(from), type_name(type)))
        .hint("You will need to rewrite or cast the expression.");
}

} // namespace redstart::sql
