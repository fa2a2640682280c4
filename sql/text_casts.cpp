#include "sql/text_casts.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/errors.hpp"
#include "sql/value_input.hpp"

#include <cmath>
#include <string_view>

#include <duckdb.hpp>
#include <duckdb/common/vector_operations/vector_operations.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::FlatVector;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::string_t;
using duckdb::Value;
using duckdb::Vector;
using protocol::SqlError;

std::string_view view(const string_t& text) { return {text.GetData(), text.GetSize()}; }

// Applies `read` to every text that is not NULL and stores what it returns.
template <typename T, typename Read> void read_each(Vector& from, Vector& to, std::size_t count, const Read& read) {
    const auto* texts = FlatVector::GetData<string_t>(from);
    auto* values = FlatVector::GetData<T>(to);
    for (std::size_t row = 0; row < count; ++row) {
        const bool null = FlatVector::IsNull(from, row);
        FlatVector::SetNull(to, row, null);
        if (!null) values[row] = read(view(texts[row]));
    }
}

template <typename T> void read_integers(Vector& from, Vector& to, std::size_t count) {
    read_each<T>(from, to, count, [](std::string_view text) { return integer_from_text<T>(text); });
}

bool says_infinity(std::string_view text) { return text.find_first_of("iI") != std::string_view::npos; }

// The engine makes numbers that do not fit infinite.
template <typename T> bool all_fit(Vector& from, Vector& to, std::size_t count) {
    const auto* texts = FlatVector::GetData<string_t>(from);
    const auto* values = FlatVector::GetData<T>(to);
    for (std::size_t row = 0; row < count; ++row)
        if (!FlatVector::IsNull(from, row) && std::isinf(values[row]) && !says_infinity(view(texts[row]))) return false;
    return true;
}

SqlError overflow(const LogicalType& type) {
    const auto precision = duckdb::DecimalType::GetWidth(type);
    const auto scale = duckdb::DecimalType::GetScale(type);
    return SqlError(state::kNumericValueOutOfRange, "numeric field overflow")
        .detail("A field with precision " + std::to_string(precision) + ", scale " + std::to_string(scale) +
                " must round to an absolute value less than 10^" + std::to_string(precision - scale) + ".");
}

void check_infinite(const Value& value, const std::string& text, const char* type) {
    if (std::isinf(value.GetValue<double>()) && !says_infinity(text))
        throw SqlError(state::kNumericValueOutOfRange, "\"" + text + "\" is out of range for type " + type);
}

} // namespace

bool cast_texts(duckdb::ClientContext& context, Vector& from, Vector& to, std::size_t count, std::string& message) {
    switch (to.GetType().id()) {
    case LogicalTypeId::VARCHAR: to.Reinterpret(from); return true;
    case LogicalTypeId::BOOLEAN: read_each<bool>(from, to, count, bool_from_text); return true;
    case LogicalTypeId::SMALLINT: read_integers<std::int16_t>(from, to, count); return true;
    case LogicalTypeId::INTEGER: read_integers<std::int32_t>(from, to, count); return true;
    case LogicalTypeId::BIGINT: read_integers<std::int64_t>(from, to, count); return true;
    case LogicalTypeId::BLOB:
        read_each<string_t>(from, to, count, [&](std::string_view text) {
            return duckdb::StringVector::AddStringOrBlob(to, bytes_from_text(text));
        });
        return true;
    default: break;
    }
    if (!duckdb::VectorOperations::TryCast(context, from, to, count, &message)) return false;
    if (to.GetType().id() == LogicalTypeId::FLOAT) return all_fit<float>(from, to, count);
    if (to.GetType().id() == LogicalTypeId::DOUBLE) return all_fit<double>(from, to, count);
    return true;
}

void check_text(duckdb::ClientContext& context, const std::string& text, const LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::VARCHAR: return;
    case LogicalTypeId::BOOLEAN: bool_from_text(text); return;
    case LogicalTypeId::SMALLINT: integer_from_text<std::int16_t>(text); return;
    case LogicalTypeId::INTEGER: integer_from_text<std::int32_t>(text); return;
    case LogicalTypeId::BIGINT: integer_from_text<std::int64_t>(text); return;
    case LogicalTypeId::BLOB: bytes_from_text(text); return;
    default: break;
    }
    Value result;
    std::string message;
    if (Value(text).TryCastAs(context, type, result, &message)) {
        if (type.id() == LogicalTypeId::FLOAT) check_infinite(result, text, "real");
        if (type.id() == LogicalTypeId::DOUBLE) check_infinite(result, text, "double precision");
        return;
    }
    std::string ignored;
    if (type.id() == LogicalTypeId::DECIMAL && Value(text).TryCastAs(context, LogicalType::DOUBLE, result, &ignored))
        throw overflow(type);
    throw to_sql_error(duckdb::ErrorData(duckdb::ExceptionType::CONVERSION, message));
}

} // namespace redstart::sql
