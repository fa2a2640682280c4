// From a client's statement to the engine's parsed tree, and from the engine's errors back to the client's text.
// Pure functions but for the engine's parser; any thread.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "protocol/error.hpp"
#include "sql/dialect/rewrite.hpp"
#include "sql/object/statement_report.hpp"
#include "sql/parse/statement.hpp"
#include "sql/session/statement_passes.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace redstart::sql {

// True for the kinds the engine runs: queries, DML, and the definitions it understands after the dialect pass.
bool is_engine_statement(StatementKind kind);

struct ParsedStatement {
    Owned<duckdb::SQLStatement> tree;
    StatementReport report;
    OffsetMap map; // from positions in the engine's text to the client's
    explicit ParsedStatement(Owned<duckdb::SQLStatement> parsed, StatementReport beside = {},
                             OffsetMap offsets = OffsetMap());
    ParsedStatement(ParsedStatement&&) noexcept;
    ~ParsedStatement();
};

// The dialect's rewriting and the engine's parser. Throws SqlError with the position in the client's text.
ParsedStatement parse_engine_statement(const Statement& statement, DialectOptions options, StatementPasses& passes);

// One entry per $n the text mentions or the client typed; 0 where neither says more. Throws 42P02 for $0.
std::vector<std::uint32_t> parameter_types_of(const Statement& statement, const std::vector<std::uint32_t>& given);

// `error`, whose position counts bytes of the engine's text, with the position in characters of the client's text.
protocol::SqlError placed_in(const Statement& statement, const OffsetMap& map, protocol::SqlError error);

} // namespace redstart::sql
