#include "sql/value/text_casts.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/functions/date/calendar.hpp"
#include "catalog/object/session_state.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/array_text.hpp"
#include "sql/value/datetime_input.hpp"
#include "sql/value/number_input.hpp"
#include "sql/value/value_input.hpp"

#include <array>
#include <limits>

#include <duckdb.hpp>
#include <duckdb/common/types/time.hpp>
#include <duckdb/common/types/timestamp.hpp>
#include <duckdb/function/cast/cast_function_set.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::BoundCastInfo;
using duckdb::CastParameters;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::string_t;
using duckdb::Vector;
using protocol::SqlError;

std::string_view view(const string_t& text) { return {text.GetData(), text.GetSize()}; }

// Applies `read` to every text that is not NULL, with its row if it wants that. What it throws ends the statement, or
// makes a NULL in TRY_CAST.
template <typename T, typename Read>
bool read_each(Vector& from, Vector& to, std::size_t count, const CastParameters& parameters, const Read& read) {
    bool all = true;
    duckdb::UnaryExecutor::ExecuteWithNulls<string_t, T>(
        from, to, count, [&](string_t text, duckdb::ValidityMask& validity, duckdb::idx_t row) {
            try {
                if constexpr (std::is_invocable_v<Read, std::string_view, std::size_t>)
                    return T(read(view(text), row));
                else
                    return T(read(view(text)));
            } catch (const SqlError& error) {
                if (parameters.error_message == nullptr) catalog::throw_through_engine(error);
                *parameters.error_message = error.message();
                all = false;
                validity.SetInvalid(row);
                return T();
            }
        });
    return all;
}

template <typename T, T (*Read)(std::string_view)>
bool cast_values(Vector& from, Vector& to, std::size_t count, CastParameters& parameters) {
    return read_each<T>(from, to, count, parameters, Read);
}

bool cast_bytes(Vector& from, Vector& to, std::size_t count, CastParameters& parameters) {
    return read_each<string_t>(from, to, count, parameters, [&to](std::string_view text) {
        return duckdb::StringVector::AddStringOrBlob(to, bytes_from_text(text));
    });
}

duckdb::hugeint_t huge(protocol::Int128 value) {
    return {static_cast<std::int64_t>(value >> 64), static_cast<std::uint64_t>(value)};
}

template <typename T> bool cast_decimals(Vector& from, Vector& to, std::size_t count, CastParameters& parameters) {
    const int precision = duckdb::DecimalType::GetWidth(to.GetType());
    const int scale = duckdb::DecimalType::GetScale(to.GetType());
    return read_each<T>(from, to, count, parameters, [=](std::string_view text) {
        const auto value = decimal_from_text(text).unscaled(precision, scale);
        if constexpr (std::is_same_v<T, duckdb::hugeint_t>)
            return huge(value);
        else
            return static_cast<T>(value);
    });
}

SqlError invalid(std::string_view type, std::string_view text) {
    return {state::kInvalidDatetimeFormat, fmt::format("invalid input syntax for type {}: \"{}\"", type, text)};
}

// What a cast of dates and times knows of its session, and the state of the cast that it leaves a part to.
struct ReadState : duckdb::FunctionLocalState {
    InputFacts facts;
    duckdb::unique_ptr<duckdb::FunctionLocalState> inner;
};

// The time when the transaction began, or the statement, in the session's zone.
std::int64_t local_now(duckdb::ClientContext& context, const catalog::SessionServices& session) {
    const auto start = session.transaction_start();
    Vector from(duckdb::Value::TIMESTAMPTZ(duckdb::timestamp_tz_t(start != 0 ? start : session.statement_start())));
    Vector to(LogicalType::TIMESTAMP);
    duckdb::GetCastFunctionInput input(context); // the engine's cast knows the session's zone
    auto cast = duckdb::CastFunctionSet::Get(context).GetCastFunction(from.GetType(), to.GetType(), input);
    duckdb::CastLocalStateParameters local(context, cast.cast_data.get());
    const auto state = cast.init_local_state == nullptr ? nullptr : cast.init_local_state(local);
    CastParameters parameters(cast.cast_data.get(), false, nullptr, state.get());
    cast.function(from, to, 1, parameters);
    return to.GetValue(0).GetValue<duckdb::timestamp_t>().value;
}

