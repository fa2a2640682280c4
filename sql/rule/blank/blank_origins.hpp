// BlankOrigins: which expressions of a bound plan may give texts that end in a blank, from where their values come
// from. The plan is gone through when the first is asked for, and once, whatever rules ask. For the planning of one
// statement, on its thread; refers to the plan, whose operators must stay where they are.
#pragma once

#include "catalog/engine/engine_types.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

namespace duckdb {
class ClientContext;
class Expression;
class LogicalOperator;
struct ColumnBinding;
} // namespace duckdb

namespace redstart::sql {

class BlankColumns;

enum class Blanks : std::uint8_t {
    None,   // no value ends in one
    Listed, // a list of the server's own, such as a catalog: compared as it is
    May,
};

class BlankOrigins {
public:
    // All three must outlive the object; `plan` is the root, which may come under another one meanwhile.
    BlankOrigins(duckdb::ClientContext& context, BlankColumns& columns, const Owned<duckdb::LogicalOperator>& plan);
    ~BlankOrigins();
    BlankOrigins(const BlankOrigins&) = delete;
    BlankOrigins& operator=(const BlankOrigins&) = delete;

    // Of an expression of any operator of the plan. Throws the engine's exceptions: it may have to read a column.
    Blanks of(duckdb::Expression& value);

    // Whether the value is one of the outer query's that a subquery was made to carry: rows are told apart by it, and
    // it is exact there.
    bool is_carried(const duckdb::Expression& value);

    // An operator took the place of another one, whose columns it gives.
    void replaced(duckdb::idx_t table, duckdb::LogicalOperator& plan);

private:
    using Column = std::pair<std::uint64_t, std::uint64_t>; // table index, column

    // Who gives the columns of a table index; nullptr: none that is known.
    duckdb::LogicalOperator* source_of(std::uint64_t table);
    void collect(duckdb::LogicalOperator& plan, duckdb::LogicalOperator* carrier);
    Blanks of_column(const duckdb::ColumnBinding& column);
    Blanks of_output(duckdb::LogicalOperator& plan, const duckdb::ColumnBinding& column);
    Blanks of_aggregate(duckdb::LogicalOperator& plan, const duckdb::ColumnBinding& column);
    Blanks of_table(duckdb::LogicalOperator& plan, std::size_t column);
    Blanks of_sides(duckdb::LogicalOperator& plan, std::size_t column);
    Blanks of_function(duckdb::Expression& value);
    Blanks of_children(duckdb::Expression& value);

    duckdb::ClientContext& context_;
    BlankColumns& columns_;
    const Owned<duckdb::LogicalOperator>& plan_;
    bool collected_ = false;
    std::unordered_map<std::uint64_t, duckdb::LogicalOperator*> tables_;   // who gives the columns of a table index
    std::unordered_map<std::uint64_t, duckdb::LogicalOperator*> carriers_; // the join whose values a scan repeats
    std::map<Column, Blanks> known_;
};

} // namespace redstart::sql
