// The part of SessionContext that knows whose session it is: a user's id, whose name and rights are looked up when they
// count. Another user may have the name by then.
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/system_store.hpp"
#include "sql/session/session_context.hpp"

#include <utility>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

bool SessionContext::superuser() const {
    if (identity_.user_id == catalog::kBootstrapUserId) return true;
    const auto user = services_.engine.users().find_by_id(identity_.user_id);
    return user && user->superuser;
}

bool SessionContext::follow_user() {
    if (identity_.user_id == catalog::kBootstrapUserId) return true;
    const auto user = services_.engine.users().find_by_id(identity_.user_id);
    if (user && user->name == identity_.user_name && user->superuser == settings_.is_on("is_superuser")) return true;
    // A result that still streams reads the name on the engine's workers.
    if (connection_user_ != nullptr) std::exchange(connection_user_, nullptr)->leave_connection();
    for (const auto& [name, value] : show_user()) output_.parameter_status(name, value);
    return user != nullptr;
}

ReportedChanges SessionContext::set_authorization(const std::optional<std::string>& name, bool local) {
    auto wanted = login_id_;
    if (name) {
        const auto& users = services_.engine.users();
        const auto found = users.find(*name);
        if (!found) throw SqlError(state::kUndefinedObject, "user \"" + *name + "\" does not exist");
        const auto self = users.find_by_id(login_id_);
        if (found->id != login_id_ && !(self && self->superuser))
            throw SqlError(state::kInsufficientPrivilege,
                           "permission denied to set session authorization \"" + *name + "\"");
        wanted = found->id;
    }
    local_authorization_ = local;
    return become(wanted);
}

ReportedChanges SessionContext::become(std::int32_t user_id) {
    if (user_id == identity_.user_id) return {};
    identity_.user_id = user_id;
    return show_user();
}

// A user who has been dropped keeps its last name, and no rights.
ReportedChanges SessionContext::show_user() {
    if (const auto user = services_.engine.users().find_by_id(identity_.user_id)) identity_.user_name = user->name;
    auto changes = settings_.set_internal("is_superuser", superuser() ? "on" : "off");
    for (auto& change : settings_.set_internal("session_authorization", identity_.user_name))
        changes.push_back(std::move(change));
    return changes;
}

} // namespace redstart::sql
