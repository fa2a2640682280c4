#include "sql/engine/attachments.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/state/databases.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <duckdb.hpp>
#include <duckdb/main/attached_database.hpp>
#include <duckdb/main/database_manager.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

using protocol::SqlError;
using Attached = duckdb::shared_ptr<duckdb::AttachedDatabase>;

// As long as a session that leaves a database is waited for.
constexpr std::chrono::seconds kPatience{5};
constexpr std::chrono::milliseconds kLookEvery{5};

void run(duckdb::Connection& connection, const std::string& sql) {
    auto result = connection.Query(sql);
    if (result->HasError()) throw to_sql_error(result->GetErrorObject());
}

std::string quote_name(std::string_view identifier) {
    return duckdb::KeywordHelper::WriteQuoted(std::string(identifier), '"');
}

duckdb::DatabaseManager& manager_of(duckdb::DuckDB& instance) { return instance.instance->GetDatabaseManager(); }

// Under the name it has. The engine forgets it when the transaction does not end well.
void put_back(duckdb::DuckDB& instance, const Attached& database) {
    try {
        duckdb::Connection connection(instance);
        connection.context->RunFunctionInTransaction([&] {
            duckdb::AttachInfo info;
            info.name = database->GetName();
            manager_of(instance).FinalizeAttach(*connection.context, info, database);
        });
    } catch (const std::exception& error) {
        throw std::runtime_error(fmt::format("{} cannot be attached again: {}", database->GetName(), error.what()));
    }
}

// Takes the database out of the engine's list while nobody but the list has it: who had it could be reading its name.
Attached take_out(duckdb::DuckDB& instance, const std::string& name, const std::function<void()>& check) {
    auto& manager = manager_of(instance);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    for (;;) {
        check();
        if (auto database = manager.GetDatabase(name); database.use_count() == 2) {
            manager.DetachInternal(name);
            if (database.use_count() == 1) {
                std::atomic_thread_fence(std::memory_order_acquire); // what those who had it have read
                return database;
            }
            put_back(instance, database); // somebody looked it up in between
        }
        if (std::chrono::steady_clock::now() >= deadline)
            throw SqlError(protocol::sqlstate::kObjectInUse,
                           fmt::format("database \"{}\" is being accessed by other users", name));
        std::this_thread::sleep_for(kLookEvery);
    }
}

} // namespace

void attach_database(duckdb::DuckDB& instance, const std::string& path, const std::string& name,
                     DatabaseInstaller install) {
    duckdb::Connection connection(instance);
    run(connection, "ATTACH " + duckdb::KeywordHelper::WriteQuoted(path, '\'') + " AS " + quote_name(name));
    if (name == catalog::kSystemDatabase) return;
    try {
        run(connection, "CREATE SCHEMA IF NOT EXISTS " + quote_name(name) + ".public");
        install(connection, name);
    } catch (const SqlError&) {
        detach_database(instance, name);
        throw;
    }
}

void detach_database(duckdb::DuckDB& instance, const std::string& name) {
    duckdb::Connection connection(instance);
    run(connection, "DETACH " + quote_name(name));
}

bool is_attached(duckdb::DuckDB& instance, const std::string& name) {
    return manager_of(instance).GetDatabase(name) != nullptr;
}

void rename_attached(duckdb::DuckDB& instance, const std::string& from, const std::string& to,
                     const std::function<void()>& check, const std::function<void()>& record) {
    const auto database = take_out(instance, from, check);
    try {
        record();
    } catch (...) {
        put_back(instance, database);
        throw;
    }
    database->name = to;
    put_back(instance, database);
}

} // namespace redstart::sql
