// Rewritten: the text for the engine's parser, with what it takes to find the client's text again. A value.
#pragma once

#include "sql/dialect/offset_map.hpp"
#include "sql/parse/table_report.hpp"

#include <memory>
#include <string>

namespace redstart::sql {

struct Rewritten {
    std::string sql;
    OffsetMap map;
    std::unique_ptr<TableReport> table; // of CREATE TABLE and CREATE VIEW: what the engine was not told; else nullptr
};

} // namespace redstart::sql
