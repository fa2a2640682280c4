#include "sql/value/real_casts.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/functions/number/decimal_rules.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/value/number_input.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

bool to_real(duckdb::Vector& from, duckdb::Vector& to, std::size_t count, duckdb::CastParameters& cast) {
    bool all = true;
    duckdb::UnaryExecutor::ExecuteWithNulls<double, float>(
        from, to, count, [&](double number, duckdb::ValidityMask& validity, duckdb::idx_t row) {
            const auto real = static_cast<float>(number);
            const bool overflow = std::isinf(real) && !std::isinf(number);
            const bool underflow = real == 0 && number != 0;
            if (!overflow && !underflow) return real;
            const protocol::SqlError error(
                protocol::sqlstate::kNumericValueOutOfRange,
                fmt::format("\"{}\" is out of range for type real", duckdb::Value::DOUBLE(number).ToString()));
            if (cast.error_message == nullptr) catalog::throw_through_engine(error);
            *cast.error_message = error.message();
            validity.SetInvalid(row);
            all = false;
            return 0.0F;
        });
    return all;
}

template <typename Integer> constexpr const char* kOutOfRange = "bigint out of range";
template <> constexpr const char* kOutOfRange<std::int32_t> = "integer out of range";
template <> constexpr const char* kOutOfRange<std::int16_t> = "smallint out of range";

// Rounds to the nearest, a half to the even one (PostgreSQL, dtoi4()).
template <typename Real, typename Integer>
bool to_integer(duckdb::Vector& from, duckdb::Vector& to, std::size_t count, duckdb::CastParameters& cast) {
    bool all = true;
    duckdb::UnaryExecutor::ExecuteWithNulls<Real, Integer>(
        from, to, count, [&](Real number, duckdb::ValidityMask& validity, duckdb::idx_t row) {
            const double rounded = std::nearbyint(static_cast<double>(number));
            constexpr auto kLeast = static_cast<double>(std::numeric_limits<Integer>::min());
            if (rounded >= kLeast && rounded < -kLeast) return static_cast<Integer>(rounded);
            const protocol::SqlError error(protocol::sqlstate::kNumericValueOutOfRange, kOutOfRange<Integer>);
            if (cast.error_message == nullptr) catalog::throw_through_engine(error);
            *cast.error_message = error.message();
            validity.SetInvalid(row);
            all = false;
            return Integer{};
        });
    return all;
}

template <typename Real> duckdb::cast_function_t cast_to_integer(const duckdb::LogicalType& target) {
    if (target.HasAlias()) return nullptr;
    switch (target.id()) {
    case duckdb::LogicalTypeId::SMALLINT: return to_integer<Real, std::int16_t>;
    case duckdb::LogicalTypeId::INTEGER: return to_integer<Real, std::int32_t>;
    case duckdb::LogicalTypeId::BIGINT: return to_integer<Real, std::int64_t>;
    default: return nullptr;
    }
}

// A numeric has the digits that are sure in the binary number, 15 or 6 (PostgreSQL, float8_numeric()); the engine
// would go on with those that are none: 0.1 + 0.2 became 0.30000000000000004096.
template <typename Real, typename Stored>
bool to_decimal(duckdb::Vector& from, duckdb::Vector& to, std::size_t count, duckdb::CastParameters& cast) {
    const int precision = duckdb::DecimalType::GetWidth(to.GetType());
    const int scale = duckdb::DecimalType::GetScale(to.GetType());
    bool all = true;
    duckdb::UnaryExecutor::ExecuteWithNulls<Real, Stored>(
        from, to, count, [&](Real number, duckdb::ValidityMask& validity, duckdb::idx_t row) {
            std::array<char, 32> text{};
            const auto end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::general,
                                           std::numeric_limits<Real>::digits10);
            try {
                if (!std::isfinite(number)) throw numeric_overflow(precision, scale);
                const auto value = decimal_from_text({text.data(), end.ptr}).unscaled(precision, scale);
                if constexpr (std::is_same_v<Stored, duckdb::hugeint_t>)
                    return catalog::to_hugeint(value);
                else
                    return static_cast<Stored>(value);
            } catch (const protocol::SqlError& error) {
                if (cast.error_message == nullptr) catalog::throw_through_engine(error);
                *cast.error_message = error.message();
                validity.SetInvalid(row);
                all = false;
                return Stored{};
            }
        });
    return all;
}

template <typename Real> duckdb::cast_function_t cast_to_decimal(const duckdb::LogicalType& target) {
    switch (target.InternalType()) {
    case duckdb::PhysicalType::INT16: return to_decimal<Real, std::int16_t>;
    case duckdb::PhysicalType::INT32: return to_decimal<Real, std::int32_t>;
    case duckdb::PhysicalType::INT64: return to_decimal<Real, std::int64_t>;
    default: return to_decimal<Real, duckdb::hugeint_t>;
    }
}

template <typename Real> duckdb::cast_function_t cast_to_number(const duckdb::LogicalType& target) {
    return target.id() == duckdb::LogicalTypeId::DECIMAL ? cast_to_decimal<Real>(target)
                                                         : cast_to_integer<Real>(target);
}

} // namespace

void replace_real_cast(duckdb::BoundCastInfo& cast, const duckdb::LogicalType& source,
                       const duckdb::LogicalType& target) {
    if (source.id() == duckdb::LogicalTypeId::DOUBLE && target.id() == duckdb::LogicalTypeId::FLOAT)
        cast = duckdb::BoundCastInfo(to_real);
    duckdb::cast_function_t function = nullptr;
    if (source.id() == duckdb::LogicalTypeId::DOUBLE) function = cast_to_number<double>(target);
    if (source.id() == duckdb::LogicalTypeId::FLOAT) function = cast_to_number<float>(target);
    if (function != nullptr) cast = duckdb::BoundCastInfo(function);
}

} // namespace redstart::sql
