#include "sql/value/real_casts.hpp"

#include "catalog/engine/engine_error.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <cmath>
#include <limits>

#include <duckdb.hpp>

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
            const protocol::SqlError error(protocol::sqlstate::kNumericValueOutOfRange,
                                           "\"" + duckdb::Value::DOUBLE(number).ToString() +
                                               "\" is out of range for type real");
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

} // namespace

void replace_real_cast(duckdb::BoundCastInfo& cast, const duckdb::LogicalType& source,
                       const duckdb::LogicalType& target) {
    if (source.id() == duckdb::LogicalTypeId::DOUBLE && target.id() == duckdb::LogicalTypeId::FLOAT)
        cast = duckdb::BoundCastInfo(to_real);
    duckdb::cast_function_t function = nullptr;
    if (source.id() == duckdb::LogicalTypeId::DOUBLE) function = cast_to_integer<double>(target);
    if (source.id() == duckdb::LogicalTypeId::FLOAT) function = cast_to_integer<float>(target);
    if (function != nullptr) cast = duckdb::BoundCastInfo(function);
}

} // namespace redstart::sql
