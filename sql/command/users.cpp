// Users, who belong to the cluster and not to one database.
#include "catalog/state/clock.hpp"
#include "protocol/digest.hpp"
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/md5.hpp"
#include "protocol/scram.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/command/identities.hpp"
#include "sql/object/name_lock.hpp"
#include "sql/parse/identity/user_statement.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/settings/settings.hpp"
#include "sql/store/group_rows.hpp"
#include "sql/store/user_rows.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::SystemPermission;
using catalog::User;
using protocol::SqlError;

constexpr std::size_t kScramSaltBytes = 16;
constexpr std::size_t kDigestSaltBytes = 32;

// A clear password is never kept: its SCRAM verifier and the salted digest of Redshift's own drivers are.
void set_password(User& user, const PasswordOption& password) {
    user.password = {};
    user.password_disabled = password.kind == PasswordKind::Disable;
    switch (password.kind) {
    case PasswordKind::Clear:
    case PasswordKind::Sha256Clear: {
        const auto salt = protocol::random_bytes(kScramSaltBytes);
        user.password.scram = protocol::ScramVerifier::make(password.text, salt).to_string();
        const auto digest = protocol::Sha256Password::make(password.text, protocol::random_bytes(kDigestSaltBytes));
        user.password.sha256_digest = protocol::to_hex(digest.digest);
        user.password.sha256_salt = protocol::to_hex(digest.salt);
        break;
    }
    case PasswordKind::Md5: user.password.md5 = password.text; break;
    case PasswordKind::Scram: user.password.scram = password.text; break;
    case PasswordKind::Sha256Digest:
        user.password.sha256_digest = password.text;
        user.password.sha256_salt = password.salt;
        break;
    case PasswordKind::Disable: break;
    }
}

// Whoever knows the name could make the verifier of an empty password.
bool is_empty(const PasswordOption& password, const std::string& user_name) {
    switch (password.kind) {
    case PasswordKind::Md5: return protocol::md5_password_matches(password.text, user_name, "");
    case PasswordKind::Scram: return protocol::ScramVerifier::parse(password.text)->matches("");
    case PasswordKind::Sha256Digest:
        return protocol::Sha256Password::parse("sha256|" + password.text + "|" + password.salt)->matches("");
    default: return false;
    }
}

void apply(User& user, const UserStatement& statement) {
    if (statement.password) set_password(user, *statement.password);
    user.create_db = statement.create_db.value_or(user.create_db);
    user.superuser = statement.superuser.value_or(user.superuser);
    user.syslog_unrestricted = statement.syslog_unrestricted.value_or(user.syslog_unrestricted);
    if (statement.connection_limit) user.connection_limit = *statement.connection_limit;
    if (statement.valid_until) user.valid_until = *statement.valid_until;
    user.session_timeout = statement.session_timeout.value_or(user.session_timeout);
    user.external_id = statement.external_id.value_or(user.external_id);
    user.last_ddl = now_micros();
}

void check_superuser_password(const User& user, const UserStatement& statement) {
    const bool disables = statement.password && statement.password->kind == PasswordKind::Disable;
    if (user.superuser && (disables || (statement.superuser && !statement.create && user.password_disabled)))
        throw SqlError(state::kInvalidParameterValue, "the password of a superuser cannot be disabled");
}

// Without one nobody could make another, nor end a session.
void check_superuser_left(SessionContext& session, const User& loses) {
    const auto users = session.directories().users.all();
    if (std::ranges::none_of(users, [&](const auto& user) { return user->superuser && user->id != loses.id; }))
        throw SqlError(state::kInvalidParameterValue, "the last superuser must remain a superuser");
}

// What every user may change about itself: its password and its parameters.
bool for_oneself(const UserStatement& wanted) {
    const bool disables = wanted.password && wanted.password->kind == PasswordKind::Disable;
    return !disables && !wanted.create_db && !wanted.superuser && !wanted.syslog_unrestricted &&
           !wanted.connection_limit && !wanted.valid_until && !wanted.session_timeout && !wanted.external_id &&
           !wanted.rename_to;
}

// A session belongs to an id: whoever has the session's name now is somebody else.
bool changes_itself(const SessionContext& session, const User* user, const UserStatement& wanted) {
    return user != nullptr && user->id == session.user().id() && for_oneself(wanted);
}

// CREATE USER and ALTER USER of roles do not reach beyond what their users have: the guide says so of superusers, what
// follows for other attributes is INF.
void check_attributes(const SessionContext& session, const UserStatement& wanted) {
    if (is_superuser(session)) return;
    const auto self = session_user(session);
    const auto refuse = [](const char* what) {
        throw SqlError(state::kInsufficientPrivilege, std::string("must be superuser to ") + what);
    };
    if (wanted.superuser.value_or(false)) refuse("create superusers");
    if (wanted.syslog_unrestricted.value_or(false)) refuse("give unrestricted access to system tables");
    if (wanted.create_db.value_or(false) && !(self && self->create_db)) refuse("let users create databases");
    if (wanted.groups) refuse("change groups");
}

// Nobody but superusers has to do with superusers (PostgreSQL).
void check_may_change(const SessionContext& session, const User& user, const char* verb) {
    if (user.superuser && !is_superuser(session))
        throw SqlError(state::kInsufficientPrivilege, fmt::format("must be superuser to {} superusers", verb));
}

} // namespace

