#include "sql/session/session_user.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/engine.hpp"
#include "sql/store/system_store.hpp"

#include <utility>

#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

SessionUser::SessionUser(Engine& engine, Settings& settings, std::int32_t id, std::string name)
    : engine_(engine), settings_(settings), id_(id), name_(std::move(name)), login_id_(id), committed_id_(id) {}

bool SessionUser::superuser() const {
    if (id_ == catalog::kBootstrapUserId) return true;
    const auto user = engine_.users().find_by_id(id_);
    return user && user->superuser;
}

bool SessionUser::may(catalog::SystemPermission permission) const {
    if (id_ == catalog::kBootstrapUserId) return true;
    const auto user = engine_.users().find_by_id(id_);
    return user && user->may(permission);
}

bool SessionUser::changed() const {
    if (id_ == catalog::kBootstrapUserId) return false;
    const auto user = engine_.users().find_by_id(id_);
    return !user || user->name != name_ || user->superuser != settings_.is_on("is_superuser");
}

ReportedChanges SessionUser::set_authorization(const std::optional<std::string>& name, bool local) {
    auto wanted = login_id_;
    if (name) {
        const auto& users = engine_.users();
        const auto found = users.find(*name);
        if (!found) throw SqlError(state::kUndefinedObject, fmt::format("user \"{}\" does not exist", *name));
        const auto self = users.find_by_id(login_id_);
        if (found->id != login_id_ && !(self && self->superuser))
            throw SqlError(state::kInsufficientPrivilege,
                           fmt::format("permission denied to set session authorization \"{}\"", *name));
        wanted = found->id;
    }
    local_authorization_ = local;
    return become(wanted);
}

ReportedChanges SessionUser::transaction_ended(bool committed) {
    if (committed && !local_authorization_) committed_id_ = id_;
    local_authorization_ = false;
    return become(committed_id_);
}

ReportedChanges SessionUser::become(std::int32_t id) {
    if (id == id_) return {};
    id_ = id;
    return show();
}

// A user who has been dropped keeps its last name, and no rights.
ReportedChanges SessionUser::show() {
    if (const auto user = engine_.users().find_by_id(id_)) name_ = user->name;
    auto changes = settings_.set_internal("is_superuser", superuser() ? "on" : "off");
    for (auto& change : settings_.set_internal("session_authorization", name_)) changes.push_back(std::move(change));
    return changes;
}

} // namespace redstart::sql
