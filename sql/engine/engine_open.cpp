// Opening the instance: the files of the data directory, one by one, and what every statement needs of the engine.
#include "catalog/engine/errors.hpp"
#include "catalog/install.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/attachments.hpp"
#include "sql/engine/engine.hpp"
#include "sql/engine/engine_files.hpp"
#include "sql/engine/fault_functions.hpp"
#include "sql/engine/redo.hpp"
#include "sql/engine/sealed_catalog.hpp"
#include "sql/store/database_rows.hpp"
#include "sql/store/system_store.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include <duckdb.hpp>
#include <duckdb/storage/buffer_manager.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

void run(duckdb::Connection& connection, const std::string& sql) {
    auto result = connection.Query(sql);
    if (result->HasError()) throw to_sql_error(result->GetErrorObject());
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

TimeZones read_time_zones(duckdb::DuckDB& instance) {
    duckdb::Connection connection(instance);
    auto result = connection.Query("SELECT name FROM system.main.pg_timezone_names()");
    if (result->HasError()) throw to_sql_error(result->GetErrorObject());
    std::vector<std::string> names;
    for (auto& row : *result) names.push_back(row.GetValue<std::string>(0));
    return TimeZones(names);
}

// It may be better in a moment, and says nothing of the file.
bool is_want(const SqlError& error) {
    return error.sqlstate() == state::kDiskFull || error.sqlstate() == state::kOutOfMemory;
}

void attach_system(duckdb::DuckDB& instance, const std::string& path) {
    attach_database(instance, path, std::string(catalog::kSystemDatabase), nullptr);
}

EngineOptions with_directory(EngineOptions options) {
    if (options.data_dir != ":memory:") std::filesystem::create_directories(options.data_dir);
    return options;
}

// A database that clients made has its oid behind its name there.
catalog::Database database_of(const std::string& file) {
    catalog::Database database;
    database.owner_id = catalog::kFirstUserId;
    database.file = file;
    database.name = file.substr(0, file.size() - std::string_view(".duckdb").size());
    const auto dash = database.name.rfind('-');
    if (dash == std::string::npos || dash == 0) return database;
    const char* end = database.name.data() + database.name.size();
    const auto read = std::from_chars(database.name.data() + dash + 1, end, database.oid);
    if (read.ec == std::errc() && read.ptr == end && database.oid >= 100000)
        database.name.resize(dash);
    else
        database.oid = 0;
    return database;
}

} // namespace

Engine::Engine(EngineOptions options, EngineInstallers installers)
    : options_(with_directory(std::move(options))), installers_(installers),
      files_(options_.data_dir, options_.salvage) {
    open();
    next_oid_ = highest_oid() + 1;
}

void Engine::open() {
    try {
        // An internal error of the engine about a file costs the whole instance: it is opened again without that file.
        unreadable_.clear();
        for (std::size_t tried = 0;; tried = unreadable_.size()) {
            open_instance();
            open_system();
            install_all(); // before the databases: what their logs have to do again may call it
            open_databases();
            if (!failed()) finish_changes();
            if (!failed()) break;
            store_->close();
            instance_.reset();
            if (unreadable_.size() == tried)
                throw SqlError(state::kSystemError, "the execution engine fails as it opens the databases");
        }
        functions_ = FunctionNames(*instance_);
        seal_catalog(*instance_->instance, functions_);
        if (time_zones_.empty()) time_zones_ = read_time_zones(*instance_);
        sandbox();
        definitions_.serve(*instance_->instance, memory_limit_);
    } catch (const SqlError&) { throw; } catch (const std::exception& error) {
        throw to_sql_error(error);
    }
}

void Engine::install_all() {
    catalog::install(*instance_->instance, directories());
    installers_.instance(*instance_->instance);
    install_fault_functions(*instance_->instance);
}

// What sessions spill must leave room for the databases, which are on the same disk.
std::string Engine::temp_limit() const {
    if (!options_.temp_limit.empty()) return options_.temp_limit;
    return std::to_string(std::filesystem::space(options_.data_dir).available / 2 / 1024 + 1) + "KiB";
}

void Engine::open_instance() {
    duckdb::DBConfig config;
    apply_semantics(config);
    if (options_.threads > 0) config.SetOptionByName("threads", duckdb::Value::BIGINT(options_.threads));
    if (!options_.memory_limit.empty()) config.SetOptionByName("memory_limit", duckdb::Value(options_.memory_limit));
    if (!in_memory()) {
        config.SetOptionByName("temp_directory", duckdb::Value(files_.temporary_folder()));
        config.SetOptionByName("max_temp_directory_size", duckdb::Value(temp_limit()));
    }
    config.file_system = files_.file_system();
    instance_ = std::make_unique<duckdb::DuckDB>(nullptr, &config);
    memory_limit_ =
        static_cast<std::int64_t>(duckdb::BufferManager::GetBufferManager(*instance_->instance).GetMaxMemory());
}

