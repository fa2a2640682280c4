#include "sql/engine/engine.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/engine/object_tags.hpp"
#include "catalog/install.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/engine_files.hpp"
#include "sql/engine/fault_functions.hpp"
#include "sql/engine/sealed_catalog.hpp"
#include "sql/engine/system_store.hpp"

#include <algorithm>
#include <filesystem>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/main/valid_checker.hpp>
#include <duckdb/storage/database_size.hpp>

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

// Redshift's meaning where the engine has a switch for it; the rest is the resolver's and the catalog's work.
void apply_semantics(duckdb::DBConfig& config) {
    config.SetOptionByName("old_implicit_casting", duckdb::Value::BOOLEAN(true));
    config.SetOptionByName("default_null_order", duckdb::Value("postgres"));
    config.SetOptionByName("order_by_non_integer_literal", duckdb::Value::BOOLEAN(true));
    config.SetOptionByName("preserve_identifier_case", duckdb::Value::BOOLEAN(false));
    config.SetOptionByName("autoinstall_known_extensions", duckdb::Value::BOOLEAN(false));
    config.SetOptionByName("autoload_known_extensions", duckdb::Value::BOOLEAN(false));
    config.SetOptionByName("allow_community_extensions", duckdb::Value::BOOLEAN(false));
}

// The engine writes longer logs into the file by itself at a commit, when it can.
constexpr duckdb::idx_t kLongLog = 16U << 20;

TimeZones read_time_zones(duckdb::DuckDB& instance) {
    duckdb::Connection connection(instance);
    auto result = connection.Query("SELECT name FROM system.main.pg_timezone_names()");
    if (result->HasError()) throw to_sql_error(result->GetErrorObject());
    std::vector<std::string> names;
    for (auto& row : *result) names.push_back(row.GetValue<std::string>(0));
    return TimeZones(names);
}

// Names the engine keeps for itself, and the characters a file name must not have.
bool usable_database_name(std::string_view name) {
    constexpr std::string_view reserved[] = {"system", "temp", "memory", "main", catalog::kSystemDatabase};
    if (name.empty() || name.size() > 127 || name.front() == '.') return false;
    if (std::find(std::begin(reserved), std::end(reserved), name) != std::end(reserved)) return false;
    return name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

constexpr const char* kSystemFile = "redstart_system.duckdb";

void remove_files(const std::string& path) {
    std::error_code ignored; // a file that stays behind is never read again
    std::filesystem::remove(path, ignored);
    std::filesystem::remove(path + ".wal", ignored);
}

// The engine makes a file that is not there: a database that lost its file would come back empty, without a word.
void require_file(const std::string& path, const std::string& database) {
    if (!std::filesystem::exists(path))
        throw SqlError(protocol::sqlstate::kUndefinedFile,
                       "the file of database \"" + database + "\" is missing: " + path);
}

} // namespace

Engine::Engine(EngineOptions options, EngineInstallers installers)
    : options_(std::move(options)), installers_(installers) {
    open();
    next_oid_ = highest_oid() + 1;
}

void Engine::open() {
    duckdb::DBConfig config;
    apply_semantics(config);
    if (options_.threads > 0) config.SetOptionByName("threads", duckdb::Value::BIGINT(options_.threads));
    if (!options_.memory_limit.empty()) config.SetOptionByName("memory_limit", duckdb::Value(options_.memory_limit));
    std::string temporary = ".tmp"; // the engine's default for databases in memory
    if (!in_memory()) {
        std::filesystem::create_directories(options_.data_dir);
        temporary = options_.data_dir + "/tmp";
        config.SetOptionByName("temp_directory", duckdb::Value(temporary));
    }
    config.file_system = engine_files(in_memory() ? "" : options_.data_dir, temporary);
    try {
        instance_ = std::make_unique<duckdb::DuckDB>(nullptr, &config);
        attach(std::string(catalog::kSystemDatabase), kSystemFile);
        if (store_)
            store_->reopen(*instance_); // others hold references to it
        else
            store_ = std::make_unique<SystemStore>(*instance_);
        if (databases().all().empty()) create_first_database();
        for (const auto& database : databases().all()) {
            if (!in_memory()) require_file(path_of(database->file), database->name);
            attach(database->name, database->file);
        }
        catalog::install(*instance_->instance, users(), databases());
        installers_.instance(*instance_->instance);
        install_fault_functions(*instance_->instance);
        functions_ = FunctionNames(*instance_);
        seal_catalog(*instance_->instance, functions_);
        if (time_zones_.empty()) time_zones_ = read_time_zones(*instance_);
        sandbox();
    } catch (const SqlError&) { throw; } catch (const std::exception& error) {
        throw to_sql_error(error);
    }
}

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
                      instance_.reset();
                      try {
                          open();
                          events.engine_event(EngineEvent::Reopened, {});
                      } catch (const SqlError& error) {
                          instance_.reset(); // the next statement tries again
                          events.engine_event(EngineEvent::NotReopened, error.message());
                      }
                      bump_catalog_epoch();
                  });
}

Engine::~Engine() = default;

const catalog::UserDirectory& Engine::users() const noexcept { return store_->users(); }

const catalog::DatabaseDirectory& Engine::databases() const noexcept { return store_->databases(); }

bool Engine::has_database(std::string_view name) const { return databases().find(name) != nullptr; }

catalog::IsolationLevel Engine::isolation_of(const std::string& database) const {
    const auto found = databases().find(database);
    return found ? found->isolation_level : catalog::IsolationLevel::Snapshot;
}

