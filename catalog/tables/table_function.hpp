// TableFunction: the declaration of an rs_*() table function: columns and a vector of rows made into a relation.
// Declarations are constants; a RowSource belongs to one scan of one statement.
#pragma once

#include "catalog/state/directories.hpp"
#include "catalog/state/session_services.hpp"
#include "catalog/tables/cell.hpp"
#include "catalog/views/columns.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace duckdb {
class ClientContext;
class DatabaseInstance;
} // namespace duckdb

namespace redstart::catalog {

// What a scan may look at.
struct ScanContext {
    duckdb::ClientContext& engine;
    SessionServices& session;
    const Directories& directories;
    std::optional<std::int64_t> key; // the statement wants only rows whose key column has this value; a hint
};

// The rows of one scan, made when it starts.
class RowSource {
public:
    virtual ~RowSource() = default;
    virtual std::size_t size() const = 0;
    virtual void write(std::size_t row, std::size_t column, Cell out) const = 0;
};

struct TableFunction {
    std::string_view name;
    Columns columns;
    std::string_view key; // the column whose equality with a constant is handed to open(); empty for none
    std::unique_ptr<RowSource> (*open)(const ScanContext& context);
};

template <typename Row> using Writer = void (*)(const Row& row, Cell& out);

// Rows held by value, each written by one function per column.
template <typename Row, std::size_t N> class Rows final : public RowSource {
public:
    Rows(std::vector<Row> rows, const std::array<Writer<Row>, N>& writers, std::shared_ptr<const void> owner)
        : rows_(std::move(rows)), writers_(writers), owner_(std::move(owner)) {}

    std::size_t size() const override { return rows_.size(); }
    void write(std::size_t row, std::size_t column, Cell out) const override { writers_[column](rows_[row], out); }

private:
    const std::vector<Row> rows_;
    const std::array<Writer<Row>, N>& writers_;
    const std::shared_ptr<const void> owner_; // what pointers in rows_ point into
};

// `writers` has one entry per declared column and lives as long as the program.
template <typename Row, std::size_t N>
std::unique_ptr<RowSource> make_rows(std::vector<Row> rows, const std::array<Writer<Row>, N>& writers,
                                     std::shared_ptr<const void> owner = nullptr) {
    return std::make_unique<Rows<Row, N>>(std::move(rows), writers, std::move(owner));
}

// The families of declarations, in *_tables.cpp.
std::span<const TableFunction> live_table_functions();
std::span<const TableFunction> history_table_functions();
std::span<const TableFunction> transfer_table_functions();
std::span<const TableFunction> object_table_functions();
std::span<const TableFunction> privilege_table_functions();
std::span<const TableFunction> server_table_functions();
std::span<const TableFunction> identity_table_functions();

// Installs every declared table function into pg_catalog.
void install_table_functions(duckdb::DatabaseInstance& instance, const Directories& directories);

} // namespace redstart::catalog