void learn_session(ReadState& state, duckdb::CastLocalStateParameters& parameters) {
    if (!parameters.context) return;
    auto& context = *parameters.context;
    const auto* session = catalog::find_session(context);
    if (session == nullptr) return;
    const auto style = session->setting("DateStyle").value_or("");
    state.facts.order = style.ends_with("DMY")   ? DateOrder::DMY
                        : style.ends_with("YMD") ? DateOrder::YMD
                                                 : DateOrder::MDY;
    state.facts.now = [&context, session] { return local_now(context, *session); };
}

duckdb::unique_ptr<duckdb::FunctionLocalState> init_reading(duckdb::CastLocalStateParameters& parameters) {
    auto state = duckdb::make_uniq<ReadState>();
    learn_session(*state, parameters);
    return state;
}

const InputFacts& facts_of(const CastParameters& parameters) {
    static const InputFacts kNone;
    return parameters.local_state ? parameters.local_state->Cast<ReadState>().facts : kNone;
}

template <typename T, T (*Read)(std::string_view, const InputFacts&)>
bool cast_datetimes(Vector& from, Vector& to, std::size_t count, CastParameters& parameters) {
    const auto& facts = facts_of(parameters);
    return read_each<T>(from, to, count, parameters, [&facts](std::string_view text) { return Read(text, facts); });
}

duckdb::date_t read_date(std::string_view text, const InputFacts& facts) {
    const auto read = datetime_from_text(text, "date", facts);
    if (read.special == DateTimeText::Special::Infinity) return duckdb::date_t::infinity();
    if (read.special == DateTimeText::Special::MinusInfinity) return duckdb::date_t::ninfinity();
    if (!read.days) throw invalid("date", text);
    return duckdb::date_t(static_cast<std::int32_t>(*read.days));
}

duckdb::timestamp_t read_timestamp(std::string_view text, const InputFacts& facts) {
    const auto read = datetime_from_text(text, "timestamp", facts);
    if (read.special == DateTimeText::Special::Infinity) return duckdb::timestamp_t::infinity();
    if (read.special == DateTimeText::Special::MinusInfinity) return duckdb::timestamp_t::ninfinity();
    if (!read.days) throw invalid("timestamp", text);
    return duckdb::timestamp_t(catalog::timestamp_of(*read.days, read.micros.value_or(0)).micros);
}

duckdb::dtime_t read_time(std::string_view text, const InputFacts& facts) {
    const auto read = datetime_from_text(text, "time", facts);
    if (!read.micros) throw invalid("time", text);
    return duckdb::dtime_t(*read.micros);
}

duckdb::interval_t read_interval(std::string_view text) {
    const auto read = interval_from_text(text);
    return {read.months, read.days, read.micros};
}

std::string offset_text(std::int32_t seconds) {
    const auto two = [](std::int32_t number) {
        return std::string(1, static_cast<char>('0' + number / 10)) + static_cast<char>('0' + number % 10);
    };
    const auto east = std::abs(seconds);
    auto text = (seconds < 0 ? "-" : "+") + two(east / 3600) + ":" + two(east / 60 % 60);
    return east % 60 == 0 ? text : text + ":" + two(east % 60);
}

// What the engine reads; it knows the session's time zone and the names of all others.
std::string engine_timestamptz(const DateTimeText& read, std::string_view text) {
    if (read.special != DateTimeText::Special::None)
        return read.special == DateTimeText::Special::Infinity ? "infinity" : "-infinity";
    if (!read.days) throw invalid("timestamp with time zone", text);
    auto written = duckdb::Timestamp::ToString(
        duckdb::timestamp_t(catalog::timestamp_of(*read.days, read.micros.value_or(0)).micros));
    if (read.offset) written += offset_text(*read.offset);
    if (!read.zone.empty()) written += " " + read.zone;
    return written;
}

std::string engine_timetz(std::string_view text, const InputFacts& facts) {
    const auto read = datetime_from_text(text, "time with time zone", facts);
    if (!read.micros || !read.zone.empty()) throw invalid("time with time zone", text);
    auto written = duckdb::Time::ToString(duckdb::dtime_t(*read.micros));
    return read.offset ? written + offset_text(*read.offset) : written;
}

// The cast that is left a part of the work: the engine's own, or that of an array's elements.
struct InnerCast : duckdb::BoundCastData {
    explicit InnerCast(BoundCastInfo inner) : cast(std::move(inner)) {}
    duckdb::unique_ptr<duckdb::BoundCastData> Copy() const override {
        return duckdb::make_uniq<InnerCast>(cast.Copy());
    }
    BoundCastInfo cast;
};

