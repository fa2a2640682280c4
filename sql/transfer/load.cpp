#include "sql/transfer/load.hpp"

#include "catalog/state/clock.hpp"
#include "catalog/state/transfers.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/copy/copy_inserter.hpp"
#include "sql/copy/copy_target.hpp"
#include "sql/format/record_reader_factory.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/session/engine_call.hpp"
#include "sql/transfer/load_converter.hpp"
#include "sql/transfer/storage_access.hpp"

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::Severity;
using protocol::SqlError;

CopyTable open_table(SessionContext& session, EngineRunner& runner, const LoadStatement& load) {
    const auto relation = lock_copy_target(runner, session, load.table);
    auto table = describe_copy_table(runner, relation, load.columns);
    if (!load.options.explicit_ids) return without_generated(std::move(table), runner, load.columns);
    for (const auto& name : table.generated)
        if (std::find(table.columns.begin(), table.columns.end(), name) == table.columns.end())
            throw SqlError(state::kFeatureNotSupported,
                           "EXPLICIT_IDS needs the identity column \"" + name + "\" in the list of columns");
    return table;
}

std::vector<LoadColumn> load_columns(const CopyTable& table, const LoadOptions& options) {
    std::vector<LoadColumn> columns;
    for (std::size_t index = 0; index < table.columns.size(); ++index)
        columns.emplace_back(table.columns[index], (*table.types)[index], table.required[index], options);
    return columns;
}

const char* format_name(DataFormat format) {
    switch (format) {
    case DataFormat::Csv: return "CSV";
    case DataFormat::FixedWidth: return "FIXEDWIDTH";
    case DataFormat::Json: return "JSON";
    case DataFormat::Delimited: break;
    }
    return "TEXT";
}

class Load {
public:
    Load(SessionContext& session, const ObjectStore& storage, const LoadStatement& load, const CopyTable& table)
        : session_(session), storage_(storage), load_(load), table_(table), columns_(load_columns(table, load.options)),
          failures_(load.options, columns_), inserter_(session, table),
          converter_(*session.connection().context, *table.types, columns_, load.options, failures_,
                     [this](duckdb::DataChunk& rows) { take(rows); }) {
        row_.table = static_cast<std::uint32_t>(table.relation.oid);
        row_.table_name = table.relation.name;
        row_.source = load.location;
        row_.format = format_name(load.options.format);
    }

    // Publishes what has happened, however it ends.
    void run(const std::vector<SourceObject>& objects) {
        try {
            const EngineCall call(session_);
            for (const auto& object : objects) one(object);
            converter_.flush();
            if (!load_.options.no_load) inserter_.flush();
        } catch (const LoadFailures::TooMany&) {
            publish("aborted");
            throw SqlError(state::kInternalError, "Load into table '" + table_.relation.name +
                                                      "' failed.  Check 'stl_load_errors' system table for details.");
        } catch (...) {
            publish("aborted");
            throw;
        }
        row_.rows = static_cast<std::int64_t>(inserter_.rows());
        const auto failed = failures_.count();
        publish("completed");
        const auto told = "Load into table '" + table_.relation.name + "' completed, ";
        if (failed > 0)
            tell(told + std::to_string(failed) +
                 " record(s) could not be loaded.  Check 'stl_load_errors' system table for details.");
        tell(told + std::to_string(row_.rows) + " record(s) loaded successfully.");
    }

private:
    void one(const SourceObject& object) {
        session_.interrupts().check();
        auto reader = storage_.open(object.name);
        if (!reader && !object.required) return;
        if (!reader) throw SqlError(state::kInternalError, "S3 object " + object.name.url() + " does not exist");
        catalog::TransferFile file;
        file.name = object.name.url();
        file.start_time = now_micros();
        failures_.begin_file(file.name);
        ObjectBytes bytes(std::move(reader), load_.options);
        const auto records = make_record_reader(load_.options, table_.columns);
        try {
            read(bytes, *records);
        } catch (const SqlError& error) {
            if (error.context().empty()) throw SqlError(error).context("S3 object being read: " + file.name);
            throw;
        }
        file.lines = static_cast<std::int64_t>(records->lines());
        file.bytes = static_cast<std::int64_t>(bytes.raw_bytes());
        file.end_time = now_micros();
        row_.files.push_back(std::move(file));
    }

    void read(ObjectBytes& bytes, RecordReader& records) {
        for (bool more = true; more;) {
            const auto piece = bytes.next();
            more = !piece.empty();
            if (more)
                records.feed(piece);
            else
                records.end();
            while (records.next(record_)) converter_.add(record_);
            session_.interrupts().check();
        }
    }

    void take(duckdb::DataChunk& rows) {
        session_.interrupts().check();
        if (!load_.options.no_load) inserter_.append(rows);
    }

    void publish(const char* status) {
        row_.status = status;
        row_.failures = failures_.take();
        session_.record().load_ended(row_);
    }

    void tell(std::string message) {
        session_.output().notice(SqlError(state::kSuccessfulCompletion, std::move(message), Severity::Info));
    }

    SessionContext& session_;
    const ObjectStore& storage_;
    const LoadStatement& load_;
    const CopyTable& table_;
    const std::vector<LoadColumn> columns_;
    LoadFailures failures_;
    CopyInserter inserter_;
    LoadConverter converter_;
    Record record_;
    catalog::TransferRow row_;
};

} // namespace

void run_load(SessionContext& session, EngineRunner& runner, const Statement& statement) {
    auto load = parse_load(statement);
    require_object(load.location);
    const auto storage = connect_storage(session, load.options.authorization, load.options.region);
    const auto objects = source_objects(*storage, load);
    const auto table = open_table(session, runner, load);
    if (!table.missing.empty())
        throw SqlError(state::kNotNullViolation,
                       "column \"" + table.missing.front() + "\" is not null but has no default expression");
    if (load.options.format == DataFormat::FixedWidth && load.options.widths.size() != table.columns.size())
        throw SqlError(state::kInvalidParameterValue, "COPY FIXEDWIDTH must name a width for each of the " +
                                                          std::to_string(table.columns.size()) + " columns");
    read_paths(*storage, load.options, table.columns.size());
    Load(session, *storage, load, table).run(objects);
}

} // namespace redstart::sql
