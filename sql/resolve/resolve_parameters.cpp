// Parameters: the types that the client gave, or that their place in the statement tells.
#include "catalog/type/type_map.hpp"
#include "protocol/pg_type.hpp"
#include "sql/resolve/resolver_walk.hpp"
#include "sql/tree/column_names.hpp"
#include "sql/tree/parameter_types.hpp"
#include "sql/tree/untyped_parameters.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

using duckdb::ExpressionClass;
using duckdb::LogicalType;
using duckdb::LogicalTypeId;

// The type an expression has by its form; INVALID when only the engine could tell.
LogicalType type_by_form(const duckdb::ParsedExpression& expression) {
    if (expression.GetExpressionClass() == ExpressionClass::CAST)
        return expression.Cast<duckdb::CastExpression>().cast_type;
    if (expression.GetExpressionClass() != ExpressionClass::CONSTANT) return LogicalTypeId::INVALID;
    const auto& value = expression.Cast<duckdb::ConstantExpression>().value;
    const bool unknown = value.IsNull() || value.type().id() == LogicalTypeId::VARCHAR;
    return unknown ? LogicalType(LogicalTypeId::INVALID) : value.type();
}

void cast_to(Owned<duckdb::ParsedExpression>& expression, const LogicalType& type) {
    expression = duckdb::make_uniq<duckdb::CastExpression>(type, std::move(expression));
}

bool is_small_integer(const LogicalType& type) {
    return type.id() == LogicalTypeId::INTEGER || type.id() == LogicalTypeId::SMALLINT;
}

} // namespace

std::uint32_t ResolverWalk::given_type(const duckdb::ParsedExpression& parameter) const {
    return sql::given_type(parameter, scope_.parameter_types);
}

// What stands for a parameter when only the types are asked for. The engine gives the result of a numeric NULL, or of
// rounding to NULL digits, another type.
duckdb::Value ResolverWalk::stand_in(std::uint32_t type) const {
    if (type == protocol::oid::kNumeric || type == protocol::oid::kInt4) return duckdb::Value::INTEGER(1);
    return type == 0 && scope_.untyped == Untyped::Text ? duckdb::Value("") : duckdb::Value();
}

// A parameter whose type the client gave becomes a cast to it, so that the engine infers what PostgreSQL would.
void ResolverWalk::type_parameter(Owned<duckdb::ParsedExpression>& expression) {
    const auto type = given_type(*expression);
    if (type == protocol::oid::kVoid) return;             // drop_void_parameters()
    const bool numeric = type == protocol::oid::kNumeric; // the value brings its scale (Parameters)
    const bool leave = scope_.untyped == Untyped::Leave;
    if ((type == 0 || numeric) && leave) return;
    const auto alias = expression->GetAlias();
    if (type == 0 && scope_.untyped == Untyped::Probe) {
        expression = parameter_probe(parameter_number(*expression), ++probes_);
        return expression->SetAlias(alias);
    }
    if (!leave) expression = duckdb::make_uniq<duckdb::ConstantExpression>(stand_in(type));
    if (type != 0)
        expression = duckdb::make_uniq<duckdb::CastExpression>(catalog::logical_type(type), std::move(expression));
    expression->SetAlias(alias);
}

// Parameters of type void are no arguments: JDBC's driver declares so the result of `{? = call f(?)}`, and sends
// f($1, $2) (PostgreSQL).
void ResolverWalk::drop_void_parameters(duckdb::FunctionExpression& call) const {
    std::erase_if(call.children, [this](const auto& argument) {
        return argument->GetExpressionClass() == ExpressionClass::PARAMETER &&
               given_type(*argument) == protocol::oid::kVoid;
    });
}

bool ResolverWalk::is_untyped(const duckdb::ParsedExpression& expression) const {
    return sql::is_untyped(expression, scope_.parameter_types);
}

// A column that is a parameter, and nothing says of which type, is text (PostgreSQL); so is what rows are sorted or
// grouped by.
void ResolverWalk::untyped_as_text(duckdb::SelectNode& select) const {
    if (scope_.untyped == Untyped::Probe) return;
    const auto as_text = [this](Owned<duckdb::ParsedExpression>& item) {
        if (!is_untyped(*item)) return;
        const auto alias = item->GetAlias();
        cast_to(item, LogicalType::VARCHAR);
        item->SetAlias(alias);
    };
    for (auto& item : select.select_list) as_text(item);
    for (auto& group : select.groups.group_expressions) as_text(group);
    for (auto& modifier : select.modifiers)
        if (modifier->type == duckdb::ResultModifierType::ORDER_MODIFIER)
            for (auto& order : modifier->Cast<duckdb::OrderModifier>().orders) as_text(order.expression);
}

// A parameter that is a whole value of a row has the type of the other rows' (PostgreSQL, "UNION, CASE").
void ResolverWalk::on_values(duckdb::ExpressionListRef& list) {
    name_values(list);
    if (std::exchange(values_have_target_, false) || list.values.empty()) return;
    for (std::size_t column = 0; column < list.values[0].size(); ++column) {
        LogicalType type = LogicalTypeId::INVALID;
        for (const auto& row : list.values)
            if (column < row.size() && type.id() == LogicalTypeId::INVALID) type = type_by_form(*row[column]);
        if (type.id() == LogicalTypeId::INVALID) continue;
        for (auto& row : list.values)
            if (column < row.size() && is_untyped(*row[column])) cast_to(row[column], type);
    }
}

// The type is int4 by the expression's form, -1 and a parameter of unknown type included.
bool ResolverWalk::is_int4(const duckdb::ParsedExpression& expression) const {
    if (is_untyped(expression)) return true;
    if (expression.GetExpressionClass() == ExpressionClass::PARAMETER)
        return given_type(expression) == protocol::oid::kInt4 || given_type(expression) == protocol::oid::kInt2;
    if (expression.GetExpressionClass() != ExpressionClass::FUNCTION) return is_small_integer(type_by_form(expression));
    const auto& call = expression.Cast<duckdb::FunctionExpression>();
    return call.is_operator && call.function_name == "-" && call.children.size() == 1 && is_int4(*call.children[0]);
}

// generate_series gives what it is given: the engine's always BIGINT. Its column has the name of the table
// (PostgreSQL).
void ResolverWalk::type_series(Owned<duckdb::TableRef>& table) {
    auto& series = table->Cast<duckdb::TableFunctionRef>();
    if (series.column_name_alias.empty() && !table->alias.empty()) series.column_name_alias.push_back(table->alias);
    auto& arguments = series.function->Cast<duckdb::FunctionExpression>().children;
    const auto is_small = [this](const auto& argument) { return is_int4(*argument); };
    if (!std::all_of(arguments.begin(), arguments.end(), is_small)) return;
    for (auto& argument : arguments) {
        if (is_untyped(*argument)) cast_to(argument, LogicalType::INTEGER);
        walk_expression(argument);
    }
    const auto name = series.column_name_alias.empty() ? "generate_series" : series.column_name_alias[0];
    const auto alias = table->alias.empty() ? "generate_series" : table->alias;
    auto select = duckdb::make_uniq<duckdb::SelectNode>();
    select->from_table = std::move(table);
    Owned<duckdb::ParsedExpression> item = duckdb::make_uniq<duckdb::ColumnRefExpression>(name);
    cast_to(item, LogicalType::INTEGER);
    item->SetAlias(name);
    select->select_list.push_back(std::move(item));
    auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
    statement->node = std::move(select);
    table = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(statement), alias);
}

} // namespace redstart::sql
