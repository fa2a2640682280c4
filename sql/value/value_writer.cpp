#include "sql/value/value_writer.hpp"

#include "protocol/value_binary.hpp"
#include "protocol/value_text.hpp"

#include <algorithm>
#include <limits>

#include <duckdb.hpp>
#include <duckdb/common/extension_type_info.hpp>
#include <duckdb/common/types/datetime.hpp>
#include <duckdb/common/types/interval.hpp>
#include <duckdb/common/types/timestamp.hpp>

namespace redstart::sql {
namespace {

using duckdb::idx_t;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::PhysicalType;
using duckdb::UnifiedVectorFormat;
using protocol::WireWriter;

using Shape = ValueShape;
using Write = void (*)(WireWriter&, const UnifiedVectorFormat&, idx_t, const Shape&);

template <typename T> const T& value_at(const UnifiedVectorFormat& vector, idx_t index) {
    return UnifiedVectorFormat::GetData<T>(vector)[index];
}

protocol::Int128 wide(const duckdb::hugeint_t& value) {
    return (static_cast<protocol::Int128>(value.upper) << 64) + static_cast<protocol::Int128>(value.lower);
}
template <typename T> protocol::Int128 wide(T value) { return value; }

// The engine and the codec use the same infinities but the engine counts -infinity as the negation of the largest.
template <typename From, typename To, void (*Put)(WireWriter&, To)>
void scalar(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape&) {
    Put(out, static_cast<To>(value_at<From>(vector, index)));
}

template <typename Float, void (*Put)(WireWriter&, Float, unsigned)>
void rounded(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape& shape) {
    Put(out, value_at<Float>(vector, index), shape.digits);
}

template <typename Physical, void (*Put)(WireWriter&, protocol::Int128, unsigned)>
void numeric(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape& shape) {
    Put(out, wide(value_at<Physical>(vector, index)), shape.scale);
}

template <void (*Put)(WireWriter&, std::int32_t)>
void date(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape&) {
    Put(out, value_at<duckdb::date_t>(vector, index).days);
}

template <void (*Put)(WireWriter&, std::int64_t)>
void timestamp(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape&) {
    Put(out, value_at<duckdb::timestamp_t>(vector, index).value);
}

void styled_date(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape& shape) {
    char room[protocol::kMaxFormatted];
    const auto* end = protocol::format_date(room, value_at<duckdb::date_t>(vector, index).days);
    out.bytes(restyled({room, static_cast<std::size_t>(end - room)}, shape.style));
}

void styled_timestamp(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape& shape) {
    char room[protocol::kMaxFormatted];
    const auto* end = protocol::format_timestamp(room, value_at<duckdb::timestamp_t>(vector, index).value);
    out.bytes(restyled({room, static_cast<std::size_t>(end - room)}, shape.style));
}

template <void (*Put)(WireWriter&, std::int64_t)>
void time_of_day(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape&) {
    Put(out, value_at<duckdb::dtime_t>(vector, index).micros);
}

template <void (*Put)(WireWriter&, protocol::TimeTz)>
void time_with_zone(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape&) {
    const auto value = value_at<duckdb::dtime_tz_t>(vector, index);
    Put(out, {value.time().micros, value.offset()});
}

template <void (*Put)(WireWriter&, const protocol::Interval&)>
void interval(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape&) {
    const auto value = value_at<duckdb::interval_t>(vector, index);
    Put(out, {value.months, value.days, value.micros});
}

void styled_interval(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape& shape) {
    const auto value = value_at<duckdb::interval_t>(vector, index);
    out.bytes(styled({value.months, value.days, value.micros}, shape.intervals));
}

template <void (*Put)(WireWriter&, std::string_view)>
void bytes(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape&) {
    const auto& value = value_at<duckdb::string_t>(vector, index);
    Put(out, {value.GetData(), value.GetSize()});
}

void text(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape& shape) {
    const auto& value = value_at<duckdb::string_t>(vector, index);
    out.bytes({value.GetData(), value.GetSize()});
    if (value.GetSize() < shape.width)
        std::memset(out.grow(shape.width - value.GetSize()), ' ', shape.width - value.GetSize());
}

void unsigned_text(WireWriter& out, std::uint32_t value) { protocol::write_text_int8(out, value); }
void unsigned_binary(WireWriter& out, std::uint32_t value) { out.i32(value); }

namespace pw = protocol;

Write numeric_writer(PhysicalType type, bool binary) {
    switch (type) {
    case PhysicalType::INT16:
        return binary ? numeric<std::int16_t, pw::write_binary_numeric> : numeric<std::int16_t, pw::write_text_numeric>;
    case PhysicalType::INT32:
        return binary ? numeric<std::int32_t, pw::write_binary_numeric> : numeric<std::int32_t, pw::write_text_numeric>;
    case PhysicalType::INT64:
        return binary ? numeric<std::int64_t, pw::write_binary_numeric> : numeric<std::int64_t, pw::write_text_numeric>;
    case PhysicalType::UINT64:
        return binary ? numeric<std::uint64_t, pw::write_binary_numeric>
                      : numeric<std::uint64_t, pw::write_text_numeric>;
    default:
        return binary ? numeric<duckdb::hugeint_t, pw::write_binary_numeric>
                      : numeric<duckdb::hugeint_t, pw::write_text_numeric>;
    }
}

// nullptr: values of the type are converted first.
Write text_writer(const LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::BOOLEAN: return scalar<bool, bool, pw::write_text_bool>;
    case LogicalTypeId::TINYINT: return scalar<std::int8_t, std::int16_t, pw::write_text_int2>;
    case LogicalTypeId::UTINYINT: return scalar<std::uint8_t, std::int16_t, pw::write_text_int2>;
    case LogicalTypeId::SMALLINT: return scalar<std::int16_t, std::int16_t, pw::write_text_int2>;
    case LogicalTypeId::USMALLINT: return scalar<std::uint16_t, std::int32_t, pw::write_text_int4>;
    case LogicalTypeId::INTEGER: return scalar<std::int32_t, std::int32_t, pw::write_text_int4>;
    case LogicalTypeId::UINTEGER: return scalar<std::uint32_t, std::uint32_t, unsigned_text>;
    case LogicalTypeId::BIGINT: return scalar<std::int64_t, std::int64_t, pw::write_text_int8>;
    case LogicalTypeId::UBIGINT:
    case LogicalTypeId::HUGEINT:
    case LogicalTypeId::DECIMAL: return numeric_writer(type.InternalType(), false);
    case LogicalTypeId::FLOAT: return scalar<float, float, pw::write_text_float4>;
    case LogicalTypeId::DOUBLE: return scalar<double, double, pw::write_text_float8>;
    case LogicalTypeId::VARCHAR: return text;
    case LogicalTypeId::DATE: return date<pw::write_text_date>;
    case LogicalTypeId::TIME: return time_of_day<pw::write_text_time>;
    case LogicalTypeId::TIME_TZ: return time_with_zone<pw::write_text_timetz>;
    case LogicalTypeId::TIMESTAMP: return timestamp<pw::write_text_timestamp>;
    case LogicalTypeId::INTERVAL: return interval<pw::write_text_interval>;
    case LogicalTypeId::BLOB: return bytes<pw::write_text_varbyte>;
    default: return nullptr;
    }
}

// Object identifiers are BIGINT to the engine (catalog/type/type_map.cpp).
void oid_binary(WireWriter& out, std::int64_t value) { out.i32(static_cast<std::uint32_t>(value)); }

bool has_four_bytes(const LogicalType& type) {
    if (!type.HasAlias()) return false;
    const auto alias = type.GetAlias();
    return alias == "oid" || alias == "xid" || alias == "cid";
}

void uuid_binary(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape&) {
    const auto value = value_at<duckdb::hugeint_t>(vector, index);
    out.i64(static_cast<std::uint64_t>(value.upper) ^ std::uint64_t{1} << 63U); // the engine flips it, for its order
    out.i64(value.lower);
}

// Seconds since 1970 in four bytes (PostgreSQL, nabstime.h).
void abstime_binary(WireWriter& out, const UnifiedVectorFormat& vector, idx_t index, const Shape&) {
    constexpr std::int64_t kLast = 0x7FFFFFFB;
    constexpr std::int32_t kInfinity = 0x7FFFFFFC;
    constexpr std::int32_t kBeginning = -0x7FFFFFFF;
    const auto value = value_at<duckdb::timestamp_t>(vector, index);
    const auto seconds = value.value / duckdb::Interval::MICROS_PER_SEC;
    const auto time = seconds > kLast         ? kInfinity
                      : seconds <= kBeginning ? kBeginning
                                              : static_cast<std::int32_t>(seconds);
    pw::write_binary_int4(out, time);
}

Write binary_writer(const LogicalType& type) {
    if (type.HasAlias() && type.GetAlias() == "abstime") return abstime_binary;
    switch (type.id()) {
    case LogicalTypeId::BOOLEAN: return scalar<bool, bool, pw::write_binary_bool>;
    case LogicalTypeId::TINYINT: return scalar<std::int8_t, std::int16_t, pw::write_binary_int2>;
    case LogicalTypeId::UTINYINT: return scalar<std::uint8_t, std::int16_t, pw::write_binary_int2>;
    case LogicalTypeId::SMALLINT: return scalar<std::int16_t, std::int16_t, pw::write_binary_int2>;
    case LogicalTypeId::USMALLINT: return scalar<std::uint16_t, std::int32_t, pw::write_binary_int4>;
    case LogicalTypeId::INTEGER: return scalar<std::int32_t, std::int32_t, pw::write_binary_int4>;
    case LogicalTypeId::UINTEGER: return scalar<std::uint32_t, std::uint32_t, unsigned_binary>;
    case LogicalTypeId::BIGINT:
        return has_four_bytes(type) ? scalar<std::int64_t, std::int64_t, oid_binary>
                                    : scalar<std::int64_t, std::int64_t, pw::write_binary_int8>;
    case LogicalTypeId::UBIGINT:
    case LogicalTypeId::HUGEINT:
    case LogicalTypeId::DECIMAL: return numeric_writer(type.InternalType(), true);
    case LogicalTypeId::FLOAT: return scalar<float, float, pw::write_binary_float4>;
    case LogicalTypeId::DOUBLE: return scalar<double, double, pw::write_binary_float8>;
    case LogicalTypeId::VARCHAR: return text;
    case LogicalTypeId::DATE: return date<pw::write_binary_date>;
    case LogicalTypeId::TIME: return time_of_day<pw::write_binary_time>;
    case LogicalTypeId::TIME_TZ: return time_with_zone<pw::write_binary_timetz>;
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_TZ: return timestamp<pw::write_binary_timestamp>;
    case LogicalTypeId::INTERVAL: return interval<pw::write_binary_interval>;
    case LogicalTypeId::BLOB: return bytes<pw::write_binary_bytea>;
    case LogicalTypeId::UUID: return uuid_binary;
    default: return nullptr;
    }
}

std::size_t padded_width(const LogicalType& type) {
    if (!type.HasAlias() || type.GetAlias() != "bpchar" || !type.HasExtensionInfo()) return 0;
    const auto& modifiers = type.GetExtensionInfo()->modifiers;
    return modifiers.empty() ? 0 : static_cast<std::size_t>(modifiers[0].value.GetValue<std::int64_t>());
}

} // namespace

