#include "catalog/engine/engine_sets.hpp"
#include "catalog/engine/replaced.hpp"
#include "catalog/functions/kit/call_errors.hpp"
#include "catalog/information/scalar_function.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/scalar_function_catalog_entry.hpp>
#include <duckdb/function/function_binder.hpp>
#include <duckdb/planner/expression/bound_constant_expression.hpp>
#include <duckdb/planner/expression/bound_operator_expression.hpp>

namespace redstart::catalog {

namespace {

using duckdb::LogicalType;

using Expressions = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;

// The engine's regexp_matches is the partial match that ~ means (the engine's own ~ is a full match); binding to it
// keeps its compiled constant patterns.
duckdb::unique_ptr<duckdb::Expression> bind_match(duckdb::ClientContext& context, Expressions& children,
                                                  const char* options) {
    auto& function = duckdb::Catalog::GetSystemCatalog(context).GetEntry<duckdb::ScalarFunctionCatalogEntry>(
        context, DEFAULT_SCHEMA, "regexp_matches");
    auto arguments = std::move(children); // a subquery cannot be copied
    arguments.push_back(duckdb::make_uniq<duckdb::BoundConstantExpression>(duckdb::Value(options)));
    duckdb::ErrorData error;
    duckdb::FunctionBinder binder(context);
    auto result = binder.BindScalarFunction(function, std::move(arguments), error);
    if (!result) error.Throw();
    return result;
}

duckdb::unique_ptr<duckdb::Expression> negated(duckdb::unique_ptr<duckdb::Expression> expression) {
    auto result =
        duckdb::make_uniq<duckdb::BoundOperatorExpression>(duckdb::ExpressionType::OPERATOR_NOT, LogicalType::BOOLEAN);
    result->children.push_back(std::move(expression));
    return result;
}

duckdb::unique_ptr<duckdb::Expression> match(duckdb::FunctionBindExpressionInput& input) {
    return bind_match(input.context, input.children, "c");
}
duckdb::unique_ptr<duckdb::Expression> not_match(duckdb::FunctionBindExpressionInput& input) {
    return negated(bind_match(input.context, input.children, "c"));
}
duckdb::unique_ptr<duckdb::Expression> imatch(duckdb::FunctionBindExpressionInput& input) {
    return bind_match(input.context, input.children, "i");
}
duckdb::unique_ptr<duckdb::Expression> not_imatch(duckdb::FunctionBindExpressionInput& input) {
    return negated(bind_match(input.context, input.children, "i"));
}

// What the client wrote for one of the functions.
const char* operator_of(const std::string& name) {
    if (name == "rs_regex_match") return "~";
    if (name == "rs_regex_not_match") return "!~";
    return name == "rs_regex_imatch" ? "~*" : "!~*";
}

// The engine would make text of any operand.
duckdb::unique_ptr<duckdb::FunctionData> check_operands(duckdb::ClientContext&, duckdb::ScalarFunction& function,
                                                        Expressions& operands) {
    require_text_operands(operator_of(function.name), *operands[0], *operands[1]);
    return nullptr;
}

void install_operator(duckdb::DatabaseInstance& instance, const char* name,
                      duckdb::function_bind_expression_t bind_expression) {
    duckdb::ScalarFunction function(name, {LogicalType::VARCHAR, LogicalType::VARCHAR}, LogicalType::BOOLEAN, replaced,
                                    check_operands);
    function.bind_expression = bind_expression;
    install_set(instance, duckdb::ScalarFunctionSet(std::move(function)));
}

} // namespace

void install_regex_functions(duckdb::DatabaseInstance& instance) {
    install_operator(instance, "rs_regex_match", match);
    install_operator(instance, "rs_regex_not_match", not_match);
    install_operator(instance, "rs_regex_imatch", imatch);
    install_operator(instance, "rs_regex_not_imatch", not_imatch);
}

} // namespace redstart::catalog
