#include "catalog/engine/object_notes.hpp"
#include "catalog/object/identity.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/object/name_lock.hpp"
#include "sql/run/committed_catalog.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/drop_info.hpp>
#include <duckdb/parser/statement/drop_statement.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

duckdb::unique_ptr<duckdb::DropStatement> drop_tree(duckdb::CatalogType type, const std::string& catalog,
                                                    const std::string& schema, const std::string& name, bool cascade) {
    auto tree = duckdb::make_uniq<duckdb::DropStatement>();
    tree->info->type = type;
    tree->info->catalog = catalog;
    tree->info->schema = schema;
    tree->info->name = name;
    tree->info->cascade = cascade;
    return tree;
}

const char* word_of(StatementKind kind) {
    switch (kind) {
    case StatementKind::DropView: return "View";
    case StatementKind::DropSchema: return "Schema";
    default: return "Table";
    }
}

std::vector<Relation> relations_in(duckdb::ClientContext& context, const std::string& database,
                                   const std::string& schema) {
    std::vector<Relation> found;
    auto& entries = duckdb::Catalog::GetSchema(context, database, schema);
    entries.Scan(context, duckdb::CatalogType::TABLE_ENTRY, [&](duckdb::CatalogEntry& entry) {
        if (entry.internal) return;
        const bool view = entry.type == duckdb::CatalogType::VIEW_ENTRY;
        found.push_back({view ? RelationKind::View : RelationKind::Table, database, schema, entry.name, 0});
    });
    for (auto& relation : found) relation.oid = current_oid(context, relation);
    return found;
}

} // namespace

Outcome Commands::drop(const Statement& statement) {
    const auto drop = parse_drop(statement);
    session_.note_ddl();
    for (const auto& name : drop.names) drop_one(drop, name);
    return {};
}

template <> Outcome Commands::run_as<StatementKind::DropTable>(const Statement& statement) { return drop(statement); }
template <> Outcome Commands::run_as<StatementKind::DropView>(const Statement& statement) { return drop(statement); }
template <> Outcome Commands::run_as<StatementKind::DropSchema>(const Statement& statement) { return drop(statement); }

void Commands::drop_one(const DropStatement& drop, const QualifiedName& name) {
    if (drop.kind == StatementKind::DropSchema) {
        const auto database = name_part(name, 1);
        if (name.size() > 2 || (!database.empty() && database != session_.database()))
            throw SqlError(state::kFeatureNotSupported,
                           fmt::format("cross-database references are not implemented: \"{}\"", shown_name(name)));
        return drop_schema(drop, name_part(name, 0));
    }
    std::optional<Relation> relation;
    runner_.look_up([&](duckdb::ClientContext& context) { relation = find_relation(context, session_.names(), name); });
    const std::string word = word_of(drop.kind);
    if (!relation) {
        CommittedCatalog(session_).check_missing(session_.names(), name);
        if (!drop.if_exists)
            throw SqlError(state::kUndefinedTable, fmt::format("{} \"{}\" does not exist", word, shown_name(name)));
        return session_.output().notice(
            SqlError(state::kSuccessfulCompletion,
                     fmt::format("{} \"{}\" does not exist and will be skipped", word, shown_name(name)),
                     protocol::Severity::Info));
    }
    refuse_system_view(*relation);
    const bool is_view = relation->kind == RelationKind::View;
    if (is_view != (drop.kind == StatementKind::DropView))
        throw SqlError(state::kWrongObjectType,
                       fmt::format("\"{}\" is not a {}", shown_name(name), is_view ? "table" : "view"))
            .hint(fmt::format("Use DROP {} to remove it.", is_view ? "VIEW" : "TABLE"));
    require_own_database(session_.names(), *relation);
    const auto permission = is_view ? catalog::SystemPermission::DropView : catalog::SystemPermission::DropTable;
    drop_relations(drop, {*relation},
                   [&] { runner_.require_right(to_own(*relation, bit(catalog::Privilege::Drop), permission)); });
}

