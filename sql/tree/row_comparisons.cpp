#include "sql/tree/row_comparisons.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::ExpressionClass;
using duckdb::ExpressionType;
using duckdb::ParsedExpression;
using Pointer = Owned<ParsedExpression>;
using Pointers = duckdb::vector<Pointer>;

// The elements of a row constructor; nullptr for any other expression.
const Pointers* row_elements(const ParsedExpression& expression) {
    if (expression.GetExpressionClass() != ExpressionClass::FUNCTION) return nullptr;
    const auto& call = expression.Cast<duckdb::FunctionExpression>();
    return call.function_name == "row" && !call.children.empty() ? &call.children : nullptr;
}

// The elements before the last tell first; what `type` is without equality tells then.
Pointer in_order(ExpressionType type, const Pointers& left, const Pointers& right) {
    const bool less = type == ExpressionType::COMPARE_LESSTHAN || type == ExpressionType::COMPARE_LESSTHANOREQUALTO;
    const auto strictly = less ? ExpressionType::COMPARE_LESSTHAN : ExpressionType::COMPARE_GREATERTHAN;
    auto result = comparison(type, *left.back(), *right.back());
    for (std::size_t i = left.size() - 1; i-- > 0;) {
        auto equal = comparison(ExpressionType::COMPARE_EQUAL, *left[i], *right[i]);
        auto rest = duckdb::make_uniq<duckdb::ConjunctionExpression>(ExpressionType::CONJUNCTION_AND, std::move(equal),
                                                                     std::move(result));
        result = duckdb::make_uniq<duckdb::ConjunctionExpression>(
            ExpressionType::CONJUNCTION_OR, comparison(strictly, *left[i], *right[i]), std::move(rest));
    }
    return result;
}

bool compares_in_order(ExpressionType type) {
    return type == ExpressionType::COMPARE_LESSTHAN || type == ExpressionType::COMPARE_LESSTHANOREQUALTO ||
           type == ExpressionType::COMPARE_GREATERTHAN || type == ExpressionType::COMPARE_GREATERTHANOREQUALTO;
}

bool compares_rows(ExpressionType type) {
    return type == ExpressionType::COMPARE_EQUAL || type == ExpressionType::COMPARE_NOTEQUAL || compares_in_order(type);
}

} // namespace

Pointer comparison(ExpressionType type, const ParsedExpression& left, const ParsedExpression& right) {
    const auto* lefts = row_elements(left);
    const auto* rights = row_elements(right);
    if (lefts == nullptr || rights == nullptr)
        return duckdb::make_uniq<duckdb::ComparisonExpression>(type, left.Copy(), right.Copy());
    if (lefts->size() != rights->size())
        throw protocol::SqlError(state::kSyntaxError, "unequal number of entries in row expressions");
    const bool equal = type == ExpressionType::COMPARE_EQUAL;
    if (!equal && type != ExpressionType::COMPARE_NOTEQUAL) return in_order(type, *lefts, *rights);
    Pointers pairs;
    for (std::size_t i = 0; i < lefts->size(); ++i) pairs.push_back(comparison(type, *(*lefts)[i], *(*rights)[i]));
    return duckdb::make_uniq<duckdb::ConjunctionExpression>(
        equal ? ExpressionType::CONJUNCTION_AND : ExpressionType::CONJUNCTION_OR, std::move(pairs));
}

void replace_expression(Pointer& expression, Pointer other) {
    other->SetAlias(expression->GetAlias());
    other->SetQueryLocation(expression->GetQueryLocation());
    expression = std::move(other);
}

void comparison_of_rows(Pointer& expression) {
    auto& written = expression->Cast<duckdb::ComparisonExpression>();
    if (!compares_rows(written.GetExpressionType())) return;
    if (row_elements(*written.left) == nullptr || row_elements(*written.right) == nullptr) return;
    replace_expression(expression, comparison(written.GetExpressionType(), *written.left, *written.right));
}

void membership_of_row(Pointer& expression) {
    const auto& children = expression->Cast<duckdb::OperatorExpression>().children;
    if (row_elements(*children[0]) == nullptr) return;
    const bool all_rows = std::all_of(children.begin(), children.end(),
                                      [](const Pointer& child) { return row_elements(*child) != nullptr; });
    if (!all_rows) return;
    const bool in = expression->GetExpressionType() == ExpressionType::COMPARE_IN;
    Pointers equal;
    for (std::size_t i = 1; i < children.size(); ++i)
        equal.push_back(comparison(in ? ExpressionType::COMPARE_EQUAL : ExpressionType::COMPARE_NOTEQUAL, *children[0],
                                   *children[i]));
    replace_expression(expression,
                       duckdb::make_uniq<duckdb::ConjunctionExpression>(
                           in ? ExpressionType::CONJUNCTION_OR : ExpressionType::CONJUNCTION_AND, std::move(equal)));
}

} // namespace redstart::sql
