// ColumnChecks: what a value passes before it goes into a column: its length is checked, and a blank at its end is told
// to what is known of the column.
// For the planning of one statement, on its thread; refers to what is known of its plan and to the instance's
// BlankColumns.
#pragma once

#include "sql/rule/blank/blank_columns.hpp"
#include "sql/rule/blank/blank_origins.hpp"
#include "sql/rule/length_check.hpp"

#include <memory>
#include <optional>

namespace duckdb {
class ColumnDefinition;
}

namespace redstart::sql {

class ColumnChecks {
public:
    ColumnChecks(duckdb::ClientContext& context, BlankColumns& blanks, BlankOrigins& origins)
        : context_(context), blanks_(blanks), origins_(origins) {}

    // The checks of one value for one column.
    struct Checks {
        std::optional<LengthLimit> limit;
        std::shared_ptr<BlankColumn> blanks; // null: the value has none, or the column is known to have some
        std::size_t place = 0;

        explicit operator bool() const { return limit || blanks; }
        Owned<duckdb::Expression> apply(Owned<duckdb::Expression> value) const;
    };

    // `value` is an expression of the plan that `origins` is about.
    Checks of(duckdb::TableCatalogEntry& table, const duckdb::ColumnDefinition& column, duckdb::Expression& value);

private:
    duckdb::ClientContext& context_;
    BlankColumns& blanks_;
    BlankOrigins& origins_;
};

} // namespace redstart::sql
