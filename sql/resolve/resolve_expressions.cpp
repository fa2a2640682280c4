#include "catalog/engine/query_location.hpp"
#include "catalog/information/function_names.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/resolve/conditions.hpp"
#include "sql/resolve/function_calls.hpp"
#include "sql/resolve/outer_marks.hpp"
#include "sql/resolve/positions.hpp"
#include "sql/resolve/record_functions.hpp"
#include "sql/resolve/resolver_walk.hpp"
#include "sql/resolve/set_types.hpp"
#include "sql/tree/choice_types.hpp"
#include "sql/tree/column_names.hpp"
#include "sql/tree/composed_calls.hpp"
#include "sql/tree/parameter_types.hpp"
#include "sql/tree/query_types.hpp"
#include "sql/tree/row_comparisons.hpp"
#include "sql/tree/window_functions.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/query_node/list.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::ExpressionClass;
using duckdb::FunctionExpression;
using duckdb::ParsedExpression;
using protocol::SqlError;

Owned<ParsedExpression> system_call(const char* name, duckdb::vector<Owned<ParsedExpression>> arguments) {
    return duckdb::make_uniq<FunctionExpression>("system", "pg_catalog", name, std::move(arguments));
}

// The alias belongs to the outermost expression; `fallback` is the column name when the client gave none.
void rewrap(Owned<ParsedExpression>& expression, Owned<ParsedExpression> wrapper, const std::string& fallback) {
    wrapper->SetAlias(expression->HasAlias() ? expression->GetAlias() : fallback);
    wrapper->SetQueryLocation(expression->GetQueryLocation());
    expression = std::move(wrapper);
}

// Redshift's SUM of integers is BIGINT, the engine's HUGEINT: sum(x) -> rs_sum_result(sum(x)).
void narrow_sum(Owned<ParsedExpression>& expression) {
    auto inner = expression->Copy();
    inner->ClearAlias();
    duckdb::vector<Owned<ParsedExpression>> arguments;
    arguments.push_back(std::move(inner));
    rewrap(expression, system_call("rs_sum_result", std::move(arguments)), "sum");
}

// Redshift's AVG of integers is a truncated BIGINT and of numerics a numeric, the engine's always DOUBLE:
// avg(x) -> rs_avg_result(rs_avg(x), count(x)); the engine shares the scan of x.
template <typename Call> void exact_average(Owned<ParsedExpression>& expression) {
    auto sum = expression->Copy();
    sum->ClearAlias();
    auto count = sum->Copy();
    sum->template Cast<Call>().function_name = "rs_avg"; // a sum; its errors name what the client called
    sum->template Cast<Call>().schema = "pg_catalog";
    count->template Cast<Call>().function_name = "count";
    duckdb::vector<Owned<ParsedExpression>> arguments;
    arguments.push_back(std::move(sum));
    arguments.push_back(std::move(count));
    rewrap(expression, system_call("rs_avg_result", std::move(arguments)), "avg");
}

// a[n] means a function of ours, which knows PostgreSQL's vectors.
void name_subscript(Owned<ParsedExpression>& expression) {
    auto alias = expression->GetAlias();
    rewrap(expression, system_call("rs_subscript", std::move(expression->Cast<duckdb::OperatorExpression>().children)),
           alias);
}

// A set-returning function in a select list: f(x) -> unnest(list_of_f(x)).
void unnest_set(Owned<ParsedExpression>& expression, const char* list_function, const std::string& fallback) {
    duckdb::vector<Owned<ParsedExpression>> lists;
    lists.push_back(system_call(list_function, std::move(expression->Cast<FunctionExpression>().children)));
    rewrap(expression, duckdb::make_uniq<FunctionExpression>("system", "main", "unnest", std::move(lists)), fallback);
}

// The function whose list is to be unnested; null for a function that returns no set.
const char* list_function(const FunctionExpression& call) {
    if (call.catalog == "system") return nullptr; // written by this pass
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    if (name == "generate_series" && (call.schema.empty() || call.schema == "pg_catalog")) return "rs_series";
    if (name == "_pg_expandarray" && call.schema == "information_schema") return "rs_expand_array";
    return nullptr;
}

// A call of a function that returns records gives the text of each in a select list.
void unnest_records(Owned<ParsedExpression>& expression) {
    auto& call = expression->Cast<FunctionExpression>();
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    auto list = duckdb::make_uniq<duckdb::SubqueryExpression>();
    list->subquery_type = duckdb::SubqueryType::SCALAR;
    list->subquery = record_query(call, RecordForm::TextList);
    duckdb::vector<Owned<ParsedExpression>> lists;
    lists.push_back(std::move(list));
    rewrap(expression, duckdb::make_uniq<FunctionExpression>("system", "main", "unnest", std::move(lists)), name);
}

bool has_length(const duckdb::LogicalType& type) {
    if (type.id() != duckdb::LogicalTypeId::USER) return false;
    const auto& name = duckdb::UserType::GetTypeName(type);
    return (name == "rs_varchar" || name == "rs_bpchar") && !duckdb::UserType::GetTypeModifiers(type).empty();
}

