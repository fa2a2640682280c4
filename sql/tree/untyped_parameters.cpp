#include "sql/tree/untyped_parameters.hpp"

#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/tree/tree_walker.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/explain_statement.hpp>
#include <duckdb/parser/statement/select_statement.hpp>

namespace redstart::sql {
namespace {

using duckdb::ExpressionClass;
using Types = std::vector<std::uint32_t>;

bool is_open(const duckdb::ParsedExpression& expression, const Types& given) {
    if (expression.GetExpressionClass() == ExpressionClass::PARAMETER) return is_untyped(expression, given);
    const bool cast = expression.GetExpressionClass() == ExpressionClass::CAST;
    if (cast && is_untyped(*expression.Cast<duckdb::CastExpression>().child, given)) return false;
    bool open = false;
    duckdb::ParsedExpressionIterator::EnumerateChildren(
        expression, [&](const duckdb::ParsedExpression& child) { open |= is_open(child, given); });
    return open;
}

class OpenColumns : public TreeWalker {
public:
    explicit OpenColumns(const Types& given) : given_(given) {}
    bool found() const noexcept { return found_; }

protected:
    // A column that is a parameter is text, but in a set operation it takes the type of the column beside it.
    void on_select(duckdb::SelectNode& select) override {
        for (const auto& item : select.select_list)
            found_ |= is_untyped(*item, given_) ? is_leaf(select) : is_open(*item, given_);
    }

private:
    const Types& given_;
    bool found_ = false;
};

} // namespace

std::size_t parameter_number(const duckdb::ParsedExpression& parameter) {
    const auto& name = parameter.Cast<duckdb::ParameterExpression>().identifier;
    const auto number = duckdb::StringUtil::CharacterIsDigit(name.front()) ? std::stoull(name) : 0;
    if (number == 0 || number > 65535)
        throw protocol::SqlError(protocol::sqlstate::kUndefinedParameter, "there is no parameter $" + name);
    return number;
}

std::uint32_t given_type(const duckdb::ParsedExpression& parameter, const Types& given) {
    namespace oid = protocol::oid;
    const auto number = parameter_number(parameter);
    const auto type = number <= given.size() ? given[number - 1] : 0;
    const bool text = type == oid::kUnknown || type == oid::kText || type == oid::kVarchar || type == oid::kJson;
    return text ? 0 : type;
}

bool is_untyped(const duckdb::ParsedExpression& expression, const Types& given) {
    return expression.GetExpressionClass() == ExpressionClass::PARAMETER && given_type(expression, given) == 0;
}

void drop_void_parameters(duckdb::FunctionExpression& call, const std::vector<std::uint32_t>& given) {
    std::erase_if(call.children, [&](const auto& argument) {
        return argument->GetExpressionClass() == duckdb::ExpressionClass::PARAMETER &&
               given_type(*argument, given) == protocol::oid::kVoid;
    });
}

bool has_open_columns(duckdb::SQLStatement& statement, const Types& given) {
    if (statement.type == duckdb::StatementType::EXPLAIN_STATEMENT)
        return has_open_columns(*statement.Cast<duckdb::ExplainStatement>().stmt, given);
    if (statement.type != duckdb::StatementType::SELECT_STATEMENT) return false;
    OpenColumns walk(given);
    walk.walk_query(statement.Cast<duckdb::SelectStatement>().node);
    return walk.found();
}

} // namespace redstart::sql
