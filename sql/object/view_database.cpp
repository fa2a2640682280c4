#include "sql/object/view_database.hpp"

#include "catalog/engine/errors.hpp"
#include "sql/tree/kept_lists.hpp"
#include "sql/tree/tree_walker.hpp"

#include <memory>
#include <vector>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/expression/columnref_expression.hpp>
#include <duckdb/parser/parsed_data/create_view_info.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>

namespace redstart::sql {
namespace {

bool is_other(const std::string& catalog, const std::string& database) {
    return !catalog.empty() && catalog != database && catalog != "system" && catalog != "temp";
}

// A view reads its own database and the system's only, so every other name is one the database had before.
class Mover : public TreeWalker {
public:
    explicit Mover(const std::string& database) : database_(database) {}
    bool changed() const { return changed_; }

protected:
    void on_base_table(Owned<duckdb::TableRef>& table) override {
        move(table->Cast<duckdb::BaseTableRef>().catalog_name);
    }
    void on_expression(Owned<duckdb::ParsedExpression>& expression) override {
        if (expression->GetExpressionClass() != duckdb::ExpressionClass::COLUMN_REF) return;
        auto& names = expression->Cast<duckdb::ColumnRefExpression>().column_names;
        if (names.size() == 4) move(names[0]); // database.schema.table.column
    }

private:
    void move(std::string& catalog) {
        if (!is_other(catalog, database_)) return;
        catalog = database_;
        changed_ = true;
    }

    const std::string& database_;
    bool changed_ = false;
};

using ViewInfo = duckdb::unique_ptr<duckdb::CreateViewInfo>;

std::vector<ViewInfo> views_to_move(duckdb::ClientContext& context, const std::string& database) {
    std::vector<ViewInfo> views;
    for (auto& schema : duckdb::Catalog::GetCatalog(context, database).GetSchemas(context))
        schema.get().Scan(context, duckdb::CatalogType::VIEW_ENTRY, [&](duckdb::CatalogEntry& entry) {
            if (entry.type != duckdb::CatalogType::VIEW_ENTRY || entry.internal) return;
            auto info = duckdb::unique_ptr_cast<duckdb::CreateInfo, duckdb::CreateViewInfo>(
                entry.Cast<duckdb::ViewCatalogEntry>().GetInfo());
            Mover mover(database);
            mover.walk_node(*info->query->node);
            if (mover.changed()) views.push_back(std::move(info));
        });
    return views;
}

} // namespace

void move_views(duckdb::Connection& connection, const std::string& database) {
    try {
        connection.context->RunFunctionInTransaction([&] {
            auto& context = *connection.context;
            for (auto& view : views_to_move(context, database)) {
                keep_common_tables(view->query->node);
                view->catalog = database;
                view->on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
                auto& catalog = duckdb::Catalog::GetCatalog(context, database);
                duckdb::MetaTransaction::Get(context).ModifyDatabase(catalog.GetAttached());
                catalog.CreateView(context, *view);
            }
        });
    } catch (const protocol::SqlError&) { throw; } catch (const std::exception& error) {
        throw to_sql_error(error);
    }
}

} // namespace redstart::sql