duckdb::unique_ptr<duckdb::FunctionLocalState> init_inner(duckdb::CastLocalStateParameters& parameters) {
    auto& cast = parameters.cast_data->Cast<InnerCast>().cast;
    duckdb::CastLocalStateParameters inner(parameters, cast.cast_data.get());
    return cast.init_local_state == nullptr ? nullptr : cast.init_local_state(inner);
}

bool run_inner(Vector& from, Vector& to, std::size_t count, CastParameters& parameters) {
    auto& cast = parameters.cast_data->Cast<InnerCast>().cast;
    CastParameters inner(parameters, cast.cast_data.get(), parameters.local_state);
    return cast.function(from, to, count, inner);
}

BoundCastInfo around(duckdb::cast_function_t function, BoundCastInfo inner) {
    return {function, duckdb::make_uniq<InnerCast>(std::move(inner)), init_inner};
}

duckdb::unique_ptr<duckdb::FunctionLocalState> init_zoned(duckdb::CastLocalStateParameters& parameters) {
    auto state = duckdb::make_uniq<ReadState>();
    learn_session(*state, parameters);
    state->inner = init_inner(parameters);
    return state;
}

// The parameters of the engine's cast that a cast with a zone leaves the rest to.
CastParameters zone_parameters(CastParameters& parameters) {
    CastParameters inner(parameters);
    inner.local_state = parameters.local_state ? parameters.local_state->Cast<ReadState>().inner.get() : nullptr;
    return inner;
}

bool cast_timetz(Vector& from, Vector& to, std::size_t count, CastParameters& parameters) {
    Vector texts(LogicalType::VARCHAR, std::max<std::size_t>(count, STANDARD_VECTOR_SIZE));
    const bool all = read_each<string_t>(from, texts, count, parameters, [&](std::string_view text) {
        return duckdb::StringVector::AddString(texts, engine_timetz(text, facts_of(parameters)));
    });
    auto inner = zone_parameters(parameters);
    return run_inner(texts, to, count, inner) && all;
}

// Runs the engine's cast over rows `first` to `last`.
bool run_inner_part(Vector& texts, Vector& to, std::size_t first, std::size_t last, CastParameters& parameters) {
    Vector part(texts, first, last);
    Vector values(to.GetType(), std::max<std::size_t>(last - first, STANDARD_VECTOR_SIZE));
    const bool all = run_inner(part, values, last - first, parameters);
    duckdb::VectorOperations::Copy(values, to, last - first, 0, first);
    return all;
}

// The engine's cast stays in the zone that a text has named, so it is called anew for a text without a zone that comes
// behind such a one.
bool cast_timestamptz(Vector& from, Vector& to, std::size_t count, CastParameters& parameters) {
    constexpr auto* kType = "timestamp with time zone";
    Vector texts(LogicalType::VARCHAR, std::max<std::size_t>(count, STANDARD_VECTOR_SIZE));
    std::vector<std::size_t> starts{0};
    bool in_named_zone = false;
    bool all = read_each<string_t>(from, texts, count, parameters, [&](std::string_view text, std::size_t row) {
        const auto read = datetime_from_text(text, kType, facts_of(parameters));
        if (!read.zone.empty()) {
            in_named_zone = true;
        } else if (in_named_zone && !read.offset) {
            starts.push_back(row);
            in_named_zone = false;
        }
        return duckdb::StringVector::AddString(texts, engine_timestamptz(read, text));
    });
    auto inner = zone_parameters(parameters);
    if (starts.size() == 1) return run_inner(texts, to, count, inner) && all;
    starts.push_back(count);
    for (std::size_t i = 1; i < starts.size(); ++i)
        all = run_inner_part(texts, to, starts[i - 1], starts[i], inner) && all;
    return all;
}

duckdb::cast_function_t decimal_cast(const LogicalType& target) {
    switch (target.InternalType()) {
    case duckdb::PhysicalType::INT16: return cast_decimals<std::int16_t>;
    case duckdb::PhysicalType::INT32: return cast_decimals<std::int32_t>;
    case duckdb::PhysicalType::INT64: return cast_decimals<std::int64_t>;
    default: return cast_decimals<duckdb::hugeint_t>;
    }
}

