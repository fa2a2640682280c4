#include "sql/transfer/load_column.hpp"

#include "catalog/type/type_map.hpp"
#include "protocol/client_text.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"
#include "sql/transfer/load_dates.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
constexpr std::string_view kSpace = " \t\n\v\f\r";

ValueKind kind_of(std::uint32_t type) {
    switch (type) {
    case oid::kBpchar: return ValueKind::Char;
    case oid::kVarchar:
    case oid::kText: return ValueKind::Varchar;
    case oid::kDate: return ValueKind::Date;
    case oid::kTimestamp: return ValueKind::Timestamp;
    case oid::kTimestampTz: return ValueKind::TimestampTz;
    case oid::kNumeric: return ValueKind::Decimal;
    case oid::kInt2: return ValueKind::Short;
    case oid::kInt4: return ValueKind::Integer;
    case oid::kInt8: return ValueKind::Long;
    case oid::kFloat4:
    case oid::kFloat8: return ValueKind::Float;
    case oid::kBool: return ValueKind::Boolean;
    case oid::kVarbyte: return ValueKind::Varbyte;
    default: return ValueKind::Other;
    }
}

const char* shown_kind(ValueKind kind) {
    switch (kind) {
    case ValueKind::Short: return "Short";
    case ValueKind::Integer: return "Integer";
    case ValueKind::Long: return "Long";
    case ValueKind::Decimal: return "Decimal";
    default: return "Float";
    }
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// Where a number ends to be one.
std::size_t first_stranger(std::string_view text, bool whole) {
    std::size_t at = text.find_first_not_of(kSpace);
    if (at == std::string_view::npos) return 0;
    if (text[at] == '-' || text[at] == '+') ++at;
    bool point = whole;
    for (; at < text.size(); ++at) {
        if (text[at] == '.' && !std::exchange(point, true)) continue;
        if (text[at] < '0' || text[at] > '9') break;
    }
    return std::min(at, text.empty() ? 0 : text.size() - 1);
}

// Bytes of the character that begins here and is none: the bytes its first one asks for, as far as they belong to it.
std::size_t bad_bytes(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    std::size_t count = 1;
    while (count < wanted && count < text.size() && protocol::continues_character(text[count])) ++count;
    return count;
}

std::string invalid_text(std::string_view bad) {
    std::array<char, 16> hex{};
    std::string sequence;
    for (const char c : bad.substr(0, bad_bytes(bad))) {
        std::snprintf(hex.data(), hex.size(), "%s%02x", sequence.empty() ? "" : " ", static_cast<unsigned char>(c));
        sequence += hex.data();
    }
    return "String contains invalid or unsupported UTF8 codepoints. Bad UTF8 hex sequence: " + sequence;
}

} // namespace

LoadColumn::LoadColumn(std::string name, const duckdb::LogicalType& type, bool required, const LoadOptions& options)
    : name_(std::move(name)), required_(required), options_(options) {
    const auto wire = catalog::wire_type(type);
    kind_ = kind_of(wire.oid);
    const auto* declared = protocol::find_type(wire.oid);
    type_name_ = declared != nullptr ? std::string(declared->name) : "unknown";
    if (kind_ == ValueKind::Char) type_name_ = "char";
    if (is_text() && wire.typmod >= 4) length_ = static_cast<std::size_t>(wire.typmod - 4);
    if (type.id() == duckdb::LogicalTypeId::DECIMAL) scale_ = duckdb::DecimalType::GetScale(type);
}

bool LoadColumn::forgives() const {
    return options_.accept_any_date &&
           (kind_ == ValueKind::Date || kind_ == ValueKind::Timestamp || kind_ == ValueKind::TimestampTz);
}

std::optional<std::string_view> LoadColumn::value(std::optional<std::string_view> field, std::string& made,
                                                  FieldError& error) const {
    if (field && is_text()) {
        const bool blank = field->find_first_not_of(kSpace) == std::string_view::npos;
        const bool null = field->empty() ? options_.empty_as_null : blank && options_.blanks_as_null;
        field = null ? std::nullopt : std::optional(characters(*field, made, error));
    } else if (field) {
        field = trimmed(*field);
        if (field->empty()) {
            field.reset();
        } else if (kind_ == ValueKind::Date) {
            field = date(*field, made, error);
        } else if (kind_ == ValueKind::Timestamp || kind_ == ValueKind::TimestampTz) {
            field = timestamp(*field, made, error);
        } else if (kind_ == ValueKind::Decimal && !options_.round) {
            field = decimal(*field);
        } else if (kind_ == ValueKind::Varbyte && !field->starts_with("\\x")) { // digits alone (copy-usage-varbyte)
            made.assign("\\x").append(*field);
            field = made;
        }
        if (error.code != LoadError::None && forgives()) {
            error = {};
            field.reset();
        }
    }
    if (!field && required_ && error.code == LoadError::None)
        error = {LoadError::NotNull, "Missing data for not-null field", 0};
    return field;
}

bool LoadColumn::replaces(std::optional<std::string_view> field) const {
    return options_.replacement && kind_ == ValueKind::Varchar && field &&
           protocol::find_invalid_utf8(*field) != std::string_view::npos;
}