// PostgreSQL's rule and words.
UserStatement Commands::user_statement(const Statement& statement) {
    auto wanted = parse_user_statement(statement);
    if (wanted.password && is_empty(*wanted.password, wanted.name)) {
        session_.output().notice(SqlError(state::kSuccessfulCompletion,
                                          "empty string is not a valid password, clearing password",
                                          protocol::Severity::Notice));
        wanted.password = PasswordOption{};
    }
    return wanted;
}

template <> Outcome Commands::run_as<StatementKind::CreateUser>(const Statement& statement) {
    const auto wanted = user_statement(statement);
    require_permission(session_, SystemPermission::CreateUser, "create user");
    lock_users();
    require_permission(session_, SystemPermission::CreateUser, "create user");
    check_attributes(session_, wanted);
    require_free_name(session_, wanted.name);
    std::vector<std::int32_t> groups;
    for (const auto& name : wanted.groups.value_or(std::vector<std::string>()))
        groups.push_back(require_group(session_, name)->id);
    take_memory(session_, kUserBytes + kMemberBytes * static_cast<std::int64_t>(groups.size()));
    User user;
    user.name = wanted.name;
    user.password_disabled = !wanted.password;
    apply(user, wanted);
    check_superuser_password(user, wanted);
    auto& writer = session_.transaction().store().writer();
    user.id = take_user_id(writer);
    insert_user(writer, user);
    for (const auto group : groups) add_member(writer, group, user.id);
    session_.note_store_change();
    return {};
}

namespace {

// A user renamed keeps its password but for one that was made with the name.
void rename(SessionContext& session, User& user, const std::string& name) {
    if (user.id == session.user().id() || user.id == session.user().login_id())
        throw SqlError(state::kFeatureNotSupported, "session user cannot be renamed");
    require_free_name(session, name);
    user.name = name;
    if (user.password.md5.empty()) return;
    user.password.md5.clear();
    session.output().notice(SqlError(state::kSuccessfulCompletion, "MD5 password cleared because of user rename",
                                     protocol::Severity::Notice));
}

// Whether the session's user may make that change of `user`, who need not be there.
void require_change(const SessionContext& session, const User* user, const UserStatement& wanted) {
    if (changes_itself(session, user, wanted)) return;
    require_permission(session, SystemPermission::AlterUser, "alter user");
    check_attributes(session, wanted);
    if (user != nullptr) check_may_change(session, *user, "alter");
}

} // namespace

template <> Outcome Commands::run_as<StatementKind::AlterUser>(const Statement& statement) {
    const auto wanted = user_statement(statement);
    const auto& first = wanted.first_value;
    const auto value = first ? session_.settings().first_value(*first) : std::nullopt;
    require_change(session_, session_.directories().users.find(wanted.name).get(), wanted);
    if (value) take_memory(session_, setting_bytes(*value));
    lock_users();
    require_change(session_, session_.directories().users.find(wanted.name).get(), wanted);
    auto user = *require_user(session_, wanted.name);
    if (user.superuser && !wanted.superuser.value_or(true)) check_superuser_left(session_, user);
    if (changes_itself(session_, &user, wanted) && wanted.password && user.password_disabled)
        throw SqlError(state::kInsufficientPrivilege,
                       fmt::format("the password of user \"{}\" is disabled", user.name));
    apply(user, wanted);
    check_superuser_password(user, wanted);
    if (wanted.rename_to) rename(session_, user, *wanted.rename_to);
    auto& writer = session_.transaction().store().writer();
    update_user(writer, user);
    if (first) set_user_setting(writer, user.id, first->name, value);
    session_.note_store_change();
    return {};
}

void Commands::drop_user(const std::string& name, bool if_exists) {
    if (if_exists && !session_.directories().users.find(name))
        return session_.output().notice(SqlError(state::kSuccessfulCompletion,
                                                 fmt::format("user \"{}\" does not exist, skipping", name),
                                                 protocol::Severity::Notice));
    const auto user = require_user(session_, name);
    check_may_change(session_, *user, "drop");
    if (user->id == session_.user().id()) throw SqlError(state::kObjectInUse, "current user cannot be dropped");
    if (user->id == session_.user().login_id()) throw SqlError(state::kObjectInUse, "session user cannot be dropped");
    const auto refuse = [&](bool refused, const char* reason) {
        if (refused)
            throw SqlError(state::kObjectInUse,
                           fmt::format("user \"{}\" cannot be dropped because the user {}", name, reason));
    };
    runner_.look_up([&](duckdb::ClientContext& context) {
        refuse(owns_something(session_, context, user->id), "owns some object");
        refuse(holds_privileges(session_, context, {catalog::GranteeKind::User, user->id}),
               "has a privilege on some object");
    });
    erase_user(session_.transaction().store().writer(), user->id);
    session_.note_store_change();
    session_.transaction().store().show_changes();
}

template <> Outcome Commands::run_as<StatementKind::DropUser>(const Statement& statement) {
    const auto drop = parse_drop(statement);
    require_permission(session_, SystemPermission::DropUser, "drop user");
    std::vector<Relation> dropped;
    for (const auto& name : drop.names)
        if (const auto user = session_.directories().users.find(name.back()))
            dropped.push_back(identity_lock('u', user->id));
    lock_identities(std::move(dropped), LockMode::AccessExclusive);
    lock_users();
    require_permission(session_, SystemPermission::DropUser, "drop user");
    for (const auto& name : drop.names) drop_user(name.back(), drop.if_exists);
    return {};
}

} // namespace redstart::sql