duckdb::cast_function_t cast_to(const LogicalType& target) {
    switch (target.id()) {
    case LogicalTypeId::BOOLEAN: return cast_values<bool, bool_from_text>;
    case LogicalTypeId::SMALLINT: return cast_values<std::int16_t, integer_from_text<std::int16_t>>;
    case LogicalTypeId::INTEGER: return cast_values<std::int32_t, integer_from_text<std::int32_t>>;
    case LogicalTypeId::BIGINT: return cast_values<std::int64_t, integer_from_text<std::int64_t>>;
    case LogicalTypeId::FLOAT: return cast_values<float, float_from_text<float>>;
    case LogicalTypeId::DOUBLE: return cast_values<double, float_from_text<double>>;
    case LogicalTypeId::DECIMAL: return decimal_cast(target);
    case LogicalTypeId::BLOB: return cast_bytes;
    case LogicalTypeId::DATE: return cast_datetimes<duckdb::date_t, read_date>;
    case LogicalTypeId::TIME: return cast_datetimes<duckdb::dtime_t, read_time>;
    case LogicalTypeId::TIMESTAMP: return cast_datetimes<duckdb::timestamp_t, read_timestamp>;
    case LogicalTypeId::INTERVAL: return cast_values<duckdb::interval_t, read_interval>;
    case LogicalTypeId::TIMESTAMP_TZ: return cast_timestamptz;
    case LogicalTypeId::TIME_TZ: return cast_timetz;
    default: return nullptr;
    }
}

// Reads PostgreSQL's notation; the engine's cast reads another.
bool cast_arrays(Vector& from, Vector& to, std::size_t count, CastParameters& parameters) {
    std::vector<std::optional<std::string>> elements;
    const bool read = read_each<duckdb::list_entry_t>(from, to, count, parameters, [&](std::string_view text) {
        auto list = array_elements(text);
        if (!list)
            throw SqlError(state::kInvalidTextRepresentation, fmt::format("malformed array literal: \"{}\"", text));
        const duckdb::list_entry_t entry(elements.size(), list->size());
        std::move(list->begin(), list->end(), std::back_inserter(elements));
        return entry;
    });
    Vector texts(LogicalType::VARCHAR, std::max<std::size_t>(elements.size(), 1));
    for (std::size_t i = 0; i < elements.size(); ++i)
        texts.SetValue(i, elements[i] ? duckdb::Value(*elements[i]) : duckdb::Value(LogicalType::VARCHAR));
    duckdb::ListVector::Reserve(to, elements.size());
    const bool cast = run_inner(texts, duckdb::ListVector::GetEntry(to), elements.size(), parameters);
    duckdb::ListVector::SetListSize(to, elements.size());
    return read && cast;
}

} // namespace

void replace_text_cast(duckdb::ClientContext& context, BoundCastInfo& cast, const LogicalType& target) {
    if (target.id() == LogicalTypeId::LIST && !target.HasAlias()) {
        const auto& type = duckdb::ListType::GetChildType(target);
        duckdb::GetCastFunctionInput input(context);
        auto element = duckdb::CastFunctionSet::Get(context).GetCastFunction(LogicalType::VARCHAR, type, input);
        replace_text_cast(context, element, type);
        cast = around(cast_arrays, std::move(element));
        return;
    }
    const auto function = target.HasAlias() ? nullptr : cast_to(target);
    if (function == nullptr || function == cast.function) return;
    if (target.id() != LogicalTypeId::TIMESTAMP_TZ && target.id() != LogicalTypeId::TIME_TZ) {
        const bool dated = target.id() == LogicalTypeId::DATE || target.id() == LogicalTypeId::TIME ||
                           target.id() == LogicalTypeId::TIMESTAMP;
        cast = dated ? BoundCastInfo(function, nullptr, init_reading) : BoundCastInfo(function);
        return;
    }
    // Of plain text: only its cast knows the session's time zone.
    duckdb::GetCastFunctionInput input(context);
    auto own = duckdb::CastFunctionSet::Get(context).GetCastFunction(LogicalType::VARCHAR, target, input);
    cast = around(function, std::move(own));
    cast.init_local_state = init_zoned;
}

void cast_texts(duckdb::ClientContext& context, Vector& from, Vector& to, std::size_t count) {
    duckdb::GetCastFunctionInput input(context);
    auto cast = duckdb::CastFunctionSet::Get(context).GetCastFunction(from.GetType(), to.GetType(), input);
    replace_text_cast(context, cast, to.GetType());
    duckdb::CastLocalStateParameters local(context, cast.cast_data.get());
    const auto state = cast.init_local_state == nullptr ? nullptr : cast.init_local_state(local);
    CastParameters parameters(cast.cast_data.get(), false, nullptr, state.get());
    cast.function(from, to, count, parameters);
}

void check_text(duckdb::ClientContext& context, const std::string& text, const LogicalType& type) {
    if (type.id() == LogicalTypeId::VARCHAR) return;
    Vector from(duckdb::Value{text});
    Vector to(type);
    cast_texts(context, from, to, 1);
}

} // namespace redstart::sql