// The type that a cast which truncates does not show: see truncate_cast().
std::uint32_t hidden_type(const duckdb::LogicalType& type) {
    return has_length(type) && duckdb::UserType::GetTypeName(type) == "rs_bpchar" ? protocol::oid::kBpchar : 0;
}

// An explicit cast to varchar(n) or char(n) truncates (r_Character_types); the engine's cast would keep the text.
void truncate_cast(duckdb::CastExpression& cast) {
    duckdb::vector<Owned<ParsedExpression>> arguments;
    arguments.push_back(
        duckdb::make_uniq<duckdb::CastExpression>(duckdb::LogicalType::VARCHAR, std::move(cast.child), cast.try_cast));
    arguments.push_back(
        duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::UserType::GetTypeModifiers(cast.cast_type)[0]));
    const bool blank_padded = duckdb::UserType::GetTypeName(cast.cast_type) == "rs_bpchar";
    cast.child = system_call(blank_padded ? "rs_truncate_bpchar" : "rs_truncate_varchar", std::move(arguments));
}

template <typename Call> bool is_plain_aggregate(const Call& call, const char* name) {
    return call.function_name == name && call.children.size() == 1;
}

// SUM and AVG have no type for a literal without one, or for the parameter that a probe stands for (PostgreSQL).
template <typename Call> void require_type(const Call& call) {
    if (!is_unknown(*call.children[0]) || is_null_literal(*call.children[0])) return;
    if (call.children[0]->GetExpressionClass() == ExpressionClass::PARAMETER) return; // a probe tells
    throw SqlError(state::kAmbiguousFunction, "function " + call.function_name + "(\"unknown\") is not unique")
        .position(catalog::position_at(call.GetQueryLocation()))
        .hint("Could not choose a best candidate function. You may need to add explicit type casts.");
}

// The engine says the same of LIMIT and OFFSET.
void refuse_negative_offset(const duckdb::QueryNode& node) {
    for (const auto& modifier : node.modifiers) {
        if (modifier->type != duckdb::ResultModifierType::LIMIT_MODIFIER) continue;
        const auto& offset = modifier->Cast<duckdb::LimitModifier>().offset;
        if (!offset || offset->GetExpressionClass() != ExpressionClass::CONSTANT) continue;
        const auto& value = offset->Cast<duckdb::ConstantExpression>().value;
        if (value.type().IsIntegral() && !value.IsNull() && value < duckdb::Value::INTEGER(0))
            throw SqlError(state::kInvalidRowCountInResultOffsetClause, "OFFSET must not be negative");
    }
}

// x -> y, which the engine's parser takes for a lambda.
void name_arrow(Owned<ParsedExpression>& expression) {
    auto& arrow = expression->Cast<duckdb::LambdaExpression>();
    duckdb::vector<Owned<ParsedExpression>> operands;
    operands.push_back(std::move(arrow.lhs));
    operands.push_back(std::move(arrow.expr));
    auto call = duckdb::make_uniq<FunctionExpression>("system", "main", "->", std::move(operands));
    call->SetAlias(expression->GetAlias());
    call->SetQueryLocation(expression->GetQueryLocation());
    expression = std::move(call);
}

// CASE_INSENSITIVE, which the dialect pass has called by the engine's name; strings are compared as bytes otherwise.
void name_collation(Owned<ParsedExpression>& expression) {
    auto& collate = expression->Cast<duckdb::CollateExpression>();
    const auto name = duckdb::StringUtil::Lower(collate.collation);
    collate.collation = name;
    if (name == "nocase") {
        // The engine writes the collation into the type of what stands before it, which must not be a column's.
        collate.child =
            duckdb::make_uniq<duckdb::CastExpression>(duckdb::LogicalType::VARCHAR, std::move(collate.child));
        return;
    }
    if (name != "c" && name != "posix")
        throw SqlError(state::kUndefinedObject, "collation \"" + name + "\" for encoding \"UTF8\" does not exist");
    auto plain = std::move(collate.child);
    if (!plain->HasAlias()) plain->SetAlias(expression->GetAlias());
    expression = std::move(plain);
}

} // namespace

