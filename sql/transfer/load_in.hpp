// LoadIn: COPY table FROM STDIN with options of Redshift's: what a client sends is read as an object would be.
// An extension: a cluster has no STDIN. Owned by the session while the client sends; on its thread.
#pragma once

#include "sql/format/record_reader.hpp"
#include "sql/run/outcome.hpp"
#include "sql/session/interrupts.hpp"
#include "sql/transfer/load_run.hpp"
#include "sql/transfer/plain_bytes.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace redstart::sql {

class LoadIn final : public CopyReceiver {
public:
    // Locks the table, opens the engine's transaction and writes CopyInResponse. Throws as run_load() does.
    LoadIn(SessionContext& session, EngineRunner& runner, const Statement& statement);
    ~LoadIn() override;

    void append(std::string_view data) override;
    std::uint64_t finish() override;
    std::string place() const override { return {}; } // stl_load_errors has the lines

private:
    void drain();

    const ArmedStatement armed_; // a cancel that arrives between two messages counts
    SessionContext& session_;
    LoadStatement load_;
    const CopyTable table_;
    LoadRun run_;
    PlainBytes bytes_;
    std::unique_ptr<RecordReader> records_;
    Record record_;
    catalog::TransferFile file_;
};

} // namespace redstart::sql
