// AT TIME ZONE with a zone that is a fixed offset, which the engine does not know or takes for a zone with daylight
// saving time ("PST"). Zones of other names stay the engine's.
#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/date/calendar.hpp"
#include "catalog/functions/date/zone_offsets.hpp"
#include "catalog/functions/kit/families.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <duckdb.hpp>
#include <duckdb/common/types/datetime.hpp>
#include <duckdb/common/types/timestamp.hpp>
#include <fmt/core.h>

namespace redstart::catalog {
namespace {

using duckdb::LogicalType;

constexpr std::size_t kLongestName = 255;                 // PostgreSQL's
using Offsets = std::vector<std::optional<std::int32_t>>; // by row: seconds east of UTC

std::int64_t moved(std::int64_t micros, std::int64_t seconds) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(micros, seconds * kMicrosPerSecond, &sum))
        throw_through_engine({protocol::sqlstate::kDatetimeFieldOverflow, "timestamp out of range"});
    return sum;
}

// What a result that was made for UTC is in a zone that is `east` of it.
duckdb::timestamp_tz_t in_zone(duckdb::timestamp_tz_t moment, std::int32_t east) {
    if (!duckdb::Timestamp::IsFinite(moment)) return moment;
    return duckdb::timestamp_tz_t(duckdb::timestamp_t(moved(moment.value, -east)));
}
duckdb::timestamp_t in_zone(duckdb::timestamp_t clock, std::int32_t east) {
    if (!duckdb::Timestamp::IsFinite(clock)) return clock;
    return duckdb::timestamp_t(moved(clock.value, east));
}
duckdb::dtime_tz_t in_zone(duckdb::dtime_tz_t time, std::int32_t east) {
    if (east < duckdb::dtime_tz_t::MIN_OFFSET || east > duckdb::dtime_tz_t::MAX_OFFSET)
        throw_through_engine(
            {protocol::sqlstate::kInvalidTimeZoneDisplacementValue, "time zone displacement out of range"});
    const auto micros = time.time().micros + east * kMicrosPerSecond;
    return {duckdb::dtime_t(floor_mod(micros, kMicrosPerDay)), east};
}

template <typename T> void move_results(duckdb::Vector& result, const Offsets& offsets) {
    auto* values = duckdb::FlatVector::GetData<T>(result);
    const auto& validity = duckdb::FlatVector::Validity(result);
    for (std::size_t row = 0; row < offsets.size(); ++row)
        if (offsets[row] && validity.RowIsValid(row)) values[row] = in_zone(values[row], *offsets[row]);
}

// The offsets of the zones that have a fixed one; these zones become UTC.
Offsets take_offsets(duckdb::Vector& zones, std::size_t count) {
    Offsets offsets(count);
    auto* names = duckdb::FlatVector::GetData<duckdb::string_t>(zones);
    const auto& validity = duckdb::FlatVector::Validity(zones);
    for (std::size_t row = 0; row < count; ++row) {
        if (!validity.RowIsValid(row)) continue;
        // The engine would look for a name like it, for seconds.
        if (names[row].GetSize() > kLongestName)
            throw_through_engine(
                {protocol::sqlstate::kInvalidParameterValue,
                 fmt::format("time zone \"{}\" not recognized", std::string_view(names[row].GetData(), kLongestName))});
        offsets[row] = fixed_offset({names[row].GetData(), names[row].GetSize()});
        if (offsets[row]) names[row] = duckdb::string_t("UTC");
    }
    return offsets;
}

// timezone(zone, time), the engine's answer for UTC moved by the offset.
template <typename T>
void run(const duckdb::scalar_function_t& engine, duckdb::DataChunk& arguments, duckdb::ExpressionState& state,
         duckdb::Vector& result) {
    const bool one_zone = arguments.data[0].GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR;
    const auto count = one_zone ? 1 : arguments.size();
    duckdb::Vector zones(LogicalType::VARCHAR, std::max<duckdb::idx_t>(count, 1));
    duckdb::VectorOperations::Copy(arguments.data[0], zones, count, 0, 0);
    auto offsets = take_offsets(zones, count);
    if (std::none_of(offsets.begin(), offsets.end(), [](const auto& offset) { return offset.has_value(); }))
        return engine(arguments, state, result);
    if (one_zone) zones.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
    duckdb::DataChunk in_utc;
    in_utc.InitializeEmpty({LogicalType::VARCHAR, arguments.data[1].GetType()});
    in_utc.data[0].Reference(zones);
    in_utc.data[1].Reference(arguments.data[1]);
    in_utc.SetCardinality(arguments.size());
    engine(in_utc, state, result);
    // A constant is moved as a vector of one row.
    const bool one_result = result.GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR;
    if (one_result)
        result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    else
        result.Flatten(arguments.size());
    offsets.resize(one_result ? 1 : arguments.size(), offsets[0]);
    move_results<T>(result, offsets);
    if (one_result) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

template <typename T> duckdb::scalar_function_t around(duckdb::scalar_function_t engine) {
    return [engine = std::move(engine)](duckdb::DataChunk& arguments, duckdb::ExpressionState& state,
                                        duckdb::Vector& result) { run<T>(engine, arguments, state, result); };
}

} // namespace

void install_time_zones(duckdb::DatabaseInstance& instance) {
    auto zones = engine_set(instance, "timezone");
    for (auto& function : zones.functions) {
        if (function.arguments.size() != 2 || function.arguments[0] != LogicalType::VARCHAR) continue;
        switch (function.return_type.id()) {
        case duckdb::LogicalTypeId::TIMESTAMP_TZ:
            function.function = around<duckdb::timestamp_tz_t>(std::move(function.function));
            break;
        case duckdb::LogicalTypeId::TIMESTAMP:
            function.function = around<duckdb::timestamp_t>(std::move(function.function));
            break;
        case duckdb::LogicalTypeId::TIME_TZ:
            function.function = around<duckdb::dtime_tz_t>(std::move(function.function));
            break;
        default: break;
        }
    }
    install_set(instance, std::move(zones));
}

} // namespace redstart::catalog
