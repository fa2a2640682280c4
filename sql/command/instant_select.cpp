// The fast path: SELECT of literals and session functions, answered here. The functions are those that the engine has
// for statements that need it: a declaration and a body (catalog/information).
#include "catalog/information/scalar_function.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/run/instant_columns.hpp"
#include "sql/run/instant_functions.hpp"
#include "sql/run/parameters.hpp"
#include "sql/value/number_input.hpp"
#include "sql/value/value_input.hpp"

#include <charconv>
#include <limits>
#include <stdexcept>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace oid = protocol::oid;
namespace state = protocol::sqlstate;
using protocol::SqlError;

StaticValue from_text(const std::string& text, std::uint32_t type) {
    switch (type) {
    case oid::kInt4: return integer_from_text<std::int32_t>(text);
    case oid::kInt8: return integer_from_text<std::int64_t>(text);
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

// A call of the fast path: one argument at most, and the engine's catalog for whom asks for it.
class InstantCall final : public catalog::FunctionCall {
public:
    InstantCall(SessionContext& session, const StaticValue& argument) : session_(session), argument_(argument) {}

    void enter(duckdb::ClientContext& context) { context_ = &context; }

    std::size_t size() const override { return std::holds_alternative<std::monostate>(argument_) ? 0 : 1; }
    bool is_null(std::size_t) const override { return false; }
    std::int64_t integer(std::size_t) const override { return std::get<std::int32_t>(argument_); }
    bool boolean(std::size_t) const override { throw out_of_reach(); }
    std::string text(std::size_t) const override { return std::get<std::string>(argument_); }
    std::size_t length(std::size_t) const override { throw out_of_reach(); }
    void each_item(std::size_t, const UseItem&) const override { throw out_of_reach(); }
    bool is_text(std::size_t) const override { return std::holds_alternative<std::string>(argument_); }
    duckdb::ClientContext& engine() override {
        if (context_ == nullptr) throw out_of_reach();
        return *context_;
    }
    catalog::SessionServices& session() override { return session_.functions(); }
    const catalog::Directories& directories() const override { throw out_of_reach(); }
    const catalog::CatalogIndex& index() override { throw out_of_reach(); }

private:
    // A declaration whose reach says more than its body keeps to.
    static std::logic_error out_of_reach() { return std::logic_error("a session function asks for the engine"); }

    SessionContext& session_;
    const StaticValue& argument_;
    duckdb::ClientContext* context_ = nullptr;
};

StaticValue result_of(catalog::Datum&& datum, std::uint32_t type) {
    if (const auto* number = std::get_if<std::int64_t>(&datum)) return integer_value(*number, type);
    if (const auto* flag = std::get_if<bool>(&datum)) return *flag;
    if (auto* text = std::get_if<std::string>(&datum)) return std::move(*text);
    return std::monostate();
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
                throw SqlError(state::kUndefinedParameter, fmt::format("there is no parameter ${}", value->integer));
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
    const auto& function = *call.function;
    StaticValue argument;
    if (call.argument) {
        if (call.argument->kind == SimpleValue::Kind::Parameter && parameters == nullptr)
            throw SqlError(state::kUndefinedParameter,
                           fmt::format("there is no parameter ${}", call.argument->integer));
        argument = value_of(*call.argument, function.argument == oid::kText ? oid::kVarchar : oid::kInt4, parameters);
        if (std::holds_alternative<std::monostate>(argument)) return argument;
    }
    InstantCall instant(session_, argument);
    StaticValue result;
    const auto run = [&] { result = result_of(function.declaration->body(instant), function.result); };
    if (!function.asks_catalog) {
        run();
        return result;
    }
    runner_.look_up([&](duckdb::ClientContext& context) {
        instant.enter(context);
        run();
    });
    return result;
}

} // namespace redstart::sql
