#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/object_notes.hpp"
#include "catalog/object/catalog_walk.hpp"
#include "catalog/object/declared_key.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/alter_table_info.hpp>
#include <duckdb/parser/parsed_data/comment_on_column_info.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;
using Target = CommentStatement::Target;

void require_kind(const CommentStatement& comment, const Relation& relation) {
    const bool view = relation.kind == RelationKind::View;
    if (comment.target == Target::Column || (comment.target == Target::View) == view) return;
    throw SqlError(state::kWrongObjectType, fmt::format("\"{}\" is not a {}", relation.name, view ? "table" : "view"));
}

duckdb::CatalogEntry& entry_of(duckdb::ClientContext& context, const Relation& relation) {
    const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, relation.name);
    return *duckdb::Catalog::GetEntry(context, relation.catalog, relation.schema, lookup,
                                      duckdb::OnEntryNotFound::THROW_EXCEPTION);
}

void require_column(duckdb::ClientContext& context, const CommentStatement& comment, const Relation& relation) {
    catalog::RelationRow row;
    row.entry = &entry_of(context, relation);
    const auto columns = catalog::attributes(row);
    if (std::none_of(columns.begin(), columns.end(), [&](const auto& column) { return column.name == comment.part; }))
        throw SqlError(state::kUndefinedColumn,
                       fmt::format("column \"{}\" of relation \"{}\" does not exist", comment.part, relation.name));
}

void require_constraint(duckdb::ClientContext& context, const CommentStatement& comment, const Relation& relation) {
    if (catalog::tag_of(entry_of(context, relation), std::string(catalog::kConstraintTag) + comment.part).empty())
        throw SqlError(state::kUndefinedObject,
                       fmt::format("constraint \"{}\" for table \"{}\" does not exist", comment.part, relation.name));
}

// The change of the relation's entry.
Owned<duckdb::AlterInfo> change(duckdb::ClientContext& context, const CommentStatement& comment,
                                const Relation& relation) {
    const auto text = comment.text.value_or("");
    auto& entry = entry_of(context, relation);
    if (comment.target == Target::Column) {
        auto info = duckdb::make_uniq<duckdb::SetColumnCommentInfo>(
            relation.catalog, relation.schema, relation.name, comment.part,
            text.empty() ? duckdb::Value() : duckdb::Value(text), duckdb::OnEntryNotFound::THROW_EXCEPTION);
        info->catalog_entry_type = entry.type;
        return info;
    }
    const auto tag = comment.target == Target::Constraint ? catalog::kConstraintDescription + comment.part
                                                          : std::string(catalog::kDescription);
    return duckdb::make_uniq<duckdb::SetCommentInfo>(entry.type, relation.catalog, relation.schema, relation.name,
                                                     catalog::changed_comment(entry, {{tag, text}}),
                                                     duckdb::OnEntryNotFound::THROW_EXCEPTION);
}

} // namespace

void Commands::alter_entry(const Relation& relation,
                           const std::function<Owned<duckdb::AlterInfo>(duckdb::ClientContext&)>& make) {
    runner_.look_up([&](duckdb::ClientContext& context) {
        auto& catalog = duckdb::Catalog::GetCatalog(context, relation.catalog);
        duckdb::MetaTransaction::Get(context).ModifyDatabase(catalog.GetAttached());
        const auto info = make(context);
        catalog.Alter(context, *info);
    });
}

Relation Commands::lock_to_change(const std::function<Relation()>& find, LockMode mode) {
    const auto make = [&] {
        Resolution plan;
        plan.uses.push_back({find(), mode});
        plan.takes_snapshot = plan.writes = plan.ddl = true;
        return plan;
    };
    auto plan = make();
    session_.note_ddl();
    runner_.lock_and_begin(plan, true, make);
    return plan.uses.front().relation;
}

Relation Commands::schema_lock(const std::string& name) {
    std::optional<Relation> found;
    runner_.look_up([&](duckdb::ClientContext& context) {
        for (const auto& row : catalog::namespaces(context))
            if (row.name == name)
                found = Relation{RelationKind::Table, "system", "pg_catalog", "pg_namespace", row.oid};
    });
    if (!found) throw SqlError(state::kInvalidSchemaName, fmt::format("schema \"{}\" does not exist", name));
    return *found;
}

void Commands::change_notes(const std::string& object, const catalog::Tags& changes) {
    runner_.look_up(
        [&](duckdb::ClientContext& context) { catalog::change_notes(context, session_.database(), object, changes); });
}

void Commands::require_own(std::int32_t owner, const std::string& object) {
    if (session_.user().superuser() || owner == session_.user().id()) return;
    throw SqlError(state::kInsufficientPrivilege, "must be owner of " + object);
}

void Commands::require_own_schema(const Relation& schema, const std::string& name,
                                  std::optional<catalog::SystemPermission> permission) {
    if (permission && self()->may(*permission)) return;
    std::int32_t owner = 0;
    runner_.look_up([&](duckdb::ClientContext& context) {
        for (const auto& row : catalog::namespaces(context))
            if (row.oid == schema.oid) owner = row.owner;
    });
    require_own(owner, "schema " + name);
}

void Commands::comment_on_database(const CommentStatement& comment) {
    const auto& name = comment.name.back();
    const auto database = session_.engine().databases().find(name);
    if (!database || comment.name.size() > 1)
        throw SqlError(state::kInvalidCatalogName,
                       fmt::format("database \"{}\" does not exist", shown_name(comment.name)));
    if (name != session_.database())
        throw SqlError(state::kFeatureNotSupported, "database comments may only be applied to the current database");
    require_own(database->owner_id, "database " + name);
    lock_to_change([&] { return database_lock(*database); }, LockMode::ShareRowExclusive);
    change_notes(catalog::kDatabaseNotes, {{catalog::kDescription, comment.text.value_or("")}});
}

void Commands::comment_on_schema(const CommentStatement& comment) {
    const auto name = comment.name.back();
    require_own_schema(lock_to_change([&] { return schema_lock(name); }, LockMode::ShareRowExclusive), name);
    change_notes(catalog::schema_notes(name), {{catalog::kDescription, comment.text.value_or("")}});
}

// Text for tables, views, their columns and keys, the database and schemas; of functions there are none to comment on.
template <> Outcome Commands::run_as<StatementKind::Comment>(const Statement& statement) {
    const auto comment = parse_comment(statement);
    switch (comment.target) {
    case Target::Database: comment_on_database(comment); return {};
    case Target::Schema: comment_on_schema(comment); return {};
    case Target::Function:
    case Target::Procedure:
        throw SqlError(state::kUndefinedFunction,
                       fmt::format("{}{}({}) does not exist",
                                   comment.target == Target::Function ? "function " : "procedure ",
                                   shown_name(comment.name), comment.part));
    default: break;
    }
    const auto find = [&] {
        auto relation = runner_.require(comment.name);
        refuse_system_view(relation);
        require_own_database(session_.names(), relation);
        require_kind(comment, relation);
        runner_.require_right(to_own(relation));
        return relation;
    };
    find(); // who may not does not wait
    const auto relation = lock_to_change(find, LockMode::ShareRowExclusive);
    runner_.look_up([&](duckdb::ClientContext& context) {
        if (comment.target == Target::Column) require_column(context, comment, relation);
        if (comment.target == Target::Constraint) require_constraint(context, comment, relation);
    });
    alter_entry(relation, [&](duckdb::ClientContext& context) { return change(context, comment, relation); });
    return {};
}

} // namespace redstart::sql