bool is_float(const LogicalType& type) {
    return type.id() == LogicalTypeId::FLOAT || type.id() == LogicalTypeId::DOUBLE;
}

bool is_object_name(const LogicalType& type) { return type.HasAlias() && type.GetAlias().starts_with("reg"); }

ValueWriter::ValueWriter(const LogicalType& type, protocol::Format format, int extra_float_digits, DateStyle style) {
    if (is_object_name(type)) return;
    write_ = format == protocol::Format::Binary ? binary_writer(type) : text_writer(type);
    if (type.id() == LogicalTypeId::DECIMAL) shape_.scale = duckdb::DecimalType::GetScale(type);
    shape_.width = padded_width(type);
    shape_.style = style;
    if (style.form != DateStyle::Form::Iso && format == protocol::Format::Text) {
        if (type.id() == LogicalTypeId::DATE) write_ = styled_date;
        if (type.id() == LogicalTypeId::TIMESTAMP) write_ = styled_timestamp;
    }
    if (extra_float_digits > 0 || format == protocol::Format::Binary || !is_float(type)) return;
    const bool single = type.id() == LogicalTypeId::FLOAT;
    const int exact = single ? std::numeric_limits<float>::digits10 : std::numeric_limits<double>::digits10;
    shape_.digits = static_cast<unsigned>(std::max(exact + extra_float_digits, 1));
    write_ = single ? rounded<float, pw::write_rounded_float4> : rounded<double, pw::write_rounded_float8>;
}

ValueWriter::ValueWriter(IntervalStyle style)
    : write_(style == IntervalStyle::Postgres ? interval<pw::write_text_interval> : styled_interval) {
    shape_.intervals = style;
}

ValueWriter ValueWriter::verbatim() {
    ValueWriter writer;
    writer.write_ = text;
    return writer;
}

} // namespace redstart::sql
