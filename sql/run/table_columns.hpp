// CopyTable: the table of a COPY, looked up as the session sees it: where it is and the columns that take part.
// A value; the functions run on the session's thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/object/relations.hpp"
#include "sql/parse/control_statements.hpp"

#include <memory>
#include <string>
#include <vector>

namespace redstart::sql {

class EngineRunner;
class SessionContext;

struct CopyTable {
    CopyTable();
    ~CopyTable();
    CopyTable(CopyTable&&) noexcept;
    CopyTable& operator=(CopyTable&&) noexcept;

    Relation relation;
    std::vector<std::string> columns; // those of the statement, or all, in order
    std::unique_ptr<std::vector<duckdb::LogicalType>> types;
    std::vector<bool> required;         // NOT NULL, for each of the columns
    std::vector<std::string> generated; // identity columns of the table that take no value
    std::vector<std::string> missing;   // columns that are not filled, have no default and must not be NULL
};

// Its columns, in the transaction that is open. Throws 42703 `column "x" of relation "t" does not exist` and 42701 for
// one named twice.
CopyTable describe_copy_table(EngineRunner& runner, const Relation& relation, const std::vector<std::string>& names);

} // namespace redstart::sql
