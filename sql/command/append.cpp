// ALTER TABLE APPEND: moves the rows of one table to the end of another (r_ALTER_TABLE_APPEND). A cluster moves blocks;
// here rows are copied and deleted, in one transaction.
#include "catalog/engine/entry_tags.hpp"
#include "catalog/object/catalog_walk.hpp"
#include "catalog/object/identity.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/object/table_entry.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/parser/expression/columnref_expression.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/delete_statement.hpp>
#include <duckdb/parser/statement/insert_statement.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;
using Columns = duckdb::vector<std::string>;

Owned<duckdb::TableRef> table_reference(const Relation& relation) {
    auto table = duckdb::make_uniq<duckdb::BaseTableRef>();
    table->catalog_name = relation.catalog;
    table->schema_name = relation.schema;
    table->table_name = relation.name;
    return table;
}

Owned<duckdb::SQLStatement> insertion(const Relation& target, const Relation& source, const Columns& columns) {
    auto node = duckdb::make_uniq<duckdb::SelectNode>();
    for (const auto& column : columns)
        node->select_list.push_back(duckdb::make_uniq<duckdb::ColumnRefExpression>(column));
    node->from_table = table_reference(source);
    auto insert = duckdb::make_uniq<duckdb::InsertStatement>();
    insert->catalog = target.catalog;
    insert->schema = target.schema;
    insert->table = target.name;
    insert->columns = columns;
    insert->select_statement = duckdb::make_uniq<duckdb::SelectStatement>();
    insert->select_statement->node = std::move(node);
    return insert;
}

Owned<duckdb::SQLStatement> deletion(const Relation& source) {
    auto statement = duckdb::make_uniq<duckdb::DeleteStatement>();
    statement->table = table_reference(source);
    return statement;
}

[[noreturn]] void refuse(const std::string& why) { throw SqlError(state::kInvalidTableDefinition, why); }

// What must be alike before rows can be moved; the columns that are moved.
class AppendCheck {
public:
    AppendCheck(duckdb::ClientContext& context, const Relation& target, const Relation& source)
        : target_(table_entry(context, target)), source_(table_entry(context, source)) {}

    Columns columns(const AppendStatement& append) const {
        for (const char* tag : {"diststyle", "distkey", "sortstyle", "sortkey"})
            if (catalog::tag_of(target_, tag) != catalog::tag_of(source_, tag))
                refuse("source and target tables must have the same distribution style and sort keys");
        Columns moved;
        for (const auto& column : source_.GetColumns().Logical()) {
            if (!target_.ColumnExists(column.Name())) {
                if (!append.ignore_extra)
                    refuse(fmt::format("column \"{}\" of the source table is not in the target table", column.Name()));
                continue;
            }
            compare(column, target_.GetColumn(column.Name()));
            moved.push_back(column.Name());
        }
        for (const auto& column : target_.GetColumns().Logical())
            if (!source_.ColumnExists(column.Name()) && !append.fill_target)
                refuse(fmt::format("column \"{}\" of the target table is not in the source table", column.Name()));
        return moved;
    }

private:
    void compare(const duckdb::ColumnDefinition& source, const duckdb::ColumnDefinition& target) const {
        const auto identity = catalog::identity_of(source);
        const auto other = catalog::identity_of(target);
        if ((identity && !identity->by_default) || (other && !other->by_default))
            refuse(fmt::format("cannot append an identity column: \"{}\"", source.Name()));
        const auto encoding = "encoding." + source.Name();
        if (source.Type() != target.Type() || source.Type().GetAlias() != target.Type().GetAlias() ||
            catalog::tag_of(source_, encoding) != catalog::tag_of(target_, encoding) ||
            not_null(source_, source.Name()) != not_null(target_, target.Name()))
            refuse(fmt::format("column \"{}\" has other attributes in the target table", source.Name()));
    }

    static bool not_null(const duckdb::TableCatalogEntry& table, const std::string& column) {
        catalog::RelationRow row;
        row.entry = &table;
        for (const auto& attribute : catalog::attributes(row))
            if (attribute.name == column) return attribute.not_null;
        return false;
    }

    const duckdb::TableCatalogEntry& target_;
    const duckdb::TableCatalogEntry& source_;
};

} // namespace

template <> Outcome Commands::run_as<StatementKind::AlterTableAppend>(const Statement& statement) {
    const auto append = parse_append(statement);
    const auto make = [&] {
        Resolution plan;
        for (const auto* name : {&append.target, &append.source}) {
            plan.uses.push_back({runner_.require_own_table(*name), LockMode::AccessExclusive, true});
            const auto& table = plan.uses.back().relation;
            // What one does to the rows of both; that ALTER is needed as well is INF.
            runner_.require_right(to_own(table, bit(catalog::Privilege::Alter), catalog::SystemPermission::AlterTable));
            runner_.require_right(to_use(table, name == &append.target
                                                    ? bit(catalog::Privilege::Insert)
                                                    : catalog::Privilege::Select | catalog::Privilege::Delete));
        }
        for (const auto& use : plan.uses)
            if (use.relation.catalog == "temp")
                refuse(
                    fmt::format("ALTER TABLE APPEND needs permanent tables: \"{}\" is temporary", use.relation.name));
        if (plan.uses[0].relation.oid == plan.uses[1].relation.oid)
            refuse("source and target of ALTER TABLE APPEND are the same table");
        plan.takes_snapshot = plan.writes = plan.compute = true;
        return plan;
    };
    const auto by_oid = [](Resolution plan) {
        if (plan.uses[0].relation.oid > plan.uses[1].relation.oid) std::swap(plan.uses[0], plan.uses[1]);
        return plan;
    };
    auto plan = by_oid(make());
    runner_.lock_and_begin(plan, true, [&] { return by_oid(make()); });
    const auto tables = make().uses;
    Columns columns;
    runner_.look_up([&](duckdb::ClientContext& context) {
        columns = AppendCheck(context, tables[0].relation, tables[1].relation).columns(append);
    });
    if (!columns.empty()) execute(insertion(tables[0].relation, tables[1].relation, columns));
    execute(deletion(tables[1].relation));
    return {};
}

} // namespace redstart::sql
