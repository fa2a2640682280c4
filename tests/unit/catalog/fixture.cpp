#include "tests/unit/catalog/fixture.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/install.hpp"
#include "catalog/object/session_state.hpp"

#include <ctime>
#include <stdexcept>

#include <duckdb.hpp>

namespace redstart::catalog {

struct CatalogFixture::Engine {
    explicit Engine(duckdb::DBConfig& config) : database(nullptr, &config) {}
    duckdb::DuckDB database;
    std::unique_ptr<duckdb::Connection> connection;
};

std::int32_t FakeSession::terminate_backend(std::int32_t victim) {
    if (!is_superuser)
        throw protocol::SqlError("42501", "must be superuser to signal other server processes").hint("ask one");
    terminated.push_back(victim);
    return 1;
}

CatalogFixture::CatalogFixture() {
    User admin;
    admin.id = 100;
    admin.name = "admin";
    admin.superuser = admin.create_db = true;
    User reader;
    reader.id = 101;
    reader.name = "reader";
    reader.connection_limit = 5;
    users.rows = {std::make_shared<const User>(admin), std::make_shared<const User>(reader)};
    databases.rows = {
        std::make_shared<const Database>(Database{100000, "dev", 100, IsolationLevel::Snapshot, {}, true, "", {}, ""})};

    duckdb::DBConfig config;
    config.SetOptionByName("old_implicit_casting", duckdb::Value::BOOLEAN(true));
    config.SetOptionByName("default_null_order", duckdb::Value("postgres"));
    config.SetOptionByName("preserve_identifier_case", duckdb::Value::BOOLEAN(false));
    engine_ = std::make_unique<Engine>(config);
    duckdb::Connection setup(engine_->database);
    setup.Query("ATTACH ':memory:' AS dev");
    setup.Query("CREATE SCHEMA dev.public");
    const auto start = std::clock();
    install(*engine_->database.instance, {users, databases, groups, roles});
    const auto used = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    install_time_ = std::chrono::microseconds(static_cast<std::int64_t>(used * 1e6));
    engine_->connection = std::make_unique<duckdb::Connection>(engine_->database);
    attach_session(*engine_->connection->context, session);
    query("USE dev.public");
}

CatalogFixture::~CatalogFixture() = default;

Answer CatalogFixture::query(const std::string& sql) {
    Answer answer;
    auto result = engine_->connection->Query(sql);
    if (result->HasError()) {
        const auto& error = result->GetErrorObject();
        const auto state = error.ExtraInfo().find(kSqlStateKey);
        answer.error = error.RawMessage();
        if (state != error.ExtraInfo().end()) answer.sqlstate = state->second;
        return answer;
    }
    answer.names.assign(result->names.begin(), result->names.end());
    for (const auto& type : result->types) answer.types.push_back(wire_type(type));
    for (std::size_t row = 0; row < result->RowCount(); ++row) {
        auto& values = answer.rows.emplace_back();
        for (std::size_t column = 0; column < result->ColumnCount(); ++column)
            values.push_back(result->GetValue(column, row).ToString());
    }
    return answer;
}

std::string CatalogFixture::value(const std::string& sql) {
    const auto answer = query(sql);
    if (!answer.error.empty()) throw std::runtime_error(sql + ": " + answer.error);
    if (answer.rows.size() != 1 || answer.rows[0].size() != 1)
        throw std::runtime_error(sql + ": " + std::to_string(answer.rows.size()) + " rows");
    return answer.rows[0][0];
}

} // namespace redstart::catalog
