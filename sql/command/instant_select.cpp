// The fast path: SELECT of literals and session functions, answered here. The same functions exist in the engine for
// statements that need it; what they do is in SessionServices, once.
#include "catalog/state/version.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/run/instant_columns.hpp"
#include "sql/run/parameters.hpp"
#include "sql/value/value_input.hpp"

#include <charconv>
#include <limits>

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using protocol::SqlError;

std::int64_t integer_from(std::string_view text, const char* type, std::int64_t low, std::int64_t high) {
    auto trimmed = text;
    while (!trimmed.empty() && trimmed.front() == ' ') trimmed.remove_prefix(1);
    while (!trimmed.empty() && trimmed.back() == ' ') trimmed.remove_suffix(1);
    if (trimmed.starts_with('+')) trimmed.remove_prefix(1);
    std::int64_t value = 0;
    const auto parsed = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), value);
    if (trimmed.empty() || parsed.ptr != trimmed.data() + trimmed.size() || parsed.ec == std::errc::invalid_argument)
        throw SqlError(state::kInvalidTextRepresentation,
                       "invalid input syntax for integer: \"" + std::string(text) + "\"");
    if (parsed.ec != std::errc() || value < low || value > high)
        throw SqlError(state::kNumericValueOutOfRange,
                       "value \"" + std::string(text) + "\" is out of range for type " + type);
    return value;
}

StaticValue from_text(const std::string& text, std::uint32_t type) {
    using Int4 = std::numeric_limits<std::int32_t>;
    using Int8 = std::numeric_limits<std::int64_t>;
    switch (type) {
    case oid::kInt4: return static_cast<std::int32_t>(integer_from(text, "integer", Int4::min(), Int4::max()));
    case oid::kInt8: return integer_from(text, "bigint", Int8::min(), Int8::max());
    case oid::kBool: return bool_from_text(text);
    default: return text;
    }
}

StaticValue integer_value(std::int64_t value, std::uint32_t type) {
    if (type == oid::kInt8) return value;
    if (type == oid::kBool) return value != 0;
    if (type != oid::kInt4) return std::to_string(value);
    if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max())
        throw SqlError(state::kNumericValueOutOfRange, "integer out of range");
    return static_cast<std::int32_t>(value);
}

StaticValue value_of(const SimpleValue& value, std::uint32_t type, const Parameters* parameters) {
    switch (value.kind) {
    case SimpleValue::Kind::Null: return std::monostate();
    case SimpleValue::Kind::Boolean:
        if (type == oid::kInt4) return static_cast<std::int32_t>(value.boolean);
        if (type == oid::kBool) return value.boolean;
        return std::string(value.boolean ? "true" : "false");
    case SimpleValue::Kind::Integer: return integer_value(value.integer, type);
    case SimpleValue::Kind::Parameter: {
        const auto& text = parameters->text(static_cast<std::size_t>(value.integer - 1));
        return text ? from_text(*text, type) : StaticValue();
    }
    default: return from_text(value.text, type);
    }
}

StaticValue arithmetic(const SimpleArithmetic& sum) {
    std::int64_t result = 0;
    bool overflow = false;
    switch (sum.op) {
    case SimpleOperator::Add: overflow = __builtin_add_overflow(sum.left, sum.right, &result); break;
    case SimpleOperator::Subtract: overflow = __builtin_sub_overflow(sum.left, sum.right, &result); break;
    case SimpleOperator::Multiply: overflow = __builtin_mul_overflow(sum.left, sum.right, &result); break;
    }
    const bool wide = arithmetic_type(sum) == oid::kInt8;
    if (overflow) throw SqlError(state::kNumericValueOutOfRange, wide ? "bigint out of range" : "integer out of range");
    return integer_value(result, wide ? oid::kInt8 : oid::kInt4);
}

} // namespace

std::optional<Outcome> Commands::select(const SimpleSelect& select, const Parameters* parameters) {
    const auto columns = simple_columns(select);
    if (!columns) return std::nullopt;
    std::vector<StaticValue> row;
    for (std::size_t index = 0; index < select.items.size(); ++index) {
        const auto& expression = select.items[index].expression;
        const auto type = (*columns)[index].type;
        if (const auto* value = std::get_if<SimpleValue>(&expression)) {
            if (value->kind == SimpleValue::Kind::Parameter && parameters == nullptr)
                throw SqlError(state::kUndefinedParameter, "there is no parameter $" + std::to_string(value->integer));
            row.push_back(value_of(*value, type, parameters));
        } else if (const auto* sum = std::get_if<SimpleArithmetic>(&expression)) {
            row.push_back(arithmetic(*sum));
        } else {
            row.push_back(call(std::get<SimpleCall>(expression), parameters));
        }
    }
    session_.interrupts().check(); // a signal to the own pid ends this very statement
    Outcome outcome;
    std::vector<std::vector<StaticValue>> rows;
    rows.push_back(std::move(row));
    outcome.rows = std::make_unique<StaticResult>(*columns, std::move(rows));
    return outcome;
}

StaticValue Commands::call(const SimpleCall& call, const Parameters* parameters) {
    StaticValue argument;
    if (call.argument) {
        if (call.argument->kind == SimpleValue::Kind::Parameter && parameters == nullptr)
            throw SqlError(state::kUndefinedParameter,
                           "there is no parameter $" + std::to_string(call.argument->integer));
        const bool text = call.function == SimpleFunction::CurrentSetting;
        argument = value_of(*call.argument, text ? oid::kVarchar : oid::kInt4, parameters);
        if (std::holds_alternative<std::monostate>(argument)) return argument;
    }
    switch (call.function) {
    case SimpleFunction::CurrentUser:
    case SimpleFunction::SessionUser: return session_.user_name();
    case SimpleFunction::CurrentDatabase: return session_.database();
    case SimpleFunction::CurrentSchema: break;
    case SimpleFunction::Version: return std::string(catalog::kVersionText);
    case SimpleFunction::BackendPid: return session_.pid();
    case SimpleFunction::CancelBackend: return session_.cancel_backend(std::get<std::int32_t>(argument));
    case SimpleFunction::TerminateBackend: return session_.terminate_backend(std::get<std::int32_t>(argument));
    case SimpleFunction::CurrentSetting: return session_.settings().show(std::get<std::string>(argument)).value;
    case SimpleFunction::LastQueryId: return session_.last_query_id();
    }
    return current_schema();
}

StaticValue Commands::current_schema() {
    std::optional<std::string> found;
    const auto names = session_.names();
    runner_.look_up([&](duckdb::ClientContext& context) { found = sql::current_schema(context, names); });
    return found ? StaticValue(*found) : StaticValue();
}

} // namespace redstart::sql
