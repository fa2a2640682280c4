// LoadRun: what every COPY with Redshift's options does with its records, wherever they come from: converts them, fills
// the table, keeps what could not be loaded, and tells views and client how it went. Owned by one COPY, used on the
// session's thread inside its transaction.
#pragma once

#include "catalog/state/transfers.hpp"
#include "protocol/error.hpp"
#include "sql/copy/copy_inserter.hpp"
#include "sql/copy/copy_target.hpp"
#include "sql/transfer/load_converter.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace redstart::sql {

class EngineRunner;
class SessionContext;

// The table of the statement, locked, and the columns that take part. Throws what lock_copy_target() throws, 23502 when
// a column without a default must not be NULL, 22023 for another number of FIXEDWIDTH's widths.
CopyTable open_load_table(SessionContext& session, EngineRunner& runner, const LoadStatement& load);

class LoadRun {
public:
    // The referents outlive it.
    LoadRun(SessionContext& session, const LoadStatement& load, const CopyTable& table);
    // One that has not ended was given up: views have it as aborted.
    ~LoadRun();

    // Does the work, which is over for good when it throws: views have it as aborted then. Too many rows that cannot be
    // loaded are XX000 `Load into table 't' failed.`
    template <typename Work> void guarded(Work work) {
        try {
            work();
        } catch (const LoadFailures::TooMany&) {
            publish("aborted");
            throw too_many();
        } catch (...) {
            publish("aborted");
            throw;
        }
    }

    // For the views of its progress; sizes as they are stored.
    void expect(std::size_t files, std::uint64_t bytes);
    void begin_file(const std::string& name);
    // The current file's bytes and records so far. A cluster tells after every million records.
    void move(std::uint64_t bytes, std::uint64_t lines);
    void end_file(catalog::TransferFile file);

    void add(const Record& record) { converter_.add(record); }
    // Rows of the table's types.
    void take(duckdb::DataChunk& rows);
    // What is wrong with a file as a whole.
    void fail_file(FieldError error);
    // The rest, into the table. Then complete().
    void flush();
    // Publishes that it has succeeded, and tells the client.
    void complete();
    std::uint64_t rows() const noexcept { return inserter_.rows(); }

private:
    protocol::SqlError too_many() const;
    void publish(const char* status);
    void show(std::uint64_t bytes, std::uint64_t lines);
    void tell(std::string message);

    SessionContext& session_;
    const LoadOptions& options_;
    const CopyTable& table_;
    const std::vector<LoadColumn> columns_;
    LoadFailures failures_;
    CopyInserter inserter_;
    LoadConverter converter_;
    catalog::TransferRow row_;
    bool published_ = false;
    std::uint64_t told_bytes_ = 0;
    std::uint64_t told_lines_ = 0;
};

} // namespace redstart::sql
