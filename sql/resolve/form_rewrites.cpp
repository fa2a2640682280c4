#include "sql/resolve/form_rewrites.hpp"

#include "sql/resolve/record_functions.hpp"

#include <string>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/statement/select_statement.hpp>

namespace redstart::sql {
namespace {

using duckdb::FunctionExpression;
using duckdb::ParsedExpression;
using Arguments = duckdb::vector<Owned<ParsedExpression>>;

Owned<ParsedExpression> system_call(const char* name, Arguments arguments) {
    return duckdb::make_uniq<FunctionExpression>("system", "pg_catalog", name, std::move(arguments));
}

// The alias belongs to the outermost expression; `fallback` is the column name when the client gave none.
void rewrap(Owned<ParsedExpression>& expression, Owned<ParsedExpression> wrapper, const std::string& fallback) {
    wrapper->SetAlias(expression->HasAlias() ? expression->GetAlias() : fallback);
    wrapper->SetQueryLocation(expression->GetQueryLocation());
    expression = std::move(wrapper);
}

Owned<ParsedExpression> without_alias(const ParsedExpression& expression) {
    auto copy = expression.Copy();
    copy->ClearAlias();
    return copy;
}

// The same call of another function.
Owned<ParsedExpression> renamed(const ParsedExpression& call, const char* schema, const char* name) {
    auto copy = without_alias(call);
    const auto rename = [&](auto& other) {
        other.function_name = name;
        if (schema != nullptr) other.schema = schema;
    };
    if (copy->GetExpressionClass() == duckdb::ExpressionClass::WINDOW)
        rename(copy->Cast<duckdb::WindowExpression>());
    else
        rename(copy->Cast<FunctionExpression>());
    return copy;
}

void unnest(Owned<ParsedExpression>& expression, Owned<ParsedExpression> list, const std::string& name) {
    Arguments lists;
    lists.push_back(std::move(list));
    rewrap(expression, duckdb::make_uniq<FunctionExpression>("system", "main", "unnest", std::move(lists)), name);
}

} // namespace

void narrow_sum(Owned<ParsedExpression>& expression) {
    Arguments arguments;
    arguments.push_back(without_alias(*expression));
    rewrap(expression, system_call("rs_sum_result", std::move(arguments)), "sum");
}

void exact_average(Owned<ParsedExpression>& expression) {
    Arguments arguments;
    arguments.push_back(renamed(*expression, "pg_catalog", "rs_avg")); // a sum; its errors name what the client called
    arguments.push_back(renamed(*expression, nullptr, "count"));
    rewrap(expression, system_call("rs_avg_result", std::move(arguments)), "avg");
}

void unnest_list(Owned<ParsedExpression>& expression) {
    const auto name = expression->GetAlias();
    unnest(expression, without_alias(*expression), name);
}

void unnest_records(Owned<ParsedExpression>& expression) {
    auto& call = expression->Cast<FunctionExpression>();
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    auto list = duckdb::make_uniq<duckdb::SubqueryExpression>();
    list->subquery_type = duckdb::SubqueryType::SCALAR;
    list->subquery = record_query(call, RecordForm::TextList);
    unnest(expression, std::move(list), name);
}

bool has_length(const duckdb::LogicalType& type) {
    if (type.id() != duckdb::LogicalTypeId::USER) return false;
    const auto& name = duckdb::UserType::GetTypeName(type);
    return (name == "rs_varchar" || name == "rs_bpchar") && !duckdb::UserType::GetTypeModifiers(type).empty();
}

void rewrite_cast(duckdb::CastExpression& cast) {
    if (!has_length(cast.cast_type)) return;
    Arguments arguments;
    arguments.push_back(
        duckdb::make_uniq<duckdb::CastExpression>(duckdb::LogicalType::VARCHAR, std::move(cast.child), cast.try_cast));
    arguments.push_back(
        duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::UserType::GetTypeModifiers(cast.cast_type)[0]));
    const bool blank_padded = duckdb::UserType::GetTypeName(cast.cast_type) == "rs_bpchar";
    cast.child = system_call(blank_padded ? "rs_truncate_bpchar" : "rs_truncate_varchar", std::move(arguments));
}

} // namespace redstart::sql
