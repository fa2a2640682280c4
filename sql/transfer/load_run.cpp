#include "sql/transfer/load_run.hpp"

#include "protocol/sqlstate.hpp"
#include "sql/run/engine_runner.hpp"

#include <algorithm>
#include <utility>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::Severity;
using protocol::SqlError;

// A view of the progress has another row after so many bytes or records of an object.
constexpr std::uint64_t kWorthTelling = std::uint64_t{8} << 20;
constexpr std::uint64_t kLinesWorthTelling = 100'000;

std::vector<LoadColumn> load_columns(const CopyTable& table, const LoadOptions& options) {
    std::vector<LoadColumn> columns;
    for (std::size_t index = 0; index < table.columns.size(); ++index)
        columns.emplace_back(table.columns[index], (*table.types)[index], table.required[index], options);
    return columns;
}

CopyTable with_identities(CopyTable table) {
    for (const auto& name : table.generated)
        if (std::find(table.columns.begin(), table.columns.end(), name) == table.columns.end())
            throw SqlError(state::kFeatureNotSupported,
                           fmt::format("EXPLICIT_IDS needs the identity column \"{}\" in the list of columns", name));
    return table;
}

} // namespace

CopyTable open_load_table(SessionContext& session, EngineRunner& runner, const LoadStatement& load) {
    const auto relation = lock_copy_target(runner, session, load.table);
    auto table = describe_copy_table(runner, relation, load.columns);
    table = load.options.explicit_ids ? with_identities(std::move(table))
                                      : without_generated(std::move(table), runner, load.columns);
    if (!table.missing.empty())
        throw SqlError(state::kNotNullViolation,
                       fmt::format("column \"{}\" is not null but has no default expression", table.missing.front()));
    if (load.options.format == DataFormat::FixedWidth && load.options.widths.size() != table.columns.size())
        throw SqlError(
            state::kInvalidParameterValue,
            fmt::format("COPY FIXEDWIDTH must name a width for each of the {} columns", table.columns.size()));
    return table;
}

LoadRun::LoadRun(SessionContext& session, const LoadStatement& load, const CopyTable& table)
    : session_(session), options_(load.options), table_(table), columns_(load_columns(table, load.options)),
      failures_(load.options, columns_), inserter_(session, table),
      converter_(*session.connection().context, *table.types, columns_, load.options, failures_,
                 [this](duckdb::DataChunk& rows) { take(rows); }) {
    row_.table = static_cast<std::uint32_t>(table.relation.oid);
    row_.table_name = table.relation.name;
    row_.source = load.location;
    row_.format = format_name(load.options.format);
}

LoadRun::~LoadRun() {
    try {
        publish("aborted");
    } catch (const std::exception&) {
        // No memory for a row of history.
    }
}

void LoadRun::expect(std::size_t files, std::uint64_t bytes) {
    row_.progress.files = static_cast<std::int64_t>(files);
    row_.progress.bytes_to_load = static_cast<std::int64_t>(bytes);
}

void LoadRun::begin_file(const std::string& name) {
    failures_.begin_file(name);
    row_.progress.file = name;
    show(0, 0);
}

void LoadRun::move(std::uint64_t bytes, std::uint64_t lines) {
    if (bytes >= told_bytes_ + kWorthTelling || lines >= told_lines_ + kLinesWorthTelling) show(bytes, lines);
}

void LoadRun::show(std::uint64_t bytes, std::uint64_t lines) {
    told_bytes_ = bytes;
    told_lines_ = lines;
    auto files = std::exchange(row_.files, {}); // none is told of before all are loaded
    auto now = row_;
    row_.files = std::move(files);
    now.status = "running";
    now.progress.bytes_loaded += static_cast<std::int64_t>(bytes);
    now.progress.lines += static_cast<std::int64_t>(lines);
    session_.record().load_ended(std::move(now));
}

void LoadRun::end_file(catalog::TransferFile file) {
    row_.progress.bytes_loaded += file.bytes;
    row_.progress.lines += file.lines;
    ++row_.progress.files_complete;
    row_.files.push_back(std::move(file));
}

void LoadRun::take(duckdb::DataChunk& rows) {
    session_.interrupts().check();
    if (!options_.no_load) inserter_.append(rows);
}

// A columnar load ends with its first error, of which the statement says more.
void LoadRun::fail_file(FieldError error) {
    try {
        failures_.add({failures_.file(), 0, {}}, {}, std::move(error));
    } catch (const LoadFailures::TooMany&) {
        // It is not the rows that are too many.
    }
}

void LoadRun::flush() {
    converter_.flush();
    if (!options_.no_load) inserter_.flush();
}

void LoadRun::complete() {
    row_.rows = static_cast<std::int64_t>(inserter_.rows());
    const auto failed = failures_.count();
    publish("completed");
    const auto told = fmt::format("Load into table '{}' completed, ", table_.relation.name);
    if (failed > 0)
        tell(fmt::format("{}{} record(s) could not be loaded.  Check 'stl_load_errors' system table for details.", told,
                         failed));
    tell(fmt::format("{}{} record(s) loaded successfully.", told, row_.rows));
}

SqlError LoadRun::too_many() const {
    return {state::kInternalError,
            fmt::format("Load into table '{}' failed.  Check 'stl_load_errors' system table for details.",
                        table_.relation.name)};
}

void LoadRun::publish(const char* status) {
    if (std::exchange(published_, true)) return;
    row_.status = status;
    row_.failures = failures_.take();
    row_.replacements = failures_.take_replacements();
    session_.record().load_ended(row_);
}

void LoadRun::tell(std::string message) {
    session_.output().notice(SqlError(state::kSuccessfulCompletion, std::move(message), Severity::Info));
}

} // namespace redstart::sql
