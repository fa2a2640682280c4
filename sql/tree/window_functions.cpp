#include "sql/tree/window_functions.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <iterator>

#include <duckdb.hpp>
#include <duckdb/parser/expression/cast_expression.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/expression/function_expression.hpp>
#include <duckdb/parser/expression/window_expression.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

constexpr std::string_view kInvalidPrecedingOrFollowingSize = "22013"; // of frames alone

struct Function {
    std::string_view name;
    int row_count = -1; // the argument that counts rows; lag and lead keep theirs beside the others
};

constexpr Function kFunctions[] = {{"cume_dist"},    {"dense_rank"}, {"first_value"},  {"lag"},
                                   {"last_value"},   {"lead"},       {"nth_value", 1}, {"ntile", 0},
                                   {"percent_rank"}, {"rank"},       {"row_number"}};

const Function* find(std::string_view name) {
    const auto* found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                     [name](const Function& function) { return function.name == name; });
    return found == std::end(kFunctions) ? nullptr : found;
}

void count_in_integer(duckdb::unique_ptr<duckdb::ParsedExpression>& argument) {
    if (argument)
        argument = duckdb::make_uniq<duckdb::CastExpression>(duckdb::LogicalType::INTEGER, std::move(argument));
}

// An offset that is written as a number; one that rows tell is the engine's to look at.
void check_offset(const duckdb::unique_ptr<duckdb::ParsedExpression>& offset, const char* end) {
    if (!offset) return;
    const auto* number = offset.get();
    const bool negated = number->GetExpressionClass() == duckdb::ExpressionClass::FUNCTION &&
                         number->Cast<duckdb::FunctionExpression>().function_name == "-" &&
                         number->Cast<duckdb::FunctionExpression>().children.size() == 1;
    if (negated) number = number->Cast<duckdb::FunctionExpression>().children[0].get();
    if (number->GetExpressionClass() != duckdb::ExpressionClass::CONSTANT) return;
    const auto& value = number->Cast<duckdb::ConstantExpression>().value;
    const auto refuse = [&](std::string_view code, const char* what) {
        throw protocol::SqlError(code, fmt::format("frame {} offset must not be {}", end, what));
    };
    if (value.IsNull()) refuse(protocol::sqlstate::kNullValueNotAllowed, "null");
    if (!value.type().IsIntegral()) return;
    const bool below = value < duckdb::Value::INTEGER(0);
    if (negated ? value > duckdb::Value::INTEGER(0) : below) refuse(kInvalidPrecedingOrFollowingSize, "negative");
}

} // namespace

void check_frame(const duckdb::WindowExpression& call) {
    check_offset(call.start_expr, "starting");
    check_offset(call.end_expr, "ending");
}

bool is_window_function(std::string_view name) { return find(name) != nullptr; }

void type_row_counts(duckdb::WindowExpression& call) {
    count_in_integer(call.offset_expr);
    const auto* function = find(call.function_name);
    if (function == nullptr || function->row_count < 0) return;
    const auto place = static_cast<std::size_t>(function->row_count);
    if (place < call.children.size()) count_in_integer(call.children[place]);
}

} // namespace redstart::sql
