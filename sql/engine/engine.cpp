#include "sql/engine/engine.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/engine/object_notes.hpp"
#include "catalog/engine/object_tags.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/attachments.hpp"
#include "sql/engine/definition_sizes.hpp"
#include "sql/store/database_rows.hpp"
#include "sql/store/group_rows.hpp"
#include "sql/store/role_rows.hpp"
#include "sql/store/system_store.hpp"
#include "sql/store/user_rows.hpp"

#include <algorithm>
#include <filesystem>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/main/valid_checker.hpp>
#include <duckdb/storage/database_size.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using protocol::SqlError;

void run(duckdb::Connection& connection, const std::string& sql) {
    auto result = connection.Query(sql);
    if (result->HasError()) throw to_sql_error(result->GetErrorObject());
}

std::string quote_name(std::string_view identifier) {
    return duckdb::KeywordHelper::WriteQuoted(std::string(identifier), '"');
}

// The engine writes longer logs into the file by itself at a commit, when it can.
constexpr duckdb::idx_t kLongLog = 16U << 20;

// Names the engine keeps for itself, and the characters a file name must not have.
bool usable_database_name(std::string_view name) {
    constexpr std::string_view reserved[] = {"system", "temp", "memory", "main", catalog::kSystemDatabase};
    if (name.empty() || name.size() > 127 || name.front() == '.') return false;
    if (std::find(std::begin(reserved), std::end(reserved), name) != std::end(reserved)) return false;
    return name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

} // namespace

bool Engine::failed() const { return !instance_ || duckdb::ValidChecker::IsInvalidated(*instance_->instance); }

void Engine::restart(EngineEvents& events) {
    if (in_memory()) {
        if (!told_of_end_.exchange(true)) events.engine_event(EngineEvent::FailedForGood, {});
        return;
    }
    gate_.replace([this] { return failed(); }, [&] { events.engine_lost(); },
                  [&] {
                      events.engine_event(EngineEvent::Failed, {});
                      store_->close();
                      definitions_.leave();
                      instance_.reset();
                      try {
                          open();
                          events.engine_event(EngineEvent::Reopened, {});
                          for (const auto& damage : damages_) events.engine_event(EngineEvent::DatabaseDamaged, damage);
                      } catch (const SqlError& error) {
                          instance_.reset(); // the next statement tries again
                          events.engine_event(EngineEvent::NotReopened, error.message());
                      }
                      bump_catalog_epoch();
                  });
}

Engine::~Engine() = default;

const catalog::UserDirectory& Engine::users() const noexcept { return store_->directories().users; }

const catalog::DatabaseDirectory& Engine::databases() const noexcept { return store_->directories().databases; }

const catalog::GroupDirectory& Engine::groups() const noexcept { return store_->directories().groups; }

const catalog::RoleDirectory& Engine::roles() const noexcept { return store_->directories().roles; }

bool Engine::has_database(std::string_view name) const { return databases().find(name) != nullptr; }

catalog::IsolationLevel Engine::isolation_of(const std::string& database) const {
    const auto found = databases().find(database);
    return found ? found->isolation_level : catalog::IsolationLevel::Snapshot;
}

DatabaseSessions::Stay Engine::enter_database(const std::string& name) {
    if (const auto database = databases().find(name)) {
        if (!database->damage.empty()) throw SqlError::fatal(protocol::sqlstate::kSystemError, database->damage);
        auto stay = sessions_.enter(database->oid);
        if (!stay)
            throw SqlError::fatal(protocol::sqlstate::kObjectInUse,
                                  fmt::format("database \"{}\" is being changed", name));
        const auto now = databases().find(name); // it may have gone before the session was counted
        if (now && now->oid == database->oid) return std::move(*stay);
    }
    throw SqlError::fatal(protocol::sqlstate::kInvalidCatalogName, fmt::format("database \"{}\" does not exist", name));
}