void ResolverWalk::on_expression(Owned<ParsedExpression>& expression) {
    check_parts(*expression);
    switch (expression->GetExpressionClass()) {
    case ExpressionClass::FUNCTION: {
        auto& call = expression->Cast<FunctionExpression>();
        if (is_outer_mark(call)) {
            ++outer_marks_;
            return;
        }
        parameters_.drop_void_parameters(call);
        if (returns_records(call)) return unnest_records(expression);
        if (const auto* lists = list_function(call))
            return unnest_set(expression, lists, duckdb::StringUtil::Lower(call.function_name));
        name_function(context_, scope_, call);
        check_truth(call);
        if (is_plain_aggregate(call, "sum") || is_plain_aggregate(call, "avg")) require_type(call);
        if (is_plain_aggregate(call, "sum")) return narrow_sum(expression);
        if (is_plain_aggregate(call, "avg")) return exact_average<FunctionExpression>(expression);
        if (compose_call(expression)) return;
        return type_choice(expression);
    }
    case ExpressionClass::WINDOW: {
        auto& call = expression->Cast<duckdb::WindowExpression>();
        check_frame(call);
        if (call.GetExpressionType() != duckdb::ExpressionType::WINDOW_AGGREGATE &&
            is_window_function(duckdb::StringUtil::Lower(call.function_name))) {
            type_row_counts(call);
            return type_choice(expression);
        }
        if (compose_call(expression)) return;
        const auto name = duckdb::StringUtil::Lower(call.function_name);
        const auto schema = name.starts_with("quantile_") ? std::string_view() : scope_.functions->schema_of(name);
        if (schema.empty()) {
            refuse_missing(name, catalog::position_at(call.GetQueryLocation()));
            throw SqlError(state::kUndefinedFunction, "function " + call.function_name + " does not exist");
        }
        call.catalog = "system";
        call.schema = schema;
        check_truth(call);
        if (is_plain_aggregate(call, "sum") || is_plain_aggregate(call, "avg")) require_type(call);
        if (is_plain_aggregate(call, "sum")) return narrow_sum(expression);
        if (is_plain_aggregate(call, "avg")) return exact_average<duckdb::WindowExpression>(expression);
        return;
    }
    case ExpressionClass::CAST: {
        auto& cast = expression->Cast<duckdb::CastExpression>();
        if (probed_parameter(*cast.child) != 0) mark_explicit(*cast.child, hidden_type(cast.cast_type));
        const bool truncates = has_length(cast.cast_type);
        if (truncates) truncate_cast(cast);
        resolve_type(cast.cast_type);
        return;
    }
    case ExpressionClass::OPERATOR:
        switch (expression->GetExpressionType()) {
        case duckdb::ExpressionType::ARRAY_EXTRACT: return name_subscript(expression);
        case duckdb::ExpressionType::COMPARE_IN:
        case duckdb::ExpressionType::COMPARE_NOT_IN: return membership_of_row(expression);
        default: return type_choice(expression);
        }
    case ExpressionClass::CASE: return type_choice(expression);
    case ExpressionClass::CONSTANT: return narrow_smallest_integer(*expression);
    case ExpressionClass::COMPARISON: return comparison_of_rows(expression);
    case ExpressionClass::SUBQUERY: --subqueries_; return parameters_.probe_any(expression);
    case ExpressionClass::BETWEEN: return parameters_.split_between(expression);
    case ExpressionClass::PARAMETER: return parameters_.type_parameter(expression);
    case ExpressionClass::LAMBDA: return name_arrow(expression);
    case ExpressionClass::COLLATE: return name_collation(expression);
    default: return;
    }
}

// What this pass writes it writes under the engine's own catalog. A client has no database of that name, and forms that
// a cluster does not know end here.
void ResolverWalk::before_expression(const ParsedExpression& expression) {
    const auto refuse_system = [](const auto& call) {
        if (duckdb::StringUtil::CIEquals(call.catalog, "system"))
            throw SqlError(state::kFeatureNotSupported,
                           "cross-database references are not implemented: " + call.catalog + "." + call.schema + "." +
                               call.function_name);
    };
    switch (expression.GetExpressionClass()) {
    case ExpressionClass::SUBQUERY: ++subqueries_; return;
    case ExpressionClass::FUNCTION: return refuse_system(expression.Cast<FunctionExpression>());
    case ExpressionClass::WINDOW: return refuse_system(expression.Cast<duckdb::WindowExpression>());
    case ExpressionClass::OPERATOR:
        if (expression.GetExpressionType() == duckdb::ExpressionType::OPERATOR_TRY)
            throw SqlError(state::kUndefinedFunction, "function try(\"unknown\") does not exist");
        if (expression.GetExpressionType() == duckdb::ExpressionType::OPERATOR_UNPACK)
            throw SqlError(state::kUndefinedFunction, "function unpack does not exist");
        return;
    case ExpressionClass::STAR:
        if (const auto& star = expression.Cast<duckdb::StarExpression>(); star.columns || star.expr)
            throw SqlError(state::kSyntaxError, "syntax error: columns are named one by one, or all by *");
        return;
    default: return;
    }
}

void ResolverWalk::on_condition(Owned<ParsedExpression>& condition, const char* clause) {
    check_condition(condition, clause);
}

void ResolverWalk::on_set_operation(duckdb::SetOperationNode& chain) {
    check_set_order(chain);
    check_order_positions(context_, chain, ctes());
    match_columns(context_, names_, ctes(), chain);
    for (auto* query : leaves(chain))
        if (query->type == duckdb::QueryNodeType::SELECT_NODE)
            parameters_.untyped_as_text(query->Cast<duckdb::SelectNode>());
}

// Columns are named by what was written.
void ResolverWalk::on_select(duckdb::SelectNode& select) {
    refuse_negative_offset(select);
    check_group_positions(select);
    name_columns(select);
    if (!is_leaf(select)) parameters_.untyped_as_text(select);
}

} // namespace redstart::sql
