#include "sql/store/database_rows.hpp"

#include "catalog/engine/errors.hpp"
#include "sql/store/setting_rows.hpp"
#include "sql/store/store_rows.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

using catalog::Database;

// A row of counters for each database whose making has not come to its end.
constexpr const char* kUnfinished = "unfinished database";

constexpr std::string_view kColumns = "oid, name, owner_id, isolation_level, connection_limit, allow_connections, file";

Database database_of(const StoreValues& row) {
    Database database;
    database.oid = number_of<std::uint32_t>(row[0]);
    database.name = text_of(row[1]);
    database.owner_id = number_of<std::int32_t>(row[2]);
    const bool serializable = row[3] == isolation_level_name(catalog::IsolationLevel::Serializable);
    database.isolation_level = serializable ? catalog::IsolationLevel::Serializable : catalog::IsolationLevel::Snapshot;
    database.connection_limit = optional_number_of<std::int32_t>(row[4]);
    database.allow_connections = flag_of(row[5]);
    // The first data directories had no such column: there a file had its database's name.
    database.file = row[6].value_or(database.name + ".duckdb");
    return database;
}

StoreValues values_of(const Database& database) {
    return {store_value(database.oid),
            database.name,
            store_value(database.owner_id),
            store_value(isolation_level_name(database.isolation_level)),
            store_value(database.connection_limit),
            store_value(database.allow_connections),
            database.file};
}

} // namespace

std::vector<Database> read_databases(duckdb::Connection& connection) {
    std::vector<Database> databases;
    auto settings = read_settings(connection, "database_settings");
    for (const auto& row : select_store(connection, kColumns, "databases")) {
        databases.push_back(database_of(row));
        databases.back().settings = std::move(settings[databases.back().oid]);
    }
    return databases;
}

void insert_database(StoreWriter& writer, const Database& database, bool unfinished) {
    if (!unfinished) return writer.write(StoreStatement::InsertDatabase, values_of(database));
    auto& connection = writer.connection();
    connection.BeginTransaction();
    try {
        writer.write(StoreStatement::InsertDatabase, values_of(database));
        writer.write(StoreStatement::InsertCounter, {kUnfinished, store_value(database.oid)});
        connection.Commit();
    } catch (const std::exception& error) {
        if (connection.HasActiveTransaction()) connection.Rollback();
        throw to_sql_error(error);
    }
}

void finish_database(StoreWriter& writer, std::uint32_t oid) {
    writer.write(StoreStatement::DeleteCounter, {kUnfinished, store_value(oid)});
}

bool is_unfinished(duckdb::Connection& connection, std::uint32_t oid) {
    return !select_store(connection, "value", "counters WHERE name=$1 AND value=$2::INTEGER",
                         {kUnfinished, store_value(oid)})
                .empty();
}

void update_database(StoreWriter& writer, const Database& database) {
    writer.write(StoreStatement::UpdateDatabase, values_of(database));
}

void erase_database(StoreWriter& writer, std::uint32_t oid) {
    finish_database(writer, oid);
    writer.write(StoreStatement::DeleteDatabase, {store_value(oid)});
    writer.write(StoreStatement::ResetDatabaseSetting, {store_value(oid), "all"});
}

void set_database_setting(StoreWriter& writer, std::uint32_t oid, const std::string& name,
                          const std::optional<std::string>& value) {
    writer.write(StoreStatement::ResetDatabaseSetting, {store_value(oid), name});
    if (value) writer.write(StoreStatement::SetDatabaseSetting, {store_value(oid), name, *value});
}

} // namespace redstart::sql
