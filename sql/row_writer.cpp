#include "sql/row_writer.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/value_binary.hpp"
#include "protocol/value_text.hpp"
#include "sql/array_text.hpp"

#include <duckdb.hpp>
#include <duckdb/common/extension_type_info.hpp>
#include <duckdb/common/operator/cast_operators.hpp>
#include <duckdb/common/types/datetime.hpp>
#include <duckdb/common/types/interval.hpp>
#include <duckdb/common/types/timestamp.hpp>
#include <duckdb/common/vector_operations/vector_operations.hpp>

namespace redstart::sql {
namespace {

using duckdb::idx_t;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::PhysicalType;
using duckdb::UnifiedVectorFormat;
using protocol::Format;
using protocol::WireWriter;

// What a column's writer needs besides the vector.
struct Shape {
    unsigned scale = 0;    // DECIMAL
    std::size_t width = 0; // char(n): blanks are added up to n characters
};

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

// nullptr: the column is converted to text by the engine first.
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

Write binary_writer(const LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::BOOLEAN: return scalar<bool, bool, pw::write_binary_bool>;
    case LogicalTypeId::TINYINT: return scalar<std::int8_t, std::int16_t, pw::write_binary_int2>;
    case LogicalTypeId::UTINYINT: return scalar<std::uint8_t, std::int16_t, pw::write_binary_int2>;
    case LogicalTypeId::SMALLINT: return scalar<std::int16_t, std::int16_t, pw::write_binary_int2>;
    case LogicalTypeId::USMALLINT: return scalar<std::uint16_t, std::int32_t, pw::write_binary_int4>;
    case LogicalTypeId::INTEGER: return scalar<std::int32_t, std::int32_t, pw::write_binary_int4>;
    case LogicalTypeId::UINTEGER: return scalar<std::uint32_t, std::uint32_t, unsigned_binary>;
    case LogicalTypeId::BIGINT: return scalar<std::int64_t, std::int64_t, pw::write_binary_int8>;
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
    default: return nullptr;
    }
}

// Types whose text is the name of an object: the engine's registered cast knows it.
bool prints_a_name(const LogicalType& type) { return type.HasAlias() && type.GetAlias().starts_with("reg"); }

std::size_t padded_width(const LogicalType& type) {
    if (!type.HasAlias() || type.GetAlias() != "bpchar" || !type.HasExtensionInfo()) return 0;
    const auto& modifiers = type.GetExtensionInfo()->modifiers;
    return modifiers.empty() ? 0 : static_cast<std::size_t>(modifiers[0].value.GetValue<std::int64_t>());
}

} // namespace

struct RowWriter::Column {
    LogicalType type;
    Write write = nullptr;
    Shape shape;
    bool convert = false; // to text by the engine, when a chunk is taken
    UnifiedVectorFormat vector;
    duckdb::unique_ptr<duckdb::Vector> converted;
};

RowWriter::RowWriter(duckdb::ClientContext& context, const std::vector<LogicalType>& types,
                     const std::vector<Format>& formats)
    : context_(context) {
    for (std::size_t index = 0; index < types.size(); ++index) {
        Column column;
        column.type = types[index];
        const bool binary = protocol::format_of(formats, index) == Format::Binary;
        column.write = binary ? binary_writer(column.type) : text_writer(column.type);
        if (column.type.id() == LogicalTypeId::DECIMAL) column.shape.scale = duckdb::DecimalType::GetScale(column.type);
        column.shape.width = padded_width(column.type);
        if (!binary && prints_a_name(column.type)) column.write = nullptr;
        if (column.write == nullptr) {
            if (binary && column.type.id() != LogicalTypeId::SQLNULL)
                throw protocol::SqlError(protocol::sqlstate::kFeatureNotSupported,
                                         "no binary output function available for type " + column.type.ToString());
            column.convert = true;
            column.write = text;
        }
        columns_.push_back(std::move(column));
    }
}

RowWriter::~RowWriter() = default;
RowWriter::RowWriter(RowWriter&&) noexcept = default;

void RowWriter::use(duckdb::DataChunk& chunk) {
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        auto& column = columns_[index];
        auto* source = &chunk.data[index];
        if (column.convert) {
            column.converted = duckdb::make_uniq<duckdb::Vector>(LogicalType::VARCHAR, chunk.size());
            if (column.type.id() == LogicalTypeId::LIST || column.type.id() == LogicalTypeId::ARRAY)
                arrays_to_text(*source, *column.converted, chunk.size());
            else
                duckdb::VectorOperations::Cast(context_, *source, *column.converted, chunk.size());
            source = column.converted.get();
        }
        column.vector = UnifiedVectorFormat();
        source->ToUnifiedFormat(chunk.size(), column.vector);
    }
}

void RowWriter::write(WireWriter& out, std::size_t row) const {
    out.begin('D');
    write_fields(out, row);
    out.end();
}

void RowWriter::write_fields(WireWriter& out, std::size_t row) const {
    out.i16(static_cast<std::uint16_t>(columns_.size()));
    for (const auto& column : columns_) {
        const auto index = column.vector.sel->get_index(row);
        if (!column.vector.validity.RowIsValid(index)) {
            out.null_field();
            continue;
        }
        const auto field = out.field_begin();
        column.write(out, column.vector, index, column.shape);
        out.field_end(field);
    }
}

bool RowWriter::write_value(WireWriter& out, std::size_t column_index, std::size_t row) const {
    const auto& column = columns_[column_index];
    const auto index = column.vector.sel->get_index(row);
    if (!column.vector.validity.RowIsValid(index)) return false;
    column.write(out, column.vector, index, column.shape);
    return true;
}

} // namespace redstart::sql
