// BlankKeys: makes what a plan compares by into texts without trailing blanks, where values may have some.
// For the planning of one statement, on its thread; refers to its BlankOrigins.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace duckdb {
class Expression;
}

namespace redstart::sql {

class BlankOrigins;

class BlankKeys {
public:
    explicit BlankKeys(BlankOrigins& origins) : origins_(origins) {}

    // True when `value` is another expression now. Of a row the parts are made.
    bool make(Owned<duckdb::Expression>& value) const;
    void make_both(Owned<duckdb::Expression>& left, Owned<duckdb::Expression>& right) const;

    // The same, except for values that tell the rows of an outer query apart.
    bool make_exactly(Owned<duckdb::Expression>& value) const;

private:
    BlankOrigins& origins_;
};

} // namespace redstart::sql
