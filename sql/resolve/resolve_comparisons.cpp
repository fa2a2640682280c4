// Comparisons as PostgreSQL defines them: of rows element by element, where the engine would take a NULL in them for a
// value; and, while a parameter's type is looked for, in a form in which the engine compares the parameter itself.
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/resolve/resolver_walk.hpp"
#include "sql/tree/parameter_types.hpp"

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

Pointer comparison(ExpressionType type, const ParsedExpression& left, const ParsedExpression& right);

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

void replace(Pointer& expression, Pointer other) {
    other->SetAlias(expression->GetAlias());
    other->SetQueryLocation(expression->GetQueryLocation());
    expression = std::move(other);
}

bool compares_in_order(ExpressionType type) {
    return type == ExpressionType::COMPARE_LESSTHAN || type == ExpressionType::COMPARE_LESSTHANOREQUALTO ||
           type == ExpressionType::COMPARE_GREATERTHAN || type == ExpressionType::COMPARE_GREATERTHANOREQUALTO;
}

bool compares_rows(ExpressionType type) {
    return type == ExpressionType::COMPARE_EQUAL || type == ExpressionType::COMPARE_NOTEQUAL || compares_in_order(type);
}

// `x = ANY (array)` is `x = ANY (SELECT unnest(array))` to the engine's parser; the array, or nullptr.
Pointer* any_array(duckdb::SubqueryExpression& subquery) {
    if (subquery.subquery_type != duckdb::SubqueryType::ANY || !subquery.child) return nullptr;
    if (subquery.subquery->node->type != duckdb::QueryNodeType::SELECT_NODE) return nullptr;
    auto& select = subquery.subquery->node->Cast<duckdb::SelectNode>();
    if (select.select_list.size() != 1 || select.select_list[0]->GetExpressionClass() != ExpressionClass::FUNCTION)
        return nullptr;
    auto& call = select.select_list[0]->Cast<duckdb::FunctionExpression>();
    return call.function_name == "unnest" && call.children.size() == 1 ? &call.children[0] : nullptr;
}

} // namespace

void ResolverWalk::comparison_of_rows(Pointer& expression) {
    auto& written = expression->Cast<duckdb::ComparisonExpression>();
    if (!compares_rows(written.GetExpressionType())) return;
    if (row_elements(*written.left) == nullptr || row_elements(*written.right) == nullptr) return;
    replace(expression, comparison(written.GetExpressionType(), *written.left, *written.right));
}

// (a, b) IN ((1, 2), (3, 4)): one of them is equal.
void ResolverWalk::membership_of_row(Pointer& expression) {
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
    replace(expression, duckdb::make_uniq<duckdb::ConjunctionExpression>(
                            in ? ExpressionType::CONJUNCTION_OR : ExpressionType::CONJUNCTION_AND, std::move(equal)));
}

// x = ANY ($1): the parameter is an array of what x is compared with.
void ResolverWalk::probe_any(Pointer& expression) {
    auto& subquery = expression->Cast<duckdb::SubqueryExpression>();
    auto* array = any_array(subquery);
    if (array == nullptr || probed_parameter(**array) == 0) return;
    mark_element(**array);
    replace(expression, duckdb::make_uniq<duckdb::ComparisonExpression>(subquery.comparison_type,
                                                                        std::move(subquery.child), std::move(*array)));
}

// $1 BETWEEN a AND b is $1 >= a AND $1 <= b, and the first one tells (PostgreSQL's parser makes the same of it).
void ResolverWalk::between_of_parameter(Pointer& expression) {
    auto& between = expression->Cast<duckdb::BetweenExpression>();
    if (probed_parameter(*between.input) == 0 && !is_untyped(*between.input)) return;
    auto lower = comparison(ExpressionType::COMPARE_GREATERTHANOREQUALTO, *between.input, *between.lower);
    auto upper = comparison(ExpressionType::COMPARE_LESSTHANOREQUALTO, *between.input, *between.upper);
    replace(expression, duckdb::make_uniq<duckdb::ConjunctionExpression>(ExpressionType::CONJUNCTION_AND,
                                                                         std::move(lower), std::move(upper)));
}

} // namespace redstart::sql
