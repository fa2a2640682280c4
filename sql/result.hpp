// Result: rows a statement produced, handed out in as many pieces as the client asks for. Two kinds: rows the engine
// streams (spooled when the connection is needed for something else) and rows we made ourselves (SHOW, fast path).
// Owned by a portal or a simple query; used on the backend's thread.
#pragma once

#include "protocol/backend.hpp"
#include "sql/control_statements.hpp"
#include "sql/engine_types.hpp"
#include "sql/executor.hpp"
#include "sql/interrupts.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace redstart::sql {

class Result {
public:
    virtual ~Result() = default;
    const std::vector<protocol::ColumnDescription>& columns() const noexcept { return columns_; }
    // Bind's result formats; once, before the first row. Columns then carry them.
    virtual void set_formats(const std::vector<protocol::Format>& formats);
    // Writes up to `max_rows` DataRow frames (0: all there are) and returns how many. Throws what ended the statement.
    virtual std::uint64_t write_rows(ClientOutput& output, Interrupts& interrupts, std::uint64_t max_rows) = 0;
    // The rows go out as CopyData frames from now on; before the first row, for the engine's results only.
    virtual void copy_as(const CopyOptions& options);
    // True once no row is left; known only after write_rows returned fewer rows than asked for, or asked for all.
    virtual bool exhausted() const = 0;
    // Reads the rest into memory that may spill, so that the engine connection is free again.
    virtual void spool(ClientOutput&, Interrupts&) {}

protected:
    std::vector<protocol::ColumnDescription> columns_;
};

// The RowDescription of an engine result: names as given, types by catalog::wire_type.
std::vector<protocol::ColumnDescription> describe_columns(const std::vector<std::string>& names,
                                                          const std::vector<duckdb::LogicalType>& types);

// A live result of `connection`; the first rows may not be computed yet.
std::unique_ptr<Result> make_engine_result(duckdb::Connection& connection, Owned<duckdb::QueryResult> rows);

// One value of a result made by ourselves: NULL, bool, int4, int8 or text.
using StaticValue = std::variant<std::monostate, bool, std::int32_t, std::int64_t, std::string>;

class StaticResult : public Result {
public:
    StaticResult(std::vector<protocol::ColumnDescription> columns, std::vector<std::vector<StaticValue>> rows)
        : rows_(std::move(rows)) {
        columns_ = std::move(columns);
    }
    std::uint64_t write_rows(ClientOutput& output, Interrupts& interrupts, std::uint64_t max_rows) override;
    bool exhausted() const override { return next_ == rows_.size(); }

private:
    std::vector<std::vector<StaticValue>> rows_;
    std::size_t next_ = 0;
};

// A column of a StaticResult by its PostgreSQL type.
protocol::ColumnDescription static_column(std::string name, std::uint32_t type);

} // namespace redstart::sql
