// Result: rows a statement produced, handed out in as many pieces as the client asks for. Three kinds: rows of the
// engine (engine_result.hpp), rows we made ourselves (SHOW, fast path), and those a FETCH takes from a cursor.
// Owned by a portal or a simple query; used on the backend's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/backend.hpp"
#include "sql/qualify/column_origins.hpp"
#include "sql/session/client_output.hpp"
#include "sql/session/interrupts.hpp"
#include "sql/value/row_encoder.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace redstart::sql {

// Makes the encoder of a result's rows, which writes other frames than DataRow. `columns` are the result's names.
using EncoderFactory = std::function<std::unique_ptr<RowEncoder>(duckdb::ClientContext& context,
                                                                 const std::vector<duckdb::LogicalType>& types,
                                                                 const std::vector<std::string>& columns)>;

class Result {
public:
    virtual ~Result() = default;
    const std::vector<protocol::ColumnDescription>& columns() const noexcept { return columns_; }
    // Bind's result formats, for the rows that follow. Columns then carry them.
    // Throws 08P01 when there are several of them and not one per column.
    virtual void set_formats(const std::vector<protocol::Format>& formats);
    // Where the columns come from; for the engine's results.
    void set_origins(const std::vector<ColumnOrigin>& origins) { name_origins(columns_, origins); }
    // The client was told of these columns: rows of other types are cast. Before the first row; the engine's only.
    virtual void describe_as(const std::vector<protocol::ColumnDescription>&) {}
    // Writes up to `max_rows` DataRow frames (0: all there are) and returns how many. Throws what ended the statement.
    virtual std::uint64_t write_rows(ClientOutput& output, Interrupts& interrupts, std::uint64_t max_rows) = 0;
    // The rows go out as frames of that encoder from now on (COPY); before the first row, for the engine's results
    // only.
    virtual void copy_as(const EncoderFactory& encoder);
    // Passes over up to `max_rows` rows (0: all there are) and returns how many there were. Throws as write_rows does.
    virtual std::uint64_t skip_rows(Interrupts& interrupts, std::uint64_t max_rows) = 0;
    // Reads the rest into memory that may spill, so that nothing of the engine is held any longer. An error of the
    // rows is kept for the next write_rows; throws only what ended the engine's transaction or the session asked for.
    virtual void spool() {}
    // The row that was handed out last is the next one again; there was one, and nothing has asked for more since.
    // Throws 55000 when the result cannot.
    virtual void step_back();
    // The next rows, up to `max_rows` (0: all there are), as a result of their own that holds nothing of the engine.
    virtual std::unique_ptr<Result> take_rows(std::uint64_t max_rows) = 0;
    // How many rows there are and their size in bytes, as far as they were computed.
    struct Extent {
        std::uint64_t rows = 0, bytes = 0;
    };
    virtual Extent extent() const { return {}; }

protected:
    std::vector<protocol::ColumnDescription> columns_;
};

// The RowDescription of an engine result: names as given, types by catalog::wire_type.
std::vector<protocol::ColumnDescription> describe_columns(const std::vector<std::string>& names,
                                                          const std::vector<duckdb::LogicalType>& types);

// One value of a result made by ourselves: NULL, bool, int4, int8 or text.
using StaticValue = std::variant<std::monostate, bool, std::int32_t, std::int64_t, std::string>;

class StaticResult : public Result {
public:
    StaticResult(std::vector<protocol::ColumnDescription> columns, std::vector<std::vector<StaticValue>> rows)
        : rows_(std::move(rows)) {
        columns_ = std::move(columns);
    }
    std::uint64_t write_rows(ClientOutput& output, Interrupts& interrupts, std::uint64_t max_rows) override;
    std::uint64_t skip_rows(Interrupts& interrupts, std::uint64_t max_rows) override;
    void step_back() override { --next_; }
    std::unique_ptr<Result> take_rows(std::uint64_t max_rows) override;
    Extent extent() const override { return {rows_.size(), 0}; }

private:
    std::vector<std::vector<StaticValue>> rows_;
    std::size_t next_ = 0;
};

// A column of a StaticResult by its PostgreSQL type.
protocol::ColumnDescription static_column(std::string name, std::uint32_t type);

} // namespace redstart::sql
