#include "sql/transfer/unload.hpp"

#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/run/engine_statement.hpp"
#include "sql/transfer/storage_access.hpp"
#include "sql/transfer/unload_files.hpp"
#include "sql/transfer/unload_parquet.hpp"
#include "sql/transfer/unload_partitions.hpp"
#include "sql/transfer/unload_rows.hpp"

#include <duckdb.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::Severity;
using protocol::SqlError;
using Columns = std::vector<protocol::ColumnDescription>;

// Where the rows of the query go: into files, a buffer at a time.
class UnloadOutput final : public ClientOutput {
public:
    UnloadOutput(UnloadFiles& files, const Interrupts& interrupts) : files_(files), interrupts_(interrupts) {}

    protocol::WireWriter& writer() override { return writer_; }
    bool flush_if_full() override {
        flush();
        return !interrupts_.pending();
    }
    void begin_folder(std::string folder) {
        flush();
        files_.begin_folder(std::move(folder));
    }
    void notice(const SqlError&) override {}
    void parameter_status(std::string_view, std::string_view) override {}
    void enter_engine() override {}
    void leave_engine() override {}

    std::uint64_t& rows() noexcept { return rows_; }

private:
    void flush() {
        files_.write(writer_.view(), rows_ - written_);
        written_ = rows_;
        writer_.clear();
    }

    UnloadFiles& files_;
    const Interrupts& interrupts_;
    protocol::WireWriter writer_;
    std::uint64_t rows_ = 0;
    std::uint64_t written_ = 0;
};

// A cluster refuses LIMIT in the outermost query: the slices would each apply it.
void refuse_limit(const Statement& query) {
    int depth = 0;
    for (const auto& token : query.tokens) {
        depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
        if (depth == 0 && token.is("limit"_w))
            throw SqlError(state::kFeatureNotSupported, "Limit clause is not supported");
    }
}

// What the query's columns will be, without its rows.
Columns columns_of(EngineRunner& runner, const ParsedStatement& query) {
    Owned<duckdb::SQLStatement> resolved;
    runner.resolve_names(query, resolved);
    const auto shape = runner.bind(std::move(resolved));
    return describe_columns(shape.names, shape.types);
}

// The rows, partition by partition if they are to be partitioned.
Outcome run_query(EngineRunner& runner, const std::string& text, const UnloadOptions& options, UnloadColumns& columns) {
    const auto statements = split(text);
    if (statements.size() != 1 || statements.front().kind != StatementKind::Select)
        throw SqlError(state::kFeatureNotSupported, "UNLOAD query must be a SELECT");
    refuse_limit(statements.front());
    auto parsed = runner.parse(statements.front());
    if (!options.partition_by.empty()) {
        columns = unload_columns(columns_of(runner, parsed), options);
        order_by_partition(*parsed.tree, columns.keys);
    }
    auto outcome = runner.run(parsed, false);
    const auto now = unload_columns(outcome.rows->columns(), options);
    if (!options.partition_by.empty() && columns != now) // between the two looks, before the locks
        throw SqlError(state::kInternalError, "The columns of the query of UNLOAD have changed meanwhile");
    columns = now;
    return outcome;
}

Columns written_columns(const Columns& all, const UnloadColumns& columns) {
    Columns written;
    for (const auto column : columns.data) written.push_back(all[column]);
    return written;
}

nlohmann::ordered_json type_of(const protocol::ColumnDescription& column) {
    const auto* type = protocol::find_type(column.type);
    nlohmann::ordered_json json{{"base", type == nullptr ? "unknown" : std::string(type->sql_name)}};
    if (column.typmod < 4) return json;
    if (column.type == protocol::oid::kNumeric) {
        json["precision"] = (column.typmod - 4) >> 16;
        json["scale"] = (column.typmod - 4) & 0xFFFF;
    } else if (column.type == protocol::oid::kVarchar || column.type == protocol::oid::kBpchar) {
        json["max_length"] = column.typmod - 4;
    }
    return json;
}

