// RelationUses: which relations a statement uses, with which locks and which rights it needs, found out name by name;
// makes its lock plan.
// Owned by one resolve() call; one thread.
#pragma once

#include "sql/object/lock_plan.hpp"

#include <map>
#include <set>
#include <utility>

namespace redstart::sql {

class RelationUses {
public:
    // `scope` and `plan` outlive this.
    RelationUses(const NameScope& scope, LockPlan& plan) noexcept : scope_(scope), plan_(plan) {}

    // A system view needs no lock; it is noted that one is read, and whether that takes a snapshot.
    void add(const Relation& relation, LockMode mode);
    // The right is needed by whom the statement acts for at this place.
    void need(RightNeeded right);
    // By somebody else: the owner of a view.
    void need_of(std::int32_t user, RightNeeded right);
    // For whom names are looked up now: nullopt, the session's user, or the owner of the view without schema binding
    // whose query is being resolved.
    std::optional<std::int32_t> acting() const noexcept { return acting_; }
    void act_for(std::optional<std::int32_t> user) noexcept { acting_ = user; }
    // Rows of the table are read in order to change them.
    void change_rows(RelationId table) { changed_rows_.insert(table); }
    // As if every relation that is there were only read: a statement that is explained and not run.
    void only_read();
    // Fills the plan's list.
    void finish();

    bool empty() const noexcept { return uses_.empty(); }
    bool reads_system() const noexcept { return reads_system_; }
    bool reads_other_database() const noexcept { return reads_other_database_; }
    bool reads_temporary() const;

private:
    const NameScope& scope_;
    LockPlan& plan_;
    std::map<std::pair<RelationId, LockMode>, Relation> uses_;
    std::set<RelationId> changed_rows_;
    std::optional<std::int32_t> acting_;
    bool reads_other_database_ = false;
    bool reads_system_ = false;
};

} // namespace redstart::sql
