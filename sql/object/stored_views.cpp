#include "sql/object/stored_views.hpp"

#include "catalog/engine/object_tags.hpp"
#include "catalog/object/object_acl.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/stored_trees.hpp"
#include "sql/object/view_columns.hpp"
#include "sql/tree/kept_lists.hpp"
#include "sql/tree/tree_walker.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/view_catalog_entry.hpp>
#include <duckdb/parser/parsed_data/alter_table_info.hpp>
#include <duckdb/parser/parsed_data/create_view_info.hpp>
#include <duckdb/parser/parsed_data/drop_info.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>
#include <duckdb/transaction/meta_transaction.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::AlterTableType;
using protocol::SqlError;
using ViewInfo = std::shared_ptr<duckdb::CreateViewInfo>;

// Collects the tables and views of a stored query: its names were qualified when it was created, so a name with a
// catalog is a relation and one without is a common table expression.
class ViewTables : public TreeWalker {
public:
    explicit ViewTables(std::vector<Relation>& found) : found_(found) {}

protected:
    void on_base_table(Owned<duckdb::TableRef>& reference) override {
        const auto& table = reference->Cast<duckdb::BaseTableRef>();
        if (table.catalog_name.empty() || table.catalog_name == "system") return;
        found_.push_back({RelationKind::Table, table.catalog_name, table.schema_name, table.table_name, 0});
    }

private:
    std::vector<Relation>& found_;
};

std::vector<Relation> tables_of_query(duckdb::SelectStatement& query) {
    std::vector<Relation> found;
    ViewTables(found).walk_node(*query.node);
    return found;
}

ViewInfo stored_view(duckdb::ClientContext& context, const Relation& view) {
    const auto entry = duckdb::Catalog::GetEntry<duckdb::ViewCatalogEntry>(
        context, view.catalog, view.schema, view.name, duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry) return nullptr;
    ViewInfo info = duckdb::unique_ptr_cast<duckdb::CreateInfo, duckdb::CreateViewInfo>(entry->GetInfo());
    info->catalog = view.catalog;
    info->on_conflict = duckdb::OnCreateConflict::REPLACE_ON_CONFLICT;
    return info;
}

std::vector<Relation> tables_of_view(duckdb::ClientContext& context, const Relation& view) {
    const auto info = stored_view(context, view);
    return info ? tables_of_query(*info->query) : std::vector<Relation>();
}

bool same_place(const Relation& a, const Relation& b) {
    return a.catalog == b.catalog && a.schema == b.schema && a.name == b.name;
}

std::vector<Relation> views_of_database(duckdb::ClientContext& context, const std::string& database) {
    // A scan holds the lock of the catalog it scans: names first, look-ups after it.
    std::vector<Relation> views;
    for (auto& schema : duckdb::Catalog::GetCatalog(context, database).GetSchemas(context))
        schema.get().Scan(context, duckdb::CatalogType::VIEW_ENTRY, [&](duckdb::CatalogEntry& entry) {
            if (entry.type == duckdb::CatalogType::VIEW_ENTRY && !entry.internal)
                views.push_back({RelationKind::View, database, schema.get().name, entry.name, 0});
        });
    return views;
}

// Which views of a database read what. Each view's query is looked at once, however many of them are asked for.
class ViewReads {
public:
    ViewReads(duckdb::ClientContext& context, const std::string& database) : context_(context) {
        for (auto& view : views_of_database(context, database)) {
            for (const auto& read : tables_of_view(context, view)) {
                auto& readers = readers_[key(read)];
                if (readers.empty() || readers.back() != views_.size()) readers.push_back(views_.size());
            }
            views_.push_back(std::move(view));
        }
    }

    // In the order of the catalog.
    std::vector<ViewReader> readers_of(const Relation& relation) const {
        std::vector<ViewReader> readers;
        const auto found = readers_.find(key(relation));
        if (found == readers_.end()) return readers;
        for (const auto index : found->second) {
            readers.push_back({views_[index], relation});
            readers.back().view.oid = current_oid(context_, views_[index]);
        }
        return readers;
    }

    // Its readers, and theirs: each once, behind one that it reads.
    std::vector<ViewReader> all_readers_of(const std::vector<Relation>& relations) const {
        std::vector<ViewReader> found;
        std::set<Key> known;
        const auto add = [&](const Relation& relation) {
            for (auto& reader : readers_of(relation))
                if (known.insert(key(reader.view)).second) found.push_back(std::move(reader));
        };
        for (const auto& relation : relations) known.insert(key(relation));
        for (const auto& relation : relations) add(relation);
        for (std::size_t next = 0; next < found.size(); ++next) add(Relation(found[next].view));
        return found;
    }

private:
    using Key = std::tuple<std::string, std::string, std::string>;
    static Key key(const Relation& relation) { return {relation.catalog, relation.schema, relation.name}; }

    duckdb::ClientContext& context_;
    std::vector<Relation> views_;
    std::map<Key, std::vector<std::size_t>> readers_; // indexes of views_
};

