#include "catalog/view_installer.hpp"

#include "catalog/information/scalar_function.hpp"
#include "catalog/tables/table_function.hpp"
#include "catalog/type/type_map.hpp"
#include "catalog/views/views.hpp"

#include <unordered_set>

#include <duckdb.hpp>
#include <duckdb/parser/expression/cast_expression.hpp>
#include <duckdb/parser/expression/columnref_expression.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/expression/function_expression.hpp>
#include <duckdb/parser/expression/subquery_expression.hpp>
#include <duckdb/parser/parsed_data/create_view_info.hpp>
#include <duckdb/parser/parsed_expression_iterator.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>
#include <duckdb/parser/tableref/emptytableref.hpp>
#include <duckdb/parser/tableref/subqueryref.hpp>

namespace redstart::catalog {

namespace {

using Expression = duckdb::unique_ptr<duckdb::ParsedExpression>;

// Binds every name in a view's SQL to the system catalog, so that nothing a user creates can stand in its place, and
// so that binding the view never looks into a user's database.
class Qualifier {
public:
    Qualifier() {
        for (const auto family : {session_functions(), object_functions(), text_functions(), privilege_functions(),
                                  visibility_functions(), membership_functions()})
            for (const auto& function : family) ours_.insert(function.name);
        for (const auto family :
             {live_table_functions(), history_table_functions(), transfer_table_functions(), object_table_functions(),
              privilege_table_functions(), server_table_functions(), identity_table_functions()})
            for (const auto& function : family) ours_.insert(function.name);
        for (const auto* name : {"rs_regex_match", "rs_regex_not_match", "rs_regex_imatch", "rs_regex_not_imatch"})
            ours_.insert(name);
    }

    void apply(duckdb::QueryNode& node) const {
        duckdb::ParsedExpressionIterator::EnumerateQueryNodeChildren(
            node, [this](Expression& child) { this->apply(*child); },
            [this](duckdb::TableRef& ref) { this->apply(ref); });
    }

private:
    void apply(duckdb::ParsedExpression& expression) const {
        if (expression.GetExpressionClass() == duckdb::ExpressionClass::FUNCTION)
            apply(expression.Cast<duckdb::FunctionExpression>());
        if (expression.GetExpressionClass() == duckdb::ExpressionClass::SUBQUERY)
            apply(*expression.Cast<duckdb::SubqueryExpression>().subquery->node);
        duckdb::ParsedExpressionIterator::EnumerateChildren(expression,
                                                            [this](duckdb::ParsedExpression& child) { apply(child); });
    }

    void apply(duckdb::FunctionExpression& function) const {
        if (!function.schema.empty() || function.function_name == "unnest") return;
        function.catalog = SYSTEM_CATALOG;
        function.schema = ours_.contains(function.function_name) ? "pg_catalog" : DEFAULT_SCHEMA;
    }

    static void apply(duckdb::TableRef& ref) {
        if (ref.type != duckdb::TableReferenceType::BASE_TABLE) return;
        auto& table = ref.Cast<duckdb::BaseTableRef>();
        if (!table.schema_name.empty()) table.catalog_name = SYSTEM_CATALOG;
        if (find_view("pg_catalog", table.table_name) == nullptr || !table.schema_name.empty()) return;
        table.catalog_name = SYSTEM_CATALOG;
        table.schema_name = "pg_catalog";
    }

    std::unordered_set<std::string_view> ours_;
};

Expression cast_to(Expression child, const duckdb::LogicalType& type, const std::string& name) {
    Expression cast = duckdb::make_uniq<duckdb::CastExpression>(type, std::move(child));
    cast->SetAlias(name);
    return cast;
}

Expression false_constant() { return duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::BOOLEAN(false)); }

// rs_sees_user(userid): the rows of a regular user are his own (Redshift, visibility of data).
Expression own_rows_filter(std::string_view column) {
    duckdb::vector<Expression> arguments;
    arguments.push_back(duckdb::make_uniq<duckdb::ColumnRefExpression>(std::string(column), "q"));
    return duckdb::make_uniq<duckdb::FunctionExpression>(SYSTEM_CATALOG, "pg_catalog", "rs_sees_user",
                                                         std::move(arguments));
}

// The SELECT inside; nullptr for a view without rows.
duckdb::unique_ptr<duckdb::SelectStatement> parse_body(const SystemView& view, const Qualifier& qualifier) {
    if (view.sql.empty()) return nullptr;
    duckdb::Parser parser;
    try {
        parser.ParseQuery(std::string(view.sql));
    } catch (const std::exception& error) {
        throw duckdb::InternalException("system view %s: %s", std::string(view.name), error.what());
    }
    auto select =
        duckdb::unique_ptr_cast<duckdb::SQLStatement, duckdb::SelectStatement>(std::move(parser.statements.at(0)));
    qualifier.apply(*select->node);
    return select;
}

duckdb::unique_ptr<duckdb::CreateViewInfo> view_info(const SystemView& view, const Qualifier& qualifier) {
    auto info = duckdb::make_uniq<duckdb::CreateViewInfo>();
    auto body = parse_body(view, qualifier);
    auto node = duckdb::make_uniq<duckdb::SelectNode>();
    duckdb::vector<duckdb::string> names;
    for (const auto& column : view.columns.parse()) {
        const std::string name(column.name);
        const auto type = logical_type(column.type, column.typmod);
        Expression source;
        if (body)
            source = duckdb::make_uniq<duckdb::ColumnRefExpression>(name, "q");
        else
            source = duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value());
        node->select_list.push_back(cast_to(std::move(source), type, name));
        names.push_back(name);
        info->types.push_back(type);
    }
    info->names = names;
    if (body) {
        auto inner = duckdb::make_uniq<duckdb::SubqueryRef>(std::move(body), "q");
        inner->column_name_alias = std::move(names);
        node->from_table = std::move(inner);
        if (view.access == Access::UserRows) node->where_clause = own_rows_filter(user_column(view));
    } else {
        node->from_table = duckdb::make_uniq<duckdb::EmptyTableRef>();
        node->where_clause = false_constant();
    }
    info->query = duckdb::make_uniq<duckdb::SelectStatement>();
    info->query->node = std::move(node);
    info->schema = view.schema;
    info->view_name = view.name;
    info->internal = true;
    info->on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
    info->tags["oid"] = std::to_string(view.oid);
    return info;
}

} // namespace

void install_views(duckdb::DatabaseInstance& instance) {
    const Qualifier qualifier;
    auto& catalog = duckdb::Catalog::GetSystemCatalog(instance);
    const auto transaction = duckdb::CatalogTransaction::GetSystemTransaction(instance);
    for (const auto* view : all_views()) {
        auto info = view_info(*view, qualifier);
        catalog.CreateView(transaction, *info);
    }
}

} // namespace redstart::catalog
