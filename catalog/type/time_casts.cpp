#include "catalog/type/time_casts.hpp"

#include "catalog/state/clock.hpp"

#include <vector>

#include <duckdb.hpp>
#include <duckdb/function/cast/cast_function_set.hpp>

namespace redstart::catalog {

namespace {

using duckdb::BoundCastInfo;
using duckdb::LogicalType;
using duckdb::Vector;

constexpr std::int64_t kExplicitOnly = -1;
constexpr std::int64_t kMicrosPerDay = std::int64_t{86'400} * 1'000'000;

// Casts of the engine's one after the other; it knows the session's zone.
struct Steps final : duckdb::BoundCastData {
    struct Step {
        BoundCastInfo cast;
        LogicalType target;
    };
    duckdb::unique_ptr<BoundCastData> Copy() const override {
        auto copy = duckdb::make_uniq<Steps>();
        for (const auto& step : steps) copy->steps.push_back({step.cast.Copy(), step.target});
        return copy;
    }
    std::vector<Step> steps;
};

void add_step(duckdb::BindCastInput& input, Steps& steps, const LogicalType& source, const LogicalType& target) {
    steps.steps.push_back({input.GetCastFunction(source, target), target});
}

bool run_steps(const Steps& steps, Vector& from, Vector& to, std::size_t count, duckdb::CastParameters& parameters) {
    bool all = true;
    duckdb::unique_ptr<Vector> held;
    auto* source = &from;
    for (std::size_t i = 0; i < steps.steps.size(); ++i) {
        const auto& step = steps.steps[i];
        const bool last = i + 1 == steps.steps.size();
        auto made = last ? nullptr : duckdb::make_uniq<Vector>(step.target, std::max<std::size_t>(count, 1));
        duckdb::CastParameters own(parameters, step.cast.cast_data, nullptr);
        all = step.cast.function(*source, last ? to : *made, count, own) && all;
        held = std::move(made);
        source = held.get();
    }
    return all;
}

bool run(Vector& from, Vector& to, std::size_t count, duckdb::CastParameters& parameters) {
    return run_steps(parameters.cast_data->Cast<Steps>(), from, to, count, parameters);
}

// The time of day as one of today, so that the zone has an offset.
bool run_today(Vector& from, Vector& to, std::size_t count, duckdb::CastParameters& parameters) {
    Vector today(LogicalType::TIMESTAMP, std::max<std::size_t>(count, 1));
    const auto midnight = sql::now_micros() / kMicrosPerDay * kMicrosPerDay;
    duckdb::UnaryExecutor::Execute<duckdb::dtime_t, duckdb::timestamp_t>(
        from, today, count, [&](duckdb::dtime_t time) { return duckdb::timestamp_t(midnight + time.micros); });
    return run_steps(parameters.cast_data->Cast<Steps>(), today, to, count, parameters);
}

BoundCastInfo bind_local_time(duckdb::BindCastInput& input, const LogicalType&, const LogicalType&) {
    auto steps = duckdb::make_uniq<Steps>();
    add_step(input, *steps, LogicalType::TIMESTAMP_TZ, LogicalType::TIMESTAMP);
    add_step(input, *steps, LogicalType::TIMESTAMP, LogicalType::TIME);
    return {run, std::move(steps)};
}

BoundCastInfo bind_zoned_time(duckdb::BindCastInput& input, const LogicalType&, const LogicalType&) {
    auto steps = duckdb::make_uniq<Steps>();
    add_step(input, *steps, LogicalType::TIMESTAMP, LogicalType::TIMESTAMP_TZ);
    add_step(input, *steps, LogicalType::TIMESTAMP_TZ, LogicalType::TIME_TZ);
    return {run_today, std::move(steps)};
}

} // namespace

void install_time_casts(duckdb::DatabaseInstance& instance) {
    auto& casts = duckdb::CastFunctionSet::Get(instance);
    casts.RegisterCastFunction(LogicalType::TIMESTAMP_TZ, LogicalType::TIME, bind_local_time, kExplicitOnly);
    casts.RegisterCastFunction(LogicalType::TIME, LogicalType::TIME_TZ, bind_zoned_time, kExplicitOnly);
}

} // namespace redstart::catalog