DatabaseSessions::Stay Engine::enter_database(const std::string& name) {
    if (const auto database = databases().find(name)) {
        auto stay = sessions_.enter(database->oid);
        if (!stay)
            throw SqlError::fatal(protocol::sqlstate::kObjectInUse, "database \"" + name + "\" is being changed");
        const auto now = databases().find(name); // it may have gone before the session was counted
        if (now && now->oid == database->oid) return std::move(*stay);
    }
    throw SqlError::fatal(protocol::sqlstate::kInvalidCatalogName, "database \"" + name + "\" does not exist");
}

std::string Engine::path_of(const std::string& file) const {
    return in_memory() ? ":memory:" : options_.data_dir + "/" + file;
}

void Engine::attach(const std::string& name, const std::string& file) {
    duckdb::Connection connection(*instance_);
    const auto path = duckdb::KeywordHelper::WriteQuoted(path_of(file), '\'');
    run(connection, "ATTACH IF NOT EXISTS " + path + " AS " + quote_name(name));
    if (name == catalog::kSystemDatabase) return;
    run(connection, "CREATE SCHEMA IF NOT EXISTS " + quote_name(name) + ".public");
    installers_.database(connection, name);
}

void Engine::create_first_database() {
    catalog::Database database;
    database.name = options_.database;
    database.owner_id = catalog::kFirstUserId;
    database.isolation_level = options_.isolation;
    database.file = options_.database + ".duckdb";
    create_database(std::move(database));
}

void Engine::check_new_name(const std::string& name) const {
    if (!usable_database_name(name))
        throw SqlError(protocol::sqlstate::kInvalidName, "invalid database name \"" + name + "\"");
    if (has_database(name))
        throw SqlError(protocol::sqlstate::kDuplicateDatabase, "database \"" + name + "\" already exists");
}

// A file's name is never used twice: what is left of a dropped database by a crash must not come back to life.
void Engine::create_database(catalog::Database database) {
    check_new_name(database.name);
    database.oid = next_oid();
    if (database.file.empty()) {
        database.file = database.name + "-" + std::to_string(database.oid) + ".duckdb";
        remove_files(path_of(database.file));
    }
    attach(database.name, database.file);
    duckdb::Connection connection(*instance_);
    store_->insert_database(connection, database);
    store_->reload();
}

// The row first: should the rest be cut short, the next start attaches the file under its new name.
void Engine::rename_database(catalog::Database database, const std::string& name) {
    check_new_name(name);
    if (in_memory()) // detaching would throw the tables away
        throw SqlError(protocol::sqlstate::kFeatureNotSupported, "a database kept in memory cannot be renamed");
    const auto old_name = std::exchange(database.name, name);
    duckdb::Connection connection(*instance_);
    store_->update_database(connection, database);
    store_->reload();
    bump_catalog_epoch();
    run(connection, "DETACH " + quote_name(old_name));
    attach(name, database.file);
}

void Engine::update_database(const catalog::Database& database) {
    duckdb::Connection connection(*instance_);
    store_->update_database(connection, database);
    store_->reload();
}

void Engine::drop_database(const catalog::Database& database) {
    duckdb::Connection connection(*instance_);
    store_->erase_database(connection, database.oid);
    store_->reload();
    bump_catalog_epoch();
    run(connection, "DETACH " + quote_name(database.name));
    if (!in_memory()) remove_files(path_of(database.file));
}

std::unique_ptr<duckdb::Connection> Engine::connect(const std::string& database) const {
    if (!instance_) throw SqlError(protocol::sqlstate::kSystemError, "the execution engine is not available");
    auto connection = std::make_unique<duckdb::Connection>(*instance_);
    run(*connection, "USE " + quote_name(database) + ".public");
    return connection;
}

// After this no statement reaches files or the network but the databases of the data directory (engine.md, Sandbox).
void Engine::sandbox() {
    duckdb::Connection connection(*instance_);
    if (!in_memory())
        run(connection,
            "SET allowed_directories=[" + duckdb::KeywordHelper::WriteQuoted(options_.data_dir, '\'') + "]");
    run(connection, "SET enable_external_access=false");
    run(connection, "SET lock_configuration=true");
}

std::uint32_t Engine::highest_oid() const {
    std::uint32_t highest = 99999;
    duckdb::Connection connection(*instance_);
    connection.context->RunFunctionInTransaction([&] {
        for (const auto& database : databases().all()) {
            highest = std::max(highest, database->oid);
            auto& entries = duckdb::Catalog::GetCatalog(*connection.context, database->name);
            for (auto& schema : entries.GetSchemas(*connection.context)) {
                highest = std::max(highest, oid_of(schema.get()));
                schema.get().Scan(*connection.context, duckdb::CatalogType::TABLE_ENTRY,
                                  [&](duckdb::CatalogEntry& entry) { highest = std::max(highest, oid_of(entry)); });
            }
        }
    });
    return highest;
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
    duckdb::idx_t log = 0;
    connection.context->RunFunctionInTransaction([&] {
        auto& entries = duckdb::Catalog::GetCatalog(*connection.context, database);
        log = entries.GetDatabaseSize(*connection.context).wal_size;
    });
    if (log < kLongLog || std::filesystem::space(options_.data_dir).available < 2 * log) return;
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
        if (result->HasError()) problems += name + ": " + result->GetErrorObject().RawMessage() + "; ";
    };
    for (const auto& database : databases().all()) checkpoint_one(database->name);
    checkpoint_one(std::string(catalog::kSystemDatabase));
    return problems;
}

} // namespace redstart::sql
