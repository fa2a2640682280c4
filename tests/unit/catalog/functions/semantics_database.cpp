#include "tests/unit/catalog/functions/semantics_database.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/functions/call_guard.hpp"
#include "catalog/functions/semantics.hpp"
#include "catalog/information/scalar_function.hpp"
#include "catalog/type/types.hpp"

#include <duckdb.hpp>

namespace redstart::catalog {

namespace {

std::string describe(const duckdb::ErrorData& error) {
    const auto state = error.ExtraInfo().find(kSqlStateKey);
    return state == error.ExtraInfo().end() ? "engine: " + error.RawMessage()
                                            : state->second + " " + error.RawMessage();
}

} // namespace

SemanticsDatabase::SemanticsDatabase() {
    duckdb::DBConfig config;
    config.SetOptionByName("old_implicit_casting", duckdb::Value::BOOLEAN(true));
    database_ = std::make_unique<duckdb::DuckDB>(nullptr, &config);
    install_types(*database_->instance);
    install_plain_casts(*database_->instance);
    install_regex_functions(*database_->instance);
    install_semantics(*database_->instance);
    install_call_guards(*database_->instance);
    connection_ = std::make_unique<duckdb::Connection>(*database_);
    connection_->Query("SET TimeZone='UTC'");
}

SemanticsDatabase::~SemanticsDatabase() = default;

std::string SemanticsDatabase::value(const std::string& sql) {
    auto result = connection_->Query(sql);
    if (result->HasError()) return describe(result->GetErrorObject());
    return result->RowCount() == 0 ? "no row" : result->GetValue(0, 0).ToString();
}

std::string SemanticsDatabase::type(const std::string& sql) {
    auto result = connection_->Query(sql);
    return result->HasError() ? describe(result->GetErrorObject()) : result->types[0].ToString();
}

std::string SemanticsDatabase::call(const std::string& name, const std::string& arguments) {
    return value("SELECT system.pg_catalog.\"" + name + "\"(" + arguments + ")");
}

std::string SemanticsDatabase::binary(const std::string& name, const std::string& left, const std::string& right) {
    const auto sql = "SELECT system.pg_catalog.\"" + name + "\"(" + left + ", " + right + ")";
    auto result = connection_->Query(sql);
    if (result->HasError()) return describe(result->GetErrorObject());
    return result->GetValue(0, 0).ToString() + " " + result->types[0].ToString();
}

} // namespace redstart::catalog
