// CommittedCatalog: what others have committed, beside what a session's open transaction sees of it. Redshift's
// catalogs are read-committed and its data is not; the engine's catalog is part of the snapshot, so the difference is
// made here. Lives on the stack of one check, on the session's thread, outside of calls into the engine.
#pragma once

#include "sql/resolve/resolution.hpp"

#include <functional>
#include <string>
#include <vector>

namespace redstart::sql {

class SessionContext;
struct ParsedStatement;

class CommittedCatalog {
public:
    explicit CommittedCatalog(SessionContext& session) : session_(session) {}

    // Names that the transaction does not see: throws 1018 when they stand for relations that others made since its
    // snapshot; returns when they do not exist, or the transaction dropped them itself.
    void check_missing(const NameScope& names, const ParsedStatement& statement) const;
    void check_missing(const NameScope& names, const QualifiedName& name) const;
    // A plan that the transaction's snapshot gave, its locks held: throws 42P01 for a relation that another transaction
    // has dropped since, 1018 for one that is another one now and for a newer view that reads what is changed, 42P07
    // for a new one that another transaction made.
    void check_current(const Resolution& plan) const;

    // Rights that the transaction's snapshot gave: throws 42501 for one that was taken away since by others. What the
    // transaction has changed itself is as it sees it.
    void check_rights(const NameScope& names, const std::vector<RightNeeded>& rights) const;

private:
    // False when nothing can have changed since the transaction's snapshot.
    bool worth_looking() const;
    void look_up(const std::function<void(duckdb::ClientContext&)>& work) const;
    RelationId own_oid(const Relation& relation) const;

    SessionContext& session_;
};

} // namespace redstart::sql