std::string_view LoadColumn::characters(std::string_view field, std::string& made, FieldError& error) const {
    const auto zero = field.find('\0');
    if (zero != std::string_view::npos) {
        error = {LoadError::InvalidText, invalid_text(field.substr(zero, 1)), zero};
        return field;
    }
    auto invalid = protocol::find_invalid_utf8(field);
    if (invalid != std::string_view::npos && options_.replacement && kind_ == ValueKind::Varchar) {
        made.assign(field);
        for (std::size_t at = 0;
             (invalid = protocol::find_invalid_utf8(std::string_view(made).substr(at))) != std::string_view::npos;) {
            at += invalid;
            const auto count = bad_bytes(std::string_view(made).substr(at));
            std::fill_n(made.begin() + static_cast<std::ptrdiff_t>(at), count, *options_.replacement);
            at += count;
        }
        field = made;
    }
    if (invalid != std::string_view::npos) {
        error = {LoadError::InvalidText, invalid_text(field.substr(invalid)), invalid};
        return field;
    }
    if (kind_ == ValueKind::Char) {
        const auto wide = std::find_if(field.begin(), field.end(), [](char c) { return (c & 0x80) != 0; });
        if (wide != field.end()) {
            error = {LoadError::InvalidText,
                     "Multibyte character not supported for CHAR (Hint: try using VARCHAR). Invalid char",
                     static_cast<std::size_t>(wide - field.begin())};
            return field;
        }
        field = protocol::without_trailing_blanks(field);
    } else if (options_.trim_blanks) {
        const auto last = field.find_last_not_of(kSpace);
        field = field.substr(0, last == std::string_view::npos ? 0 : last + 1);
    }
    if (length_ == 0 || field.size() <= length_) return field;
    const auto cut = field.substr(0, protocol::fitting_bytes(field, length_));
    if (options_.truncate_columns || field.find_first_not_of(' ', cut.size()) == std::string_view::npos) return cut;
    error = {LoadError::OutOfRange,
             kind_ == ValueKind::Char ? "Char length exceeds DDL length" : "String length exceeds DDL length", 0};
    return field;
}

std::string_view LoadColumn::date(std::string_view field, std::string& made, FieldError& error) const {
    const auto& format = options_.date_format;
    if (format == "auto") return field;
    if (!format) {
        if (begins_with_iso_date(field)) return field.substr(0, 10);
        error = {LoadError::InvalidDate,
                 field.size() < 10 ? "Invalid Date Format - length must be 10 or more"
                                   : "Invalid Date Format [YYYY-MM-DD]",
                 0};
        return field;
    }
    if (auto iso = date_by_pattern(field, *format)) return made = *std::move(iso);
    error = {LoadError::InvalidDate, fmt::format("Invalid Date Format [{}]", *format), 0};
    return field;
}

std::string_view LoadColumn::timestamp(std::string_view field, std::string& made, FieldError& error) const {
    const auto& format = options_.time_format;
    if (format == "auto") return field;
    if (!format && begins_with_iso_date(field)) return field;
    std::optional<std::string> iso;
    if (format == "epochsecs" || format == "epochmillisecs")
        iso = timestamp_by_epoch(field, format == "epochmillisecs");
    else if (format)
        iso = timestamp_by_pattern(field, *format);
    if (iso) return made = *std::move(iso);
    error = {LoadError::InvalidTimestamp,
             fmt::format("Invalid timestamp format or value [{}]", format.value_or("YYYY-MM-DD HH24:MI:SS")), 0};
    return field;
}

// COPY cuts digits behind the scale where INSERT rounds.
std::string_view LoadColumn::decimal(std::string_view field) const {
    const auto point = field.find('.');
    if (point == std::string_view::npos || field.size() - point - 1 <= scale_) return field;
    if (field.find_first_not_of("0123456789", point + 1) != std::string_view::npos) return field;
    if (scale_ > 0) return field.substr(0, point + 1 + scale_);
    const auto whole = field.substr(0, point);
    return whole.find_first_of("0123456789") == std::string_view::npos ? "0" : whole;
}

FieldError LoadColumn::cast_error(std::string_view text, const protocol::SqlError& error) const {
    const bool range = error.sqlstate() == protocol::sqlstate::kNumericValueOutOfRange;
    switch (kind_) {
    case ValueKind::Date: return {LoadError::InvalidDate, "Invalid Date Format", 0};
    case ValueKind::Timestamp:
    case ValueKind::TimestampTz:
        return {LoadError::InvalidTimestamp,
                fmt::format("Invalid timestamp format or value [{}]",
                            options_.time_format.value_or("YYYY-MM-DD HH24:MI:SS")),
                0};
    case ValueKind::Boolean: return {LoadError::InvalidBoolean, "Unknown boolean format", 0};
    case ValueKind::Short:
    case ValueKind::Integer:
    case ValueKind::Long:
    case ValueKind::Decimal:
    case ValueKind::Float: {
        if (range) return {LoadError::OutOfRange, std::string("Overflow, Type: ") + shown_kind(kind_), 0};
        const bool whole = kind_ != ValueKind::Decimal && kind_ != ValueKind::Float;
        const auto at = first_stranger(text, whole);
        const auto code = kind_ == ValueKind::Float ? LoadError::InvalidFloat
                          : whole                   ? LoadError::InvalidDigit
                                                    : LoadError::InvalidDecimal;
        const std::string shown(at < text.size() ? text.substr(at, 1) : text);
        return {code, fmt::format("Invalid digit, Value '{}', Pos {}, Type: {}", shown, at, shown_kind(kind_)), at};
    }
    default: return {LoadError::InvalidLine, error.message(), 0};
    }
}

} // namespace redstart::sql
