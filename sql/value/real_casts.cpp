#include "sql/value/real_casts.hpp"

#include "catalog/engine/engine_error.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <cmath>

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

} // namespace

void replace_real_cast(duckdb::BoundCastInfo& cast, const duckdb::LogicalType& source,
                       const duckdb::LogicalType& target) {
    if (source.id() == duckdb::LogicalTypeId::DOUBLE && target.id() == duckdb::LogicalTypeId::FLOAT)
        cast = duckdb::BoundCastInfo(to_real);
}

} // namespace redstart::sql