void Engine::check_new_name(const std::string& name) const {
    if (!usable_database_name(name))
        throw SqlError(protocol::sqlstate::kInvalidName, fmt::format("invalid database name \"{}\"", name));
    if (has_database(name))
        throw SqlError(protocol::sqlstate::kDuplicateDatabase, fmt::format("database \"{}\" already exists", name));
}

// A file's name is never used twice: what is left of a dropped database by a crash must not come back to life.
void Engine::create_database(catalog::Database database, Contents contents) {
    check_new_name(database.name);
    database.oid = next_oid();
    if (database.file.empty()) {
        database.file = database.name + "-" + std::to_string(database.oid) + ".duckdb";
        files_.remove(database.file);
    }
    attach_database(*instance_, files_.path_of(database.file), database.name, installers_.database);
    try {
        duckdb::Connection connection(*instance_);
        StoreWriter writer(connection);
        insert_database(writer, database, contents == Contents::ToCome);
    } catch (const SqlError&) {
        detach_database(*instance_, database.name); // the next one of that name would find its file open
        throw;
    }
    store_->reload();
}

void Engine::finish_database(const std::string& name) {
    duckdb::Connection connection(*instance_);
    StoreWriter writer(connection);
    if (const auto database = databases().find(name)) sql::finish_database(writer, database->oid);
}

// The row is the truth: when the server ends right after it is written, the next start attaches the file under its new
// name, and so it does when the views cannot be moved here.
void Engine::rename_database(catalog::Database database, const std::string& name, const std::function<void()>& check) {
    check_new_name(name);
    if (in_memory()) // there is no row to come back to
        throw SqlError(protocol::sqlstate::kFeatureNotSupported, "a database kept in memory cannot be renamed");
    const auto old_name = std::exchange(database.name, name);
    const auto record = [&] {
        duckdb::Connection connection(*instance_);
        StoreWriter writer(connection);
        sql::update_database(writer, database);
    };
    if (!database.damage.empty()) {
        record();
    } else {
        try {
            rename_attached(*instance_, old_name, name, check, record);
        } catch (const SqlError&) { throw; } catch (const std::exception& error) {
            distrust(error.what());
            throw SqlError(protocol::sqlstate::kSystemError, "the execution engine has failed");
        }
    }
    store_->reload();
    bump_catalog_epoch();
    if (!database.damage.empty()) return;
    try {
        duckdb::Connection connection(*instance_);
        installers_.database(connection, name);
    } catch (const SqlError&) {
        distrust("the views of a renamed database could not be moved");
        throw;
    }
}

void Engine::update_database(const catalog::Database& database) {
    duckdb::Connection connection(*instance_);
    StoreWriter writer(connection);
    sql::update_database(writer, database);
    store_->reload();
}

void Engine::drop_database(const catalog::Database& database) {
    duckdb::Connection connection(*instance_);
    StoreWriter writer(connection);
    erase_database(writer, database.oid);
    store_->reload();
    bump_catalog_epoch();
    if (database.damage.empty()) detach_database(*instance_, database.name);
    files_.remove(database.file);
}

std::unique_ptr<duckdb::Connection> Engine::connect(const std::string& database) const {
    if (!instance_) throw SqlError(protocol::sqlstate::kSystemError, "the execution engine is not available");
    if (const auto found = databases().find(database); found && !found->damage.empty())
        throw SqlError(protocol::sqlstate::kSystemError, found->damage);
    auto connection = std::make_unique<duckdb::Connection>(*instance_);
    run(*connection, "USE " + quote_name(database) + ".public");
    return connection;
}

std::unique_ptr<duckdb::Connection> Engine::connect_to_store() const {
    if (!instance_) throw SqlError(protocol::sqlstate::kSystemError, "the execution engine is not available");
    return std::make_unique<duckdb::Connection>(*instance_);
}

