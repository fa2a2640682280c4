// How much of texts and arrays the expressions of an operator make, and look at, for one row: what wide_rows decides by
// where to slice. An object for the expressions of one operator; one thread.
#pragma once

#include "sql/rule/row_slices.hpp"

namespace duckdb {
class Expression;
struct LogicalType;
} // namespace duckdb

namespace redstart::sql {

inline constexpr double kLongestText = 65535; // no text is longer

class RowWidths {
public:
    // The values of the expression; what they are made of is added to made().
    RowWidth of(const duckdb::Expression& value);
    // A key of groups or of an order: arrays are hashed or compared element by element, all rows of a chunk in one go.
    void look_at(const duckdb::Expression& key);
    RowWidth made() const { return made_; }

private:
    RowWidth made_;
};

bool may_be_long(const duckdb::LogicalType& type);
bool has_arrays(const duckdb::LogicalType& type);
bool has_array_of_records(const duckdb::LogicalType& type);

} // namespace redstart::sql
