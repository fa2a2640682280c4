// BlankSets: GROUP BY, DISTINCT, UNION, INTERSECT and EXCEPT take texts that differ in trailing blanks only for equal.
// For the planning of one statement, on its thread; refers to what it is made of.
#pragma once

#include "catalog/engine/engine_types.hpp"

namespace duckdb {
class Binder;
class LogicalAggregate;
class LogicalOperator;
class LogicalSetOperation;
} // namespace duckdb

namespace redstart::sql {

class BlankKeys;
class BlankOrigins;

class BlankSets {
public:
    BlankSets(const BlankKeys& keys, BlankOrigins& origins, duckdb::Binder& binder, duckdb::LogicalOperator& root)
        : keys_(keys), origins_(origins), binder_(binder), root_(root) {}

    // `plan` of the root; what is below it has been visited. Other operators stay as they are.
    void visit(Owned<duckdb::LogicalOperator>& plan);

private:
    void group(duckdb::LogicalAggregate& aggregate);
    void unite(Owned<duckdb::LogicalOperator>& plan);
    void compare_sides(Owned<duckdb::LogicalOperator>& plan);
    Owned<duckdb::LogicalOperator> distinct(Owned<duckdb::LogicalOperator> rows) const;
    bool may_differ(duckdb::LogicalSetOperation& operation) const;

    const BlankKeys& keys_;
    BlankOrigins& origins_;
    duckdb::Binder& binder_;
    duckdb::LogicalOperator& root_;
};

} // namespace redstart::sql