// Empty when none is wanted. Its schema has the columns of partitions, too, which the files may lack (public reports).
std::string manifest_of(const UnloadOptions& options, const std::vector<catalog::TransferFile>& files,
                        const Columns& columns) {
    if (!options.manifest) return {};
    using Json = nlohmann::ordered_json;
    Json manifest{{"entries", Json::array()}};
    std::int64_t bytes = 0;
    std::int64_t rows = 0;
    for (const auto& file : files) {
        Json entry{{"url", file.name}};
        if (options.format == DataFormat::Parquet) entry["meta"] = {{"content_length", file.bytes}}; // COPY needs it
        if (options.verbose) entry["meta"] = {{"content_length", file.bytes}, {"record_count", file.lines}};
        manifest["entries"].push_back(std::move(entry));
        bytes += file.bytes;
        rows += file.lines;
    }
    if (options.verbose) {
        auto elements = Json::array();
        for (const auto& column : columns) elements.push_back({{"name", column.name}, {"type", type_of(column)}});
        manifest["schema"] = {{"elements", std::move(elements)}};
        manifest["meta"] = {{"content_length", bytes}, {"record_count", rows}};
        manifest["author"] = {{"name", "Amazon Redshift"}, {"version", "1.0.0"}};
    }
    return manifest.dump(2) + "\n";
}

EncoderFactory encoder(const UnloadOptions& options, std::uint64_t& rows) {
    return [&options, &rows](duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
                             const std::vector<std::string>& names) -> std::unique_ptr<RowEncoder> {
        return std::make_unique<UnloadRows>(context, types, names, options, rows);
    };
}

std::int64_t write_files(SessionContext& session, EngineRunner& runner, const UnloadStatement& unload,
                         UnloadFiles& files) {
    session.record().mark_compute(); // also without a table
    const bool is_parquet = unload.options.format == DataFormat::Parquet;
    const auto parquet = is_parquet ? std::make_unique<ParquetFiles>(unload.options, files) : nullptr;
    UnloadColumns columns;
    const auto outcome = run_query(runner, unload.query, unload.options, columns);
    auto& result = *outcome.rows;
    const auto written = written_columns(result.columns(), columns);
    UnloadOutput output(files, session.interrupts());
    if (unload.options.header) files.set_header(unload_header(written, unload.options));
    auto rows_of = parquet ? parquet->encoder() : encoder(unload.options, output.rows());
    if (!columns.keys.empty())
        rows_of = partitioned(columns, std::move(rows_of), [&output, &parquet](std::string folder) {
            if (parquet) parquet->end_file();
            output.begin_folder(std::move(folder));
        });
    result.copy_as(rows_of);
    const auto rows = result.write_rows(output, session.interrupts(), 0);
    output.flush_if_full();
    if (parquet) parquet->finish();
    files.close();
    session.interrupts().check();
    files.publish(manifest_of(unload.options, files.files(), result.columns()));
    return static_cast<std::int64_t>(rows);
}

} // namespace

void run_unload(SessionContext& session, EngineRunner& runner, const Statement& statement) {
    const auto unload = parse_unload(statement);
    const auto storage = connect_storage(session, unload.options.authorization, unload.options.region);
    catalog::TransferRow row;
    row.source = unload.location;
    row.format = format_name(unload.options.format);
    try {
        UnloadFiles files(*storage, unload);
        row.rows = write_files(session, runner, unload, files);
        row.files = files.files();
    } catch (...) {
        row.status = "aborted";
        session.record().unload_ended(row);
        throw;
    }
    row.status = "completed";
    session.record().unload_ended(row);
    session.output().notice(SqlError(state::kSuccessfulCompletion,
                                     fmt::format("UNLOAD completed, {} record(s) unloaded successfully.", row.rows),
                                     Severity::Info));
}

} // namespace redstart::sql
