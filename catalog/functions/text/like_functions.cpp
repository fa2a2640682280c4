// LIKE and ILIKE: the engine's search of a pattern with several % goes back to each of them, 2 to the power of their
// number; what it does with a constant pattern of plain pieces is quick and is kept.
#include "catalog/engine/call_interrupt.hpp"
#include "catalog/engine/engine_error.hpp"
#include "catalog/engine/engine_sets.hpp"
#include "catalog/functions/kit/families.hpp"
#include "catalog/functions/text/like_match.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"

#include <string>

#include <duckdb.hpp>
#include <duckdb/planner/expression/bound_function_expression.hpp>

// The engine's header that declares these includes one that is not installed.
namespace duckdb {
idx_t LowerLength(const char* text, idx_t size);
void LowerCase(const char* text, idx_t size, char* result);
} // namespace duckdb

namespace redstart::catalog {

namespace {

using duckdb::DataChunk;
using duckdb::ExpressionState;
using duckdb::string_t;
using duckdb::Vector;
using protocol::SqlError;

std::string_view view(const string_t& text) { return {text.GetData(), text.GetSize()}; }

// As the engine lowers text; both sides alike.
std::string lowered(std::string_view text) {
    std::string lower(duckdb::LowerLength(text.data(), text.size()), '\0');
    duckdb::LowerCase(text.data(), text.size(), lower.data());
    return lower;
}

struct Form {
    bool negated = false;
    bool any_case = false;
};

bool matches(Form form, std::string_view text, std::string_view pattern, std::string_view escape) {
    if (protocol::character_count(escape) > 1)
        throw SqlError(protocol::sqlstate::kInvalidEscapeSequence, "invalid escape string")
            .hint("Escape string must be empty or one character.");
    count_work(text.size() + pattern.size());
    if (!form.any_case) return like_matches(text, pattern, escape) != form.negated;
    return like_matches(lowered(text), lowered(pattern), lowered(escape)) != form.negated;
}

template <typename Compute> void compute(ExpressionState& expression, Compute compute) {
    const CallInterrupt interrupt(expression);
    try {
        compute();
    } catch (const SqlError& error) { throw_through_engine(error); }
}

duckdb::scalar_function_t with_escape(Form form) {
    return [form](DataChunk& arguments, ExpressionState& expression, Vector& result) {
        compute(expression, [&] {
            duckdb::TernaryExecutor::Execute<string_t, string_t, string_t, bool>(
                arguments.data[0], arguments.data[1], arguments.data[2], result, arguments.size(),
                [form](string_t text, string_t pattern, string_t escape) {
                    return matches(form, view(text), view(pattern), view(escape));
                });
        });
    };
}

// `prepared` is the engine's, for constant patterns that its binding has taken apart.
duckdb::scalar_function_t without_escape(Form form, duckdb::scalar_function_t prepared) {
    return [form, prepared = std::move(prepared)](DataChunk& arguments, ExpressionState& expression, Vector& result) {
        if (expression.expr.Cast<duckdb::BoundFunctionExpression>().bind_info)
            return prepared(arguments, expression, result);
        compute(expression, [&] {
            duckdb::BinaryExecutor::Execute<string_t, string_t, bool>(
                arguments.data[0], arguments.data[1], result, arguments.size(),
                [form](string_t text, string_t pattern) { return matches(form, view(text), view(pattern), {}); });
        });
    };
}

struct Name {
    const char* plain;
    const char* escaped;
    Form form;
};

constexpr Name kNames[] = {{"~~", "like_escape", {}},
                           {"!~~", "not_like_escape", {.negated = true}},
                           {"~~*", "ilike_escape", {.any_case = true}},
                           {"!~~*", "not_ilike_escape", {.negated = true, .any_case = true}}};

} // namespace

void install_like(duckdb::DatabaseInstance& instance) {
    for (const auto& name : kNames) {
        auto plain = engine_set(instance, name.plain);
        auto escaped = engine_set(instance, name.escaped);
        for (auto& function : plain.functions) {
            function.function = without_escape(name.form, std::move(function.function));
            function.statistics = nullptr; // it would put another function in place
        }
        for (auto& function : escaped.functions) function.function = with_escape(name.form);
        install_set(instance, std::move(plain));
        install_set(instance, std::move(escaped));
    }
}

} // namespace redstart::catalog
