#include "sql/transfer/load.hpp"

#include "catalog/state/clock.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/format/record_reader_factory.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/session/engine_call.hpp"
#include "sql/transfer/load_parquet.hpp"
#include "sql/transfer/load_run.hpp"
#include "sql/transfer/storage_access.hpp"

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// The objects of one COPY, one after the other.
class ObjectLoad {
public:
    ObjectLoad(SessionContext& session, const ObjectStore& storage, const LoadStatement& load, const CopyTable& table)
        : session_(session), storage_(storage), load_(load), table_(table), run_(session, load, table) {
        if (load.options.format == DataFormat::Parquet) parquet_ = std::make_unique<ParquetInstance>();
    }

    void run(const std::vector<SourceObject>& objects) {
        std::uint64_t bytes = 0;
        for (const auto& object : objects) bytes += object.size.value_or(0);
        run_.expect(objects.size(), bytes);
        run_.guarded([&] {
            const EngineCall call(session_);
            for (const auto& object : objects) one(object);
            run_.flush();
        });
        run_.complete();
    }

private:
    void one(const SourceObject& object) {
        session_.interrupts().check();
        catalog::TransferFile file;
        file.name = object.name.url();
        file.start_time = now_micros();
        run_.begin_file(file.name);
        try {
            const bool is_there = parquet_ ? read_parquet(object, file) : read_records(object, file);
            if (!is_there && !object.required) return;
            if (!is_there) throw SqlError(state::kInternalError, fmt::format("S3 object {} does not exist", file.name));
        } catch (const ScanError& error) {
            run_.fail_file({LoadError::Scan, error.context, 0});
            throw scan_error(error).context("S3 object being read: " + file.name);
        } catch (const SqlError& error) {
            if (error.context().empty()) throw SqlError(error).context("S3 object being read: " + file.name);
            throw;
        }
        file.end_time = now_micros();
        run_.end_file(std::move(file));
    }

    // Both: false, there is no such object.
    bool read_records(const SourceObject& object, catalog::TransferFile& file) {
        auto reader = storage_.open(object.name);
        if (!reader) return false;
        ObjectBytes bytes(std::move(reader), load_.options);
        const auto records = make_record_reader(load_.options, table_.columns);
        read(bytes, *records);
        file.lines = static_cast<std::int64_t>(records->lines());
        file.bytes = static_cast<std::int64_t>(bytes.raw_bytes());
        return true;
    }

    bool read_parquet(const SourceObject& object, catalog::TransferFile& file) {
        auto ranged = storage_.open_ranged(object.name);
        if (!ranged) return false;
        check_size(object, ranged->size());
        file.bytes = static_cast<std::int64_t>(ranged->size());
        const ParquetTarget target{table_, load_.options.fill_record, file.name};
        ParquetReader reader(*parquet_, std::move(ranged));
        reader.select(parquet_expressions(target, reader.columns()));
        ParquetRows rows(*session_.connection().context, target);
        while (const auto chunk = reader.next()) {
            file.lines += static_cast<std::int64_t>(chunk->size());
            run_.move(0, static_cast<std::uint64_t>(file.lines));
            rows.convert(*chunk, [this](duckdb::DataChunk& converted) { run_.take(converted); });
        }
        return true;
    }

    // A manifest of columnar files says how large they are (loading-data-files-using-manifest).
    void check_size(const SourceObject& object, std::uint64_t size) const {
        if (!load_.options.manifest) return;
        if (!object.size)
            throw SqlError(
                state::kInternalError,
                fmt::format("The manifest has no content_length for {}, which PARQUET needs", object.name.url()));
        if (*object.size != size)
            throw ScanError{
                fmt::format("File '{}' has {} bytes, and the manifest says {}", object.name.url(), size, *object.size)};
    }

    void read(ObjectBytes& bytes, RecordReader& records) {
        for (bool more = true; more;) {
            const auto piece = bytes.next();
            more = !piece.empty();
            if (more)
                records.feed(piece);
            else
                records.end();
            while (records.next(record_)) run_.add(record_);
            run_.move(bytes.raw_bytes(), records.lines());
            session_.interrupts().check();
        }
    }

    SessionContext& session_;
    const ObjectStore& storage_;
    const LoadStatement& load_;
    const CopyTable& table_;
    LoadRun run_;
    std::unique_ptr<ParquetInstance> parquet_; // of a columnar load
    Record record_;
};

} // namespace

void run_load(SessionContext& session, EngineRunner& runner, const Statement& statement) {
    auto load = parse_load(statement);
    require_object(load.location);
    const auto storage = connect_storage(session, load.options.authorization, load.options.region);
    const auto objects = source_objects(*storage, load);
    const auto table = open_load_table(session, runner, load);
    read_paths(*storage, load.options, table.columns.size());
    ObjectLoad(session, *storage, load, table).run(objects);
}

} // namespace redstart::sql
