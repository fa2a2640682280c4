// An engine with Redshift's functions installed, for tests that ask it through SQL. One thread.
#pragma once

#include <memory>
#include <string>

namespace duckdb {
class Connection;
class DuckDB;
} // namespace duckdb

namespace redstart::catalog {

class SemanticsDatabase {
public:
    SemanticsDatabase();
    ~SemanticsDatabase();

    // The one value of a statement as text, "NULL" for NULL; an error comes as "<sqlstate> <message>".
    std::string value(const std::string& sql);
    // The engine's name of the type of the statement's first column.
    std::string type(const std::string& sql);
    // value() of a call of a function of pg_catalog: call("len", "'abc'").
    std::string call(const std::string& name, const std::string& arguments);
    // "value type" of an operator with two operands.
    std::string binary(const std::string& name, const std::string& left, const std::string& right);

    duckdb::Connection& connection() { return *connection_; }

private:
    std::unique_ptr<duckdb::DuckDB> database_;
    std::unique_ptr<duckdb::Connection> connection_;
};

} // namespace redstart::catalog
