#include "sql/resolve/statement_resolver.hpp"

#include "catalog/information/callable.hpp"
#include "sql/resolve/passes.hpp"

#include <utility>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <duckdb/parser/query_node/list.hpp>
#include <duckdb/parser/tableref/list.hpp>

namespace redstart::sql {
namespace {

ResolvedNames callable_names(const NameScope& scope) {
    ResolvedNames names;
    names.scalar = [functions = scope.functions](std::string_view schema, std::string_view name) {
        return may_call(*functions, schema, name);
    };
    names.table = [functions = scope.functions](std::string_view schema, std::string_view name) {
        return may_read(*functions, schema, name);
    };
    return names;
}

} // namespace

StatementResolver::StatementResolver(duckdb::ClientContext& context, const NameScope& scope,
                                     const StatementReport& report, LateViews late)
    : report_(report), state_{.context = context,
                              .scope = scope,
                              .uses = RelationUses(scope, resolution_),
                              .names = callable_names(scope),
                              .late = LateViewQueries(context, state_.names, late,
                                                      [this](Owned<duckdb::QueryNode>& query) { this->query(query); }),
                              .recursive_lists = report.has_recursive_list} {}

void StatementResolver::query(Owned<duckdb::QueryNode>& query) {
    each_pass(state_, [&](auto& pass) { pass.walk_query(query); });
}

void StatementResolver::expression(Owned<duckdb::ParsedExpression>& expression) {
    each_pass(state_, [&](auto& pass) { pass.walk_expression(expression); });
}

Resolution StatementResolver::finish() {
    state_.uses.finish();
    return std::move(resolution_);
}

} // namespace redstart::sql
