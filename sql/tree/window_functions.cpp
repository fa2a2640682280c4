#include "sql/tree/window_functions.hpp"

#include <algorithm>
#include <iterator>

#include <duckdb.hpp>
#include <duckdb/parser/expression/cast_expression.hpp>
#include <duckdb/parser/expression/window_expression.hpp>

namespace redstart::sql {
namespace {

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

} // namespace

bool is_window_function(std::string_view name) { return find(name) != nullptr; }

void type_row_counts(duckdb::WindowExpression& call) {
    count_in_integer(call.offset_expr);
    const auto* function = find(call.function_name);
    if (function == nullptr || function->row_count < 0) return;
    const auto place = static_cast<std::size_t>(function->row_count);
    if (place < call.children.size()) count_in_integer(call.children[place]);
}

} // namespace redstart::sql