void Commands::drop_relations(const DropStatement& drop, const std::vector<Relation>& relations,
                              const std::function<void()>& check) {
    auto plan_drop = [&] {
        if (check) check();
        Resolution plan;
        std::vector<ViewReader> dependents;
        runner_.look_up([&](duckdb::ClientContext& context) {
            for (const auto& relation : relations) {
                auto now = relation;
                now.oid = current_oid(context, relation);
                if (now.oid != 0) plan.uses.push_back({now, LockMode::AccessExclusive});
            }
            dependents = dependent_views(context, relations);
            for (const auto& dependent : dependents) plan.uses.push_back({dependent.view, LockMode::AccessExclusive});
        });
        plan.takes_snapshot = plan.writes = plan.ddl = plan.dependents = true;
        const auto& first = relations.front();
        if (plan.uses.empty() && relations.size() == 1)
            throw SqlError(state::kUndefinedTable, fmt::format("relation \"{}\" does not exist", first.name));
        if (!drop.cascade)
            refuse_dependents((first.kind == RelationKind::View ? "view " : "table ") + first.name, dependents);
        std::sort(plan.uses.begin(), plan.uses.end(),
                  [](const RelationUse& a, const RelationUse& b) { return a.relation.oid < b.relation.oid; });
        return plan;
    };
    auto plan = plan_drop();
    runner_.lock_and_begin(plan, true, plan_drop);
    for (const auto& use : plan.uses) {
        const bool view = use.relation.kind == RelationKind::View;
        std::vector<std::string> sequences;
        if (!view)
            runner_.look_up([&](duckdb::ClientContext& context) {
                sequences = catalog::identity_sequences(context, use.relation.catalog, use.relation.oid);
            });
        execute(drop_tree(view ? duckdb::CatalogType::VIEW_ENTRY : duckdb::CatalogType::TABLE_ENTRY,
                          use.relation.catalog, use.relation.schema, use.relation.name, false));
        for (const auto& sequence : sequences)
            execute(drop_tree(duckdb::CatalogType::SEQUENCE_ENTRY, use.relation.catalog, "main", sequence, false));
    }
}

void Commands::drop_temporary_tables() {
    std::vector<Relation> tables;
    runner_.look_up([&](duckdb::ClientContext& context) { tables = relations_in(context, "temp", "main"); });
    DropStatement drop;
    drop.cascade = true;
    if (!tables.empty()) drop_relations(drop, tables);
}

void Commands::drop_schema(const DropStatement& drop, const std::string& name) {
    std::vector<Relation> contents;
    bool exists = false;
    runner_.look_up([&](duckdb::ClientContext& context) {
        const auto missing = duckdb::OnEntryNotFound::RETURN_NULL;
        exists = name != "main" && duckdb::Catalog::GetSchema(context, session_.database(), name, missing);
        if (exists) contents = relations_in(context, session_.database(), name);
    });
    if (name == "public" || name == "pg_catalog" || name == "information_schema")
        throw SqlError(state::kDependentObjectsStillExist,
                       fmt::format("cannot drop schema {} because it is required by the database system", name));
    if (!exists && drop.if_exists)
        return session_.output().notice(SqlError(state::kSuccessfulCompletion,
                                                 fmt::format("Schema \"{}\" does not exist and will be skipped", name),
                                                 protocol::Severity::Info));
    if (!exists) throw SqlError(state::kInvalidSchemaName, fmt::format("schema \"{}\" does not exist", name));
    require_own_schema(schema_lock(name), name, catalog::SystemPermission::DropSchema);
    if (!contents.empty() && !drop.cascade)
        throw SqlError(state::kDependentObjectsStillExist,
                       fmt::format("cannot drop schema {} because other objects depend on it", name))
            .detail(fmt::format("{} depends on schema {}", contents.front().name, name))
            .hint("Use DROP ... CASCADE to drop the dependent objects too.");
    if (!contents.empty()) drop_relations(drop, contents);
    Resolution plan; // who creates a schema of that name waits
    plan.uses.push_back({name_lock(session_.database(), name, ""), LockMode::AccessExclusive});
    plan.takes_snapshot = plan.writes = plan.ddl = true;
    runner_.lock_and_begin(plan, true, [&plan] { return plan; });
    execute(drop_tree(duckdb::CatalogType::SCHEMA_ENTRY, session_.database(), "", name, false));
    runner_.look_up([&](duckdb::ClientContext& context) {
        catalog::drop_notes(context, session_.database(), catalog::schema_notes(name));
    });
}

} // namespace redstart::sql
