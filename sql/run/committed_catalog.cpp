#include "sql/run/committed_catalog.hpp"

#include "catalog/engine/errors.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/resolve/resolver.hpp"
#include "sql/run/engine_statement.hpp"
#include "sql/session/session_context.hpp"

#include <exception>
#include <map>
#include <string>
#include <vector>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

SqlError newer_than_snapshot() { return SqlError(state::kInternalError, "1018").detail("Relation does not exist."); }

} // namespace

bool CommittedCatalog::worth_looking() const {
    const auto& transaction = session_.transaction();
    return transaction.engine_open() && transaction.snapshot_epoch() != session_.engine().catalog_epoch();
}

// A connection of its own sees the latest commits.
void CommittedCatalog::look_up(const std::function<void(duckdb::ClientContext&)>& work) const {
    const auto connection = session_.engine().connect(session_.database());
    try {
        connection->context->RunFunctionInTransaction([&] { work(*connection->context); });
    } catch (const SqlError&) { throw; } catch (const std::exception& error) {
        throw to_sql_error(error);
    }
}

RelationId CommittedCatalog::own_oid(const Relation& relation) const {
    RelationId oid = 0;
    auto& context = *session_.connection().context;
    context.RunFunctionInTransaction([&] { oid = current_oid(context, relation); });
    return oid;
}

void CommittedCatalog::check_missing(const NameScope& names, const ParsedStatement& statement) const {
    if (!worth_looking()) return;
    Resolution plan;
    const auto tree = statement.tree->Copy();
    try {
        look_up([&](duckdb::ClientContext& context) { plan = resolve(context, names, *tree, statement.report); });
    } catch (const SqlError&) { return; } // it does not exist for others either
    for (const auto& use : plan.uses)
        if (!session_.transaction().changed(use.relation.oid) && own_oid(use.relation) != use.relation.oid)
            throw newer_than_snapshot();
}

void CommittedCatalog::check_missing(const NameScope& names, const QualifiedName& name) const {
    if (!worth_looking()) return;
    std::optional<Relation> relation;
    try {
        look_up([&](duckdb::ClientContext& context) { relation = find_relation(context, names, name); });
    } catch (const SqlError&) { return; }
    if (relation && !session_.transaction().changed(relation->oid)) throw newer_than_snapshot();
}

void CommittedCatalog::check_current(const Resolution& plan) const {
    if (!worth_looking()) return;
    std::vector<RelationId> committed;
    std::vector<ViewReader> readers;
    look_up([&](duckdb::ClientContext& context) {
        std::map<std::string, std::vector<Relation>> changed; // by database
        for (const auto& use : plan.uses) {
            committed.push_back(current_oid(context, use.relation));
            if (!plan.dependents || use.mode != LockMode::AccessExclusive || use.relation.catalog == "temp") continue;
            changed[use.relation.catalog].push_back(use.relation);
        }
        for (const auto& [database, relations] : changed)
            for (auto& reader : dependent_views(context, relations)) readers.push_back(std::move(reader));
    });
    const auto& transaction = session_.transaction();
    for (const auto& reader : readers)
        if (!transaction.changed(reader.view.oid) && own_oid(reader.view) != reader.view.oid)
            throw newer_than_snapshot();
    for (std::size_t index = 0; index < plan.uses.size(); ++index) {
        const auto& relation = plan.uses[index].relation;
        const auto now = committed[index];
        if (relation.catalog == "temp" || relation.catalog == "system" || now == relation.oid) continue;
        if (transaction.changed(relation.oid) || transaction.changed(now)) continue;
        const bool creates = plan.uses[index].mode == LockMode::AccessExclusive && own_oid(relation) == 0;
        if (creates && now == 0) continue;
        if (creates)
            throw SqlError(state::kDuplicateTable, fmt::format("Relation \"{}\" already exists", relation.name));
        if (now != 0) throw newer_than_snapshot();
        throw SqlError(state::kUndefinedTable, fmt::format("relation \"{}\" does not exist", relation.name));
    }
}

void CommittedCatalog::check_rights(const NameScope& names, const std::vector<RightNeeded>& rights) const {
    if (rights.empty() || !worth_looking()) return;
    const auto& transaction = session_.transaction();
    std::exception_ptr missing;
    look_up([&](duckdb::ClientContext& context) {
        const auto require = [&](const RightNeeded& right) { require_right(context, names, right); };
        try {
            for (const auto& right : rights) {
                const auto& object = right.object;
                const bool relation = right.kind == catalog::ObjectKind::Relation;
                if (object.catalog == "temp" ||
                    (relation ? transaction.changed(object.oid) : transaction.has_granted()))
                    continue;
                require(right);
                if (!relation || right.user != names.user_id || transaction.has_granted()) continue;
                auto usage = in_schema(object.catalog, object.schema, catalog::Privilege::Usage);
                usage.user = right.user;
                require(usage);
            }
        } catch (const SqlError&) { missing = std::current_exception(); }
    });
    if (missing) std::rethrow_exception(missing);
}

} // namespace redstart::sql