std::string described(const Relation& relation) {
    return (relation.kind == RelationKind::View ? "view " : "table ") + relation.name;
}

// Views of before queries had fixed columns get them when a table of theirs changes.
bool fix(duckdb::ClientContext& context, duckdb::CreateViewInfo& view) {
    if (view.tags.find(kFixedColumnsTag) != view.tags.end()) return false;
    fix_columns(context, *view.query);
    view.tags[kFixedColumnsTag] = "true";
    return true;
}

// One ALTER and the views that read what it changes.
class Followers {
public:
    Followers(duckdb::ClientContext& context, const Relation& relation) : context_(context), relation_(relation) {
        for (const auto& reader : ViewReads(context, relation.catalog).readers_of(relation)) {
            auto info = stored_view(context, reader.view);
            const bool fixed = fix(context, *info);
            readers_.push_back({reader.view, std::move(info), fixed});
        }
    }

    void rename(const std::string& name) {
        for_each_read([&](FixedRead& read, Reader& reader) {
            read.rename_relation(name);
            reader.changed = true;
        });
    }

    void rename_column(const std::string& from, const std::string& to) {
        for_each_read([&](FixedRead& read, Reader& reader) {
            if (!read.uses(from)) return;
            read.rename_column(from, to);
            reader.changed = true;
        });
    }

    void drop_column(const std::string& column, bool cascade) {
        const auto object = "table " + relation_.name + " column " + column;
        std::vector<ViewReader> dependents;
        const auto add = [&](const ViewReader& reader) {
            for (const auto& known : dependents)
                if (same_place(known.view, reader.view)) return;
            dependents.push_back(reader);
        };
        auto named = relation_;
        named.name += " column " + column;
        const auto users = users_of(column);
        for (const auto& view : users) add({view, named});
        const ViewReads reads(context_, relation_.catalog);
        for (const auto& view : users)
            for (const auto& further : reads.all_readers_of({view})) add(further);
        if (!cascade) return refuse_dependents(object, dependents);
        for (const auto& dependent : dependents) changes_.dropped.push_back(dependent.view);
    }

    void change_type(const std::string& column) {
        const auto users = users_of(column);
        if (users.empty()) return;
        throw SqlError(state::kFeatureNotSupported, "cannot alter type of a column used by a view or rule")
            .detail(fmt::format("rule _RETURN on view {} depends on column \"{}\"", users[0].name, column));
    }

    ViewChanges take() {
        for (auto& reader : readers_) {
            const auto& dropped = changes_.dropped;
            if (!reader.changed || std::any_of(dropped.begin(), dropped.end(),
                                               [&](const Relation& view) { return same_place(view, reader.view); }))
                continue;
            changes_.views.push_back(reader.view);
            changes_.stored.push_back(std::move(reader.info));
        }
        changes_.views.insert(changes_.views.end(), changes_.dropped.begin(), changes_.dropped.end());
        return std::move(changes_);
    }

private:
    struct Reader {
        Relation view;
        ViewInfo info;
        bool changed = false;
    };

    template <typename Work> void for_each_read(Work work) {
        for (auto& reader : readers_)
            for (auto& read : reads_of(*reader.info->query, relation_)) work(read, reader);
    }

    std::vector<Relation> users_of(const std::string& column) {
        std::vector<Relation> users;
        for_each_read([&](const FixedRead& read, const Reader& reader) {
            if (read.uses(column) && (users.empty() || !same_place(users.back(), reader.view)))
                users.push_back(reader.view);
        });
        return users;
    }

    duckdb::ClientContext& context_;
    const Relation& relation_;
    std::vector<Reader> readers_;
    ViewChanges changes_;
};

} // namespace

std::vector<ViewReader> reads_of_views(duckdb::ClientContext& context, const Relation& view) {
    std::vector<ViewReader> reads;
    std::vector<Relation> views{view}; // each once: one may be read by many
    for (std::size_t next = 0; next < views.size(); ++next) {
        const auto reader = views[next];
        const auto first = reads.size();
        for (const auto& name : tables_of_view(context, reader)) {
            auto read = current_relation(context, name);
            const auto same = [&](const Relation& known) { return same_place(known, *read); };
            if (!read || std::any_of(reads.begin() + static_cast<std::ptrdiff_t>(first), reads.end(),
                                     [&](const ViewReader& known) { return same(known.reads); }))
                continue;
            if (read->kind == RelationKind::View && std::none_of(views.begin(), views.end(), same))
                views.push_back(*read);
            reads.push_back({reader, std::move(*read)});
        }
    }
    return reads;
}

std::int32_t owner_of(duckdb::ClientContext& context, const Relation& relation) {
    const duckdb::EntryLookupInfo lookup(duckdb::CatalogType::TABLE_ENTRY, relation.name);
    const auto entry = duckdb::Catalog::GetEntry(context, relation.catalog, relation.schema, lookup,
                                                 duckdb::OnEntryNotFound::RETURN_NULL);
    return entry ? catalog::relation_owner(*entry) : catalog::kFirstUserId;
}

