// COPY ... TO STDOUT.
#include "protocol/backend.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/copy/copy_escape.hpp"
#include "sql/copy/copy_in.hpp"
#include "sql/copy/copy_row_writer.hpp"
#include "sql/parse/copy_options.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/run/engine_statement.hpp"
#include "sql/run/table_columns.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/parser/expression/columnref_expression.hpp>
#include <duckdb/parser/expression/star_expression.hpp>
#include <duckdb/parser/query_node/select_node.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/parser/tableref/basetableref.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

Outcome run_query(EngineRunner& runner, const Statement& query) {
    if (query.kind != StatementKind::Select) throw SqlError(state::kFeatureNotSupported, "COPY query must be a SELECT");
    auto parsed = runner.parse(query);
    try {
        return runner.run(parsed, false);
    } catch (const SqlError& error) { throw placed_in(query, parsed.map, error); }
}

// SELECT columns FROM the relation.
Owned<duckdb::SQLStatement> select(const Relation& relation, const std::vector<std::string>& columns) {
    auto node = duckdb::make_uniq<duckdb::SelectNode>();
    for (const auto& column : columns)
        node->select_list.push_back(duckdb::make_uniq<duckdb::ColumnRefExpression>(column));
    if (columns.empty()) node->select_list.push_back(duckdb::make_uniq<duckdb::StarExpression>());
    auto table = duckdb::make_uniq<duckdb::BaseTableRef>();
    const bool temporary = relation.catalog == "temp";
    if (relation.kind == RelationKind::Table && !temporary) table->catalog_name = relation.catalog;
    table->schema_name = temporary ? "pg_temp" : relation.schema;
    table->table_name = relation.name;
    node->from_table = std::move(table);
    auto select = duckdb::make_uniq<duckdb::SelectStatement>();
    select->node = std::move(node);
    return select;
}

void check_named(const CopyOptions& options, const std::vector<protocol::ColumnDescription>& columns) {
    for (const auto& name : options.force_quote)
        if (std::none_of(columns.begin(), columns.end(), [&](const auto& column) { return column.name == name; }))
            throw SqlError(state::kUndefinedColumn, fmt::format("column \"{}\" does not exist", name));
}

Outcome run_table(EngineRunner& runner, const CopyStatement& statement) {
    const auto relation = runner.require(statement.table);
    if (relation.kind == RelationKind::View)
        throw SqlError(state::kWrongObjectType, fmt::format("cannot copy from view \"{}\"", relation.name))
            .hint("Try the COPY (SELECT ...) TO variant.");
    auto columns = statement.columns;
    if (relation.kind == RelationKind::Table) {
        columns = describe_copy_table(runner, relation, columns).columns;     // all of them: `*` leaves out hidden ones
        describe_copy_table(runner, relation, statement.options.force_quote); // there, if not among the columns
    }
    return runner.run(ParsedStatement(select(relation, columns)), false);
}

// A line of column names.
void write_header(protocol::WireWriter& out, const CopyOptions& options,
                  const std::vector<protocol::ColumnDescription>& columns) {
    if (!options.header) return;
    out.begin('d');
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (index > 0) out.byte(options.delimiter);
        const auto begin = out.size();
        out.bytes(columns[index].name);
        if (options.format == CopyFormat::Csv)
            quote_copy_csv(out, begin, options, columns.size() == 1);
        else
            escape_copy_text(out, begin, options.delimiter);
    }
    out.byte('\n');
    out.end();
}

EncoderFactory copy_encoder(const CopyOptions& options) {
    return [&options](duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
                      const std::vector<std::string>& columns) -> std::unique_ptr<RowEncoder> {
        auto quoted = named_columns("FORCE_QUOTE", options.force_quote, columns);
        return std::make_unique<CopyRowWriter>(context, types, options, std::move(quoted));
    };
}

} // namespace

std::uint64_t copy_out(SessionContext& session, EngineRunner& runner, const CopyStatement& statement) {
    const auto& options = statement.options;
    check_copy_options(options);
    const auto outcome = statement.query ? run_query(runner, *statement.query) : run_table(runner, statement);
    auto& rows = *outcome.rows;
    if (statement.query) check_named(options, rows.columns());
    rows.copy_as(copy_encoder(options));
    const bool binary = options.format == CopyFormat::Binary;
    auto& output = session.output();
    protocol::CopyOutResponse response;
    response.format = binary ? protocol::Format::Binary : protocol::Format::Text;
    response.columns = static_cast<std::int16_t>(rows.columns().size());
    protocol::write(output.writer(), response);
    write_header(output.writer(), options, rows.columns());
    const auto count = rows.write_rows(output, session.interrupts(), 0);
    auto& out = output.writer();
    if (binary) {
        out.begin('d');
        if (count == 0) write_copy_head(out);
        out.i16(0xFFFF); // the trailer: a row of -1 fields
        out.end();
    }
    protocol::write(out, protocol::CopyDoneOut{});
    return count;
}

} // namespace redstart::sql
