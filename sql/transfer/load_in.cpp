#include "sql/transfer/load_in.hpp"

#include "catalog/state/clock.hpp"
#include "protocol/backend.hpp"
#include "sql/format/record_reader_factory.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/session/engine_call.hpp"
#include "sql/transfer/storage_access.hpp"

namespace redstart::sql {
namespace {

constexpr const char* kName = "STDIN"; // where views have an object's

// JSONPaths are in an object also then.
LoadStatement with_paths(SessionContext& session, LoadStatement load, std::size_t columns) {
    if (!load.options.json.starts_with("s3://")) return load;
    const auto storage = connect_storage(session, {}, {});
    read_paths(*storage, load.options, columns);
    return load;
}

} // namespace

LoadIn::LoadIn(SessionContext& session, EngineRunner& runner, const Statement& statement)
    : armed_(session.interrupts()), session_(session), load_(parse_load(statement)),
      table_(open_load_table(session, runner, load_)), run_(session, load_, table_), bytes_(load_.options) {
    load_ = with_paths(session, std::move(load_), table_.columns.size());
    records_ = make_record_reader(load_.options, table_.columns);
    file_.name = kName;
    file_.start_time = now_micros();
    run_.begin_file(file_.name);
    protocol::CopyInResponse response;
    response.format = protocol::Format::Text;
    response.columns = static_cast<std::int16_t>(table_.columns.size());
    protocol::write(session.output().writer(), response);
}

LoadIn::~LoadIn() = default;

void LoadIn::append(std::string_view data) {
    if (data.empty()) return;
    run_.guarded([&] {
        const EngineCall call(session_);
        file_.bytes += static_cast<std::int64_t>(data.size());
        bytes_.feed(data);
        for (auto piece = bytes_.next(); !piece.empty(); piece = bytes_.next()) {
            records_->feed(piece);
            drain();
        }
    });
}

void LoadIn::drain() {
    while (records_->next(record_)) run_.add(record_);
    run_.move(static_cast<std::uint64_t>(file_.bytes), records_->lines());
    session_.interrupts().check();
}

std::uint64_t LoadIn::finish() {
    run_.guarded([&] {
        const EngineCall call(session_);
        bytes_.end();
        records_->end();
        drain();
        run_.flush();
    });
    file_.lines = static_cast<std::int64_t>(records_->lines());
    file_.end_time = now_micros();
    run_.end_file(std::move(file_));
    run_.complete();
    return run_.rows();
}

} // namespace redstart::sql
