#include "sql/qualify/relation_uses.hpp"

#include <algorithm>
#include <string_view>

namespace redstart::sql {

void RelationUses::add(const Relation& relation, LockMode mode) {
    if (relation.kind == RelationKind::SystemView) {
        reads_system_ = true;
        const std::string_view name = relation.name;
        const bool logged = name.starts_with("stl_") || name.starts_with("stv_") || name.starts_with("svl_") ||
                            name.starts_with("sys_");
        plan_.takes_snapshot |= logged;
        return;
    }
    plan_.takes_snapshot = true;
    plan_.compute = true;
    reads_other_database_ |= is_foreign(scope_, relation);
    uses_.try_emplace({relation.oid, mode}, relation);
}

void RelationUses::need(RightNeeded right) { need_of(acting_.value_or(scope_.user_id), std::move(right)); }

void RelationUses::need_of(std::int32_t user, RightNeeded right) {
    if (!acting_ && user == scope_.user_id && scope_.superuser) return;
    right.user = user;
    plan_.rights.push_back(std::move(right));
}

bool RelationUses::reads_temporary() const {
    return std::any_of(uses_.begin(), uses_.end(), [](const auto& use) { return use.second.catalog == "temp"; });
}

void RelationUses::only_read() {
    const auto wanted = std::exchange(uses_, {});
    for (const auto& [key, relation] : wanted)
        if (key.second != LockMode::AccessExclusive) // a table that would be created is not there
            uses_.try_emplace({relation.oid, LockMode::AccessShare}, relation);
}

void RelationUses::finish() {
    for (const auto& [key, relation] : uses_) {
        const bool changes = key.second != LockMode::AccessShare && changed_rows_.contains(key.first);
        plan_.uses.push_back({relation, key.second, changes});
    }
}

} // namespace redstart::sql
