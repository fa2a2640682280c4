#include "sql/value/decimal_casts.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/functions/number/decimal_rules.hpp"
#include "sql/value/number_input.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

using catalog::Int128;
using duckdb::CastParameters;
using duckdb::DecimalType;
using duckdb::hugeint_t;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::PhysicalType;
using duckdb::Vector;

Int128 wide(hugeint_t value) { return catalog::to_int128(value); }
std::int64_t wide(std::int64_t value) { return value; }

template <typename To, typename Wide> To narrow(Wide value) {
    if constexpr (std::is_same_v<To, hugeint_t>)
        return catalog::to_hugeint(value);
    else
        return static_cast<To>(value);
}

template <typename From, typename To>
bool drop_digits(Vector& from, Vector& to, std::size_t count, CastParameters& cast) {
    using Wide = decltype(wide(From()));
    const int precision = DecimalType::GetWidth(to.GetType());
    const int scale = DecimalType::GetScale(to.GetType());
    const auto unit = static_cast<Wide>(catalog::power_of_ten(DecimalType::GetScale(from.GetType()) - scale));
    const auto limit = catalog::power_of_ten(precision);
    bool all = true;
    duckdb::UnaryExecutor::ExecuteWithNulls<From, To>(
        from, to, count, [&](From number, duckdb::ValidityMask& validity, duckdb::idx_t row) {
            const Wide value = wide(number);
            const Wide rest = value % unit;
            const Wide away = rest >= unit - rest ? 1 : -rest >= unit + rest ? -1 : 0;
            const Wide rounded = value / unit + away;
            if (rounded < limit && -rounded < limit) return narrow<To>(rounded);
            const auto error = numeric_overflow(precision, scale);
            if (cast.error_message == nullptr) catalog::throw_through_engine(error);
            *cast.error_message = error.message();
            validity.SetInvalid(row);
            all = false;
            return To();
        });
    return all;
}

template <typename From> duckdb::cast_function_t drop_digits_to(const LogicalType& target) {
    switch (target.InternalType()) {
    case PhysicalType::INT16: return drop_digits<From, std::int16_t>;
    case PhysicalType::INT32: return drop_digits<From, std::int32_t>;
    case PhysicalType::INT64: return drop_digits<From, std::int64_t>;
    default: return drop_digits<From, hugeint_t>;
    }
}

} // namespace

void replace_decimal_cast(duckdb::BoundCastInfo& cast, const LogicalType& source, const LogicalType& target) {
    if (source.id() != LogicalTypeId::DECIMAL || target.id() != LogicalTypeId::DECIMAL) return;
    if (DecimalType::GetScale(source) <= DecimalType::GetScale(target)) return;
    switch (source.InternalType()) {
    case PhysicalType::INT16: cast = duckdb::BoundCastInfo(drop_digits_to<std::int16_t>(target)); break;
    case PhysicalType::INT32: cast = duckdb::BoundCastInfo(drop_digits_to<std::int32_t>(target)); break;
    case PhysicalType::INT64: cast = duckdb::BoundCastInfo(drop_digits_to<std::int64_t>(target)); break;
    default: cast = duckdb::BoundCastInfo(drop_digits_to<hugeint_t>(target)); break;
    }
}

} // namespace redstart::sql
