// Users, who belong to the cluster and not to one database.
#include "catalog/engine/object_tags.hpp"
#include "protocol/digest.hpp"
#include "protocol/error.hpp"
#include "protocol/hashing.hpp"
#include "protocol/md5.hpp"
#include "protocol/scram.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/engine/system_store.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/parse/user_statement.hpp"
#include "sql/settings/settings.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using catalog::User;
using protocol::SqlError;

// PostgreSQL's oid of pg_shadow stands for "the users" in the lock table: user DDL queues like writers of one table.
constexpr RelationId kUsersRelation = 1260;
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
}

void check_superuser_password(const User& user, const UserStatement& statement) {
    const bool disables = statement.password && statement.password->kind == PasswordKind::Disable;
    if (user.superuser && (disables || (statement.superuser && !statement.create && user.password_disabled)))
        throw SqlError(state::kInvalidParameterValue, "the password of a superuser cannot be disabled");
}

Resolution users_plan() {
    Resolution plan;
    plan.uses.push_back(
        {{RelationKind::Table, "system", "pg_catalog", "pg_shadow", kUsersRelation}, LockMode::ShareRowExclusive});
    plan.takes_snapshot = plan.writes = true;
    return plan;
}

bool owned_by(const duckdb::CatalogEntry& entry, std::int32_t user_id) {
    const auto tag = entry.tags.find(kOwnerTag);
    return tag != entry.tags.end() && tag->second == std::to_string(user_id);
}

bool owns_something(Engine& engine, duckdb::ClientContext& context, std::int32_t user_id) {
    bool owns = false;
    for (const auto& database : engine.databases().all()) {
        owns |= database->owner_id == user_id;
        if (!database->damage.empty()) throw SqlError(state::kSystemError, database->damage); // what he owns is there
        for (auto& schema : duckdb::Catalog::GetCatalog(context, database->name).GetSchemas(context)) {
            owns |= owned_by(schema.get(), user_id);
            schema.get().Scan(context, duckdb::CatalogType::TABLE_ENTRY,
                              [&](duckdb::CatalogEntry& entry) { owns |= owned_by(entry, user_id); });
        }
    }
    return owns;
}

// As the session's transaction sees the users: what was waited for may have changed them, and others hear of a commit
// a moment after its locks are free.
bool superuser_in_transaction(SessionContext& session) {
    if (session.user().id() == catalog::kBootstrapUserId) return true;
    const auto self = session.engine().store().find_user_by_id(session.connection(), session.user().id());
    return self && self->superuser;
}

void require(bool superuser, const char* what) {
    if (!superuser) throw SqlError(state::kInsufficientPrivilege, std::string("permission denied to ") + what);
}

std::string no_user(const std::string& name) { return "user \"" + name + "\" does not exist"; }

// Without one nobody could make another, nor end a session.
void check_superuser_left(SessionContext& session, const User& loses) {
    if (!session.engine().store().has_superuser_besides(session.connection(), loses.id))
        throw SqlError(state::kInvalidParameterValue, "the last superuser must remain a superuser");
}

// What every user may change about itself: its password and its parameters.
bool for_oneself(const UserStatement& wanted) {
    const bool disables = wanted.password && wanted.password->kind == PasswordKind::Disable;
    return !disables && !wanted.create_db && !wanted.superuser && !wanted.syslog_unrestricted &&
           !wanted.connection_limit && !wanted.valid_until && !wanted.session_timeout && !wanted.rename_to;
}

// A session belongs to an id: whoever has the session's name now is somebody else.
bool changes_itself(const SessionContext& session, const User* user, const UserStatement& wanted) {
    return user != nullptr && user->id == session.user().id() && for_oneself(wanted);
}

// The engine writes one database per transaction, and the users have one of their own.
template <typename Write> void write_users(SessionContext& session, Write write) {
    try {
        write(session.engine().store(), session.connection());
    } catch (SqlError& error) {
        if (error.sqlstate() != state::kFeatureNotSupported) throw;
        throw SqlError(error.sqlstate(), "user management cannot share a transaction with changes to tables")
            .hint("Run the statement in a transaction of its own.");
    }
    session.note_user_change();
}

} // namespace