std::uint32_t Engine::highest_oid() const {
    std::uint32_t highest = 99999;
    duckdb::Connection connection(*instance_);
    connection.context->RunFunctionInTransaction([&] {
        for (const auto& database : databases().all()) {
            highest = std::max(highest, database->oid);
            if (!database->damage.empty()) continue;
            auto& entries = duckdb::Catalog::GetCatalog(*connection.context, database->name);
            for (auto& schema : entries.GetSchemas(*connection.context)) {
                highest = std::max(highest,
                                   catalog::identity_of_schema(*connection.context, database->name, schema.get()).oid);
                schema.get().Scan(*connection.context, duckdb::CatalogType::TABLE_ENTRY,
                                  [&](duckdb::CatalogEntry& entry) { highest = std::max(highest, oid_of(entry)); });
            }
        }
    });
    return highest;
}

// Users, groups and roles as well. Each database in a transaction of its own: one that is being dropped or renamed
// waits for them.
std::int64_t Engine::count_definitions() const {
    std::int64_t bytes = 0;
    for (const auto& user : users().all()) {
        bytes += kUserBytes;
        for (const auto& [name, value] : user->settings) bytes += setting_bytes(value);
    }
    for (const auto& group : groups().all())
        bytes += kGroupBytes + kMemberBytes * static_cast<std::int64_t>(group->members.size());
    for (const auto& role : roles().all())
        bytes +=
            kRoleBytes + kRoleGrantBytes * static_cast<std::int64_t>(role->users.size() + role->granted_roles.size());
    duckdb::Connection connection(*instance_);
    for (const auto& database : databases().all()) {
        for (const auto& [name, value] : database->settings) bytes += setting_bytes(value);
        if (!database->damage.empty()) continue;
        try {
            connection.context->RunFunctionInTransaction(
                [&] { bytes += committed_definitions(*connection.context, database->name); });
        } catch (const std::exception&) {
            // It has gone, or is called otherwise by now.
        }
    }
    return bytes;
}

void Engine::distrust(const char* reason) {
    if (instance_ && !in_memory()) duckdb::ValidChecker::Invalidate(*instance_->instance, reason);
}

void Engine::trim_log(const std::string& database, EngineEvents& events) noexcept {
    if (in_memory() || trimming_.exchange(true)) return;
    try {
        bool broken = false;
        {
            const EngineGate::Pass pass(gate_);
            if (!failed()) {
                checkpoint_long_log(database);
                broken = failed();
            }
        }
        if (broken) restart(events);
    } catch (const std::exception&) {
        // The database has been dropped meanwhile.
    }
    trimming_.store(false);
}

// A refused checkpoint is left to the next session's end. One that the disk has no room for is not begun, and when it
// was nevertheless, the tables in memory are not what the file has.
void Engine::checkpoint_long_log(const std::string& database) {
    duckdb::Connection connection(*instance_);
    bool wanted = false;
    connection.context->RunFunctionInTransaction([&] {
        auto& entries = duckdb::Catalog::GetCatalog(*connection.context, database);
        wanted = entries.GetDatabaseSize(*connection.context).wal_size >= kLongLog &&
                 commit_room_.has_room(entries.GetAttached(), 0);
    });
    if (!wanted) return;
    auto result = connection.Query("CHECKPOINT " + quote_name(database));
    if (result->HasError() && to_sql_error(result->GetErrorObject()).sqlstate() == protocol::sqlstate::kDiskFull)
        distrust("the disk was full");
}

std::string Engine::checkpoint() {
    std::string problems;
    if (!instance_) return "the execution engine is not available";
    duckdb::Connection connection(*instance_);
    auto checkpoint_one = [&](const std::string& name) {
        auto result = connection.Query("CHECKPOINT " + quote_name(name));
        if (result->HasError()) problems += fmt::format("{}: {}; ", name, result->GetErrorObject().RawMessage());
    };
    for (const auto& database : databases().all())
        if (database->damage.empty()) checkpoint_one(database->name);
    checkpoint_one(std::string(catalog::kSystemDatabase));
    return problems;
}

} // namespace redstart::sql
