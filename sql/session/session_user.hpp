// SessionUser: for whom a session acts: a user's id, whose name and rights are looked up when they count, as another
// user may have the name by then.
// Owned by the session's context. Changed on the backend's thread; read on the engine's workers while a statement runs,
// when nothing changes.
#pragma once

#include "catalog/state/system_permissions.hpp"
#include "sql/settings/settings.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace redstart::sql {

class Engine;

class SessionUser {
public:
    // `settings` has is_superuser and session_authorization, and may not have begun to live. Both referents outlive
    // this.
    SessionUser(Engine& engine, Settings& settings, std::int32_t id, std::string name);

    std::int32_t id() const noexcept { return id_; }
    const std::string& name() const noexcept { return name_; }
    bool superuser() const; // as the users are now, as the next
    bool may(catalog::SystemPermission permission) const;
    // Who logged in; SET SESSION AUTHORIZATION does not change it.
    std::int32_t login_id() const noexcept { return login_id_; }

    // The user has been dropped or has another name or other rights than the session shows.
    bool changed() const;
    // Shows the name and the rights of now. Returns the reported parameters that changed.
    ReportedChanges show();
    // SET SESSION AUTHORIZATION: from now on the session's user is another one; nullopt: the one who logged in. Ends
    // with the transaction when it is local or rolled back. Returns the reported parameters that changed. Throws 42501
    // unless who logged in is a superuser now (as PostgreSQL 17), 42704 when there is no such user.
    ReportedChanges set_authorization(const std::optional<std::string>& name, bool local);
    // A transaction has ended: what was local to it, or is rolled back, is over. Returns what set_authorization() does.
    ReportedChanges transaction_ended(bool committed);

private:
    ReportedChanges become(std::int32_t id);

    Engine& engine_;
    Settings& settings_;
    std::int32_t id_;
    std::string name_;
    const std::int32_t login_id_;
    std::int32_t committed_id_; // who it is again after a rollback
    bool local_authorization_ = false;
};

} // namespace redstart::sql
