#include "sql/transfer/unload.hpp"

#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/run/engine_statement.hpp"
#include "sql/transfer/storage_access.hpp"
#include "sql/transfer/unload_files.hpp"
#include "sql/transfer/unload_rows.hpp"

#include <duckdb.hpp>
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
        files_.write(writer_.view(), rows_ - written_);
        written_ = rows_;
        writer_.clear();
        return !interrupts_.pending();
    }
    void notice(const SqlError&) override {}
    void parameter_status(std::string_view, std::string_view) override {}
    void enter_engine() override {}
    void leave_engine() override {}

    std::uint64_t& rows() noexcept { return rows_; }

private:
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

Outcome run_query(EngineRunner& runner, const std::string& text) {
    const auto statements = split(text);
    if (statements.size() != 1 || statements.front().kind != StatementKind::Select)
        throw SqlError(state::kFeatureNotSupported, "UNLOAD query must be a SELECT");
    refuse_limit(statements.front());
    const auto parsed = runner.parse(statements.front());
    return runner.run(parsed, false);
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

// Empty when none is wanted.
std::string manifest_of(const UnloadOptions& options, const std::vector<catalog::TransferFile>& files,
                        const Columns& columns) {
    if (!options.manifest) return {};
    using Json = nlohmann::ordered_json;
    Json manifest{{"entries", Json::array()}};
    std::int64_t bytes = 0;
    std::int64_t rows = 0;
    for (const auto& file : files) {
        Json entry{{"url", file.name}};
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
                             const std::vector<std::string>&) -> std::unique_ptr<RowEncoder> {
        return std::make_unique<UnloadRows>(context, types, options, rows);
    };
}

std::int64_t write_files(SessionContext& session, EngineRunner& runner, const UnloadStatement& unload,
                         UnloadFiles& files) {
    session.record().mark_compute(); // also without a table
    const auto outcome = run_query(runner, unload.query);
    auto& result = *outcome.rows;
    UnloadOutput output(files, session.interrupts());
    if (unload.options.header) files.set_header(unload_header(result.columns(), unload.options));
    result.copy_as(encoder(unload.options, output.rows()));
    const auto rows = result.write_rows(output, session.interrupts(), 0);
    output.flush_if_full();
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
    row.format = unload.options.format == DataFormat::Csv ? "CSV" : "TEXT";
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
    session.output().notice(SqlError(
        state::kSuccessfulCompletion,
        "UNLOAD completed, " + std::to_string(row.rows) + " record(s) unloaded successfully.", Severity::Info));
}

} // namespace redstart::sql