void Commands::lock_users() {
    auto plan = users_plan();
    runner_.lock_and_begin(plan, true, users_plan);
}

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
    require(session_.user().superuser(), "create user");
    lock_users();
    require(superuser_in_transaction(session_), "create user");
    auto& store = session_.engine().store();
    if (wanted.name == "rdsdb" || store.find_user(session_.connection(), wanted.name))
        throw SqlError(state::kDuplicateObject, "user \"" + wanted.name + "\" already exists");
    session_.engine().definitions().take(kUserBytes);
    session_.engine().definitions().keep(kUserBytes);
    User user;
    user.name = wanted.name;
    user.password_disabled = !wanted.password;
    apply(user, wanted);
    check_superuser_password(user, wanted);
    write_users(session_, [&](SystemStore& users, duckdb::Connection& engine) {
        user.id = users.take_user_id(engine);
        users.insert_user(engine, user);
    });
    return {};
}

template <> Outcome Commands::run_as<StatementKind::AlterUser>(const Statement& statement) {
    const auto wanted = user_statement(statement);
    const auto& first = wanted.first_value;
    const auto value = first ? session_.settings().first_value(*first) : std::nullopt;
    auto& store = session_.engine().store();
    const auto before = session_.engine().users().find(wanted.name);
    require(changes_itself(session_, before.get(), wanted) || session_.user().superuser(), "alter user");
    if (value) {
        session_.engine().definitions().take(setting_bytes(*value));
        session_.engine().definitions().keep(setting_bytes(*value));
    }
    lock_users();
    const auto found = store.find_user(session_.connection(), wanted.name);
    const bool own = changes_itself(session_, found.get(), wanted);
    require(own || superuser_in_transaction(session_), "alter user");
    if (!found) throw SqlError(state::kUndefinedObject, no_user(wanted.name));
    auto user = *found;
    if (user.superuser && !wanted.superuser.value_or(true)) check_superuser_left(session_, user);
    if (own && wanted.password && user.password_disabled)
        throw SqlError(state::kInsufficientPrivilege, "the password of user \"" + user.name + "\" is disabled");
    apply(user, wanted);
    check_superuser_password(user, wanted);
    if (wanted.rename_to) {
        if (user.id == session_.user().id() || user.id == session_.user().login_id())
            throw SqlError(state::kFeatureNotSupported, "session user cannot be renamed");
        if (store.find_user(session_.connection(), *wanted.rename_to))
            throw SqlError(state::kDuplicateObject, "user \"" + *wanted.rename_to + "\" already exists");
        user.name = *wanted.rename_to;
        if (!user.password.md5.empty()) {
            user.password.md5.clear();
            session_.output().notice(SqlError(state::kSuccessfulCompletion,
                                              "MD5 password cleared because of user rename",
                                              protocol::Severity::Notice));
        }
    }
    write_users(session_, [&](SystemStore& users, duckdb::Connection& engine) {
        users.update_user(engine, user);
        if (first) users.set_first_value(engine, SettingsOf::User, user.id, first->name, value);
    });
    return {};
}

template <> Outcome Commands::run_as<StatementKind::DropUser>(const Statement& statement) {
    const auto drop = parse_drop(statement);
    require(session_.user().superuser(), "drop user");
    lock_users();
    require(superuser_in_transaction(session_), "drop user");
    for (const auto& name : drop.names) {
        const auto user = session_.engine().store().find_user(session_.connection(), name.back());
        if (!user && drop.if_exists) {
            session_.output().notice(SqlError(state::kSuccessfulCompletion, no_user(name.back()) + ", skipping",
                                              protocol::Severity::Notice));
            continue;
        }
        if (!user) throw SqlError(state::kUndefinedObject, no_user(name.back()));
        if (user->id == session_.user().id()) throw SqlError(state::kObjectInUse, "current user cannot be dropped");
        if (user->id == session_.user().login_id())
            throw SqlError(state::kObjectInUse, "session user cannot be dropped");
        bool owns = false;
        runner_.look_up(
            [&](duckdb::ClientContext& context) { owns = owns_something(session_.engine(), context, user->id); });
        if (owns)
            throw SqlError(state::kObjectInUse,
                           "user \"" + user->name + "\" cannot be dropped because the user owns some object");
        write_users(session_,
                    [&](SystemStore& users, duckdb::Connection& engine) { users.erase_user(engine, user->id); });
    }
    return {};
}

} // namespace redstart::sql