void base_tables(duckdb::ClientContext& context, const Relation& relation, std::vector<Relation>& tables) {
    if (relation.kind != RelationKind::View) return tables.push_back(relation);
    for (auto& reader : reads_of_views(context, relation)) {
        auto& read = reader.reads;
        const auto same = [&read](const Relation& known) { return same_place(known, read); };
        if (read.kind != RelationKind::View && std::none_of(tables.begin(), tables.end(), same))
            tables.push_back(std::move(read));
    }
}

bool is_late_binding(const duckdb::CreateViewInfo& view) {
    return view.types.empty() && view.tags.find(kLateBindingTag) != view.tags.end();
}

void each_view(duckdb::ClientContext& context, const Relation& view,
               const std::function<void(const duckdb::CreateViewInfo&)>& see) {
    const auto stored = view.kind == RelationKind::View ? stored_view(context, view) : nullptr;
    if (!stored) return;
    see(*stored);
    for (const auto& name : tables_of_query(*stored->query))
        if (const auto read = current_relation(context, name)) each_view(context, *read, see);
}

std::vector<ViewReader> dependent_views(duckdb::ClientContext& context, const Relation& relation) {
    return dependent_views(context, std::vector{relation});
}

std::vector<ViewReader> dependent_views(duckdb::ClientContext& context, const std::vector<Relation>& relations) {
    if (relations.empty()) return {};
    return ViewReads(context, relations.front().catalog).all_readers_of(relations);
}

bool reads_itself(duckdb::ClientContext& context, const Relation& view, duckdb::SelectStatement& query) {
    auto readers = dependent_views(context, view);
    readers.push_back({view, view});
    const auto reads = tables_of_query(query);
    return std::any_of(reads.begin(), reads.end(), [&](const Relation& read) {
        return std::any_of(readers.begin(), readers.end(),
                           [&](const ViewReader& reader) { return same_place(reader.view, read); });
    });
}

void refuse_dependents(const std::string& object, const std::vector<ViewReader>& dependents) {
    if (dependents.empty()) return;
    std::string detail;
    for (const auto& dependent : dependents)
        detail += fmt::format("{}{} depends on {}", detail.empty() ? "" : "\n", described(dependent.view),
                              described(dependent.reads));
    throw SqlError(state::kDependentObjectsStillExist,
                   fmt::format("cannot drop {} because other objects depend on it", object))
        .detail(detail)
        .hint("Use DROP ... CASCADE to drop the dependent objects too.");
}

ViewChanges follow_alter(duckdb::ClientContext& context, const Relation& relation, const duckdb::AlterInfo& alter) {
    Followers followers(context, relation);
    if (alter.type == duckdb::AlterType::ALTER_VIEW) {
        followers.rename(alter.Cast<duckdb::RenameViewInfo>().new_view_name);
        return followers.take();
    }
    const auto& table = alter.Cast<duckdb::AlterTableInfo>();
    switch (table.alter_table_type) {
    case AlterTableType::RENAME_TABLE: followers.rename(table.Cast<duckdb::RenameTableInfo>().new_table_name); break;
    case AlterTableType::RENAME_COLUMN: {
        const auto& change = table.Cast<duckdb::RenameColumnInfo>();
        followers.rename_column(change.old_name, change.new_name);
        break;
    }
    case AlterTableType::REMOVE_COLUMN: {
        const auto& change = table.Cast<duckdb::RemoveColumnInfo>();
        followers.drop_column(change.removed_column, change.cascade);
        break;
    }
    case AlterTableType::ALTER_COLUMN_TYPE:
        followers.change_type(table.Cast<duckdb::ChangeColumnTypeInfo>().column_name);
        break;
    default: break;
    }
    return followers.take();
}

void apply(duckdb::ClientContext& context, const ViewChanges& changes) {
    const auto modify = [&](const std::string& database) -> duckdb::Catalog& {
        auto& catalog = duckdb::Catalog::GetCatalog(context, database);
        duckdb::MetaTransaction::Get(context).ModifyDatabase(catalog.GetAttached());
        return catalog;
    };
    for (const auto& view : changes.stored) {
        const auto copy = view->Copy(); // the engine takes the query; a prepared statement may want it again
        auto& info = copy->Cast<duckdb::CreateViewInfo>();
        info.names = view->names;
        if (!is_late_binding(info)) keep_common_tables(info.query->node);
        modify(view->catalog).CreateView(context, info);
    }
    for (const auto& view : changes.dropped) {
        duckdb::DropInfo drop;
        drop.type = duckdb::CatalogType::VIEW_ENTRY;
        drop.catalog = view.catalog;
        drop.schema = view.schema;
        drop.name = view.name;
        modify(view.catalog).DropEntry(context, drop);
    }
}

} // namespace redstart::sql