// What the engine says of a file it cannot read is for the server's log.
std::optional<Damage> Engine::open_file(const std::string& file, const std::string& name) {
    try {
        if (auto damage = files_.prepare(file)) return damage;
        attach_database(*instance_, files_.path_of(file), name, installers_.database);
    } catch (const SqlError& error) {
        if (is_want(error)) throw;
        return DatabaseFiles::unreadable(file, error.message());
    }
    return std::nullopt;
}

// The first start is known by there being no database at all.
std::optional<Damage> Engine::open_system_file() {
    const bool alone = !in_memory() && files_.others().empty();
    const bool is_there = in_memory() || std::filesystem::exists(files_.path_of(kSystemFile));
    if (is_there && !(alone && files_.is_stub(kSystemFile)))
        return open_file(kSystemFile, std::string(catalog::kSystemDatabase));
    if (!alone) return Damage{kSystemFile, "is missing, and there are databases", ""};
    files_.remove(kSystemFile); // what is left of its log
    attach_system(*instance_, files_.path_of(kSystemFile));
    return std::nullopt;
}

// A damaged block of the system's file is met when its rows are read.
std::optional<Damage> Engine::open_store() {
    try {
        if (store_)
            store_->reopen(*instance_); // others hold references to it
        else
            store_ = std::make_unique<SystemStore>(*instance_);
    } catch (const SqlError& error) {
        if (is_want(error)) throw;
        return DatabaseFiles::unreadable(kSystemFile, error.message());
    }
    return std::nullopt;
}

void Engine::open_system() {
    const bool at_start = store_ == nullptr;
    auto damage = open_system_file();
    if (!damage) damage = open_store();
    if (damage) {
        if (!options_.salvage || !at_start)
            throw SqlError(state::kSystemError, files_.told(*damage) + "; --salvage makes a new one for the databases "
                                                                       "that are there, without users");
        distrust("the system's file is damaged"); // it would be written to as it is closed
        open_instance();
        files_.set_aside_system();
        attach_system(*instance_, files_.path_of(kSystemFile));
        store_ = std::make_unique<SystemStore>(*instance_);
    }
    if (at_start && files_.has_salvaged_system()) adopt_databases();
    drop_unfinished();
}

// Their names, owners and levels were in what the system's file has lost.
void Engine::adopt_databases() {
    duckdb::Connection connection(*instance_);
    StoreWriter writer(connection);
    const auto known = databases().all();
    for (const auto& file : files_.others()) {
        if (std::any_of(known.begin(), known.end(), [&](const auto& one) { return one->file == file; })) continue;
        auto database = database_of(file);
        if (database.oid == 0) database.oid = next_oid();
        if (has_database(database.name)) database.name = file;
        database.isolation_level = options_.isolation;
        insert_database(writer, database, false);
        store_->reload();
    }
}

// The file first: who is cut off here comes again.
void Engine::drop_unfinished() {
    duckdb::Connection connection(*instance_);
    StoreWriter writer(connection);
    for (const auto& database : databases().all()) {
        if (!is_unfinished(connection, database->oid)) continue;
        files_.remove(database->file);
        erase_database(writer, database->oid);
    }
    store_->reload();
}

void Engine::open_databases() {
    std::map<std::uint32_t, std::string> shown;
    damages_.clear();
    store_->set_damages({});
    if (databases().all().empty()) create_first_database();
    std::size_t good = 0;
    for (const auto& database : databases().all()) {
        const auto known = unreadable_.find(database->oid);
        auto damage = known == unreadable_.end() ? std::nullopt : std::optional(known->second);
        if (!damage && !failed() && !is_attached(*instance_, database->name))
            damage = open_file(database->file, database->name);
        if (!damage) {
            ++good;
            continue;
        }
        unreadable_.insert_or_assign(database->oid, *damage);
        const auto who = fmt::format("database \"{}\" is damaged: ", database->name);
        shown[database->oid] = who + damage->file + " " + damage->what;
        damages_.push_back(who + files_.told(*damage));
    }
    if (good == 0 && !failed())
        throw SqlError(state::kSystemError, damages_.front() + "; --salvage starts with what can be read");
    if (failed()) return; // and is opened again
    store_->set_damages(std::move(shown));
    store_->reload();
}

// Transactions that have changed tables and users, and were cut off between the one and the other.
void Engine::finish_changes() {
    duckdb::Connection connection(*instance_);
    bool any = false;
    for (const auto& database : databases().all())
        if (database->damage.empty()) any |= apply_redo(connection, database->name);
    if (any) store_->reload();
}

void Engine::create_first_database() {
    catalog::Database database;
    database.name = options_.database;
    database.owner_id = catalog::kFirstUserId;
    database.isolation_level = options_.isolation;
    database.file = options_.database + ".duckdb";
    if (files_.is_stub(database.file)) files_.remove(database.file);
    create_database(std::move(database));
}

// After this no statement reaches files or the network but the databases (docs/architecture.md, Where things are kept).
void Engine::sandbox() {
    duckdb::Connection connection(*instance_);
    if (!in_memory())
        run(connection,
            "SET allowed_directories=[" + duckdb::KeywordHelper::WriteQuoted(options_.data_dir, '\'') + "]");
    run(connection, "SET enable_external_access=false");
    run(connection, "SET lock_configuration=true");
}

} // namespace redstart::sql
