#include "sql/copy/copy_in.hpp"

#include "protocol/backend.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/copy/copy_converter.hpp"
#include "sql/copy/copy_inserter.hpp"
#include "sql/copy/copy_reader.hpp"
#include "sql/copy/copy_reader_factory.hpp"
#include "sql/copy/copy_target.hpp"
#include "sql/parse/copy_options.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/session/engine_call.hpp"

#include <chrono>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

CopyTable open_table(EngineRunner& runner, SessionContext& session, const CopyStatement& statement) {
    check_copy_options(statement.options);
    const auto table = lock_copy_target(runner, session, statement.table);
    for (const auto* named : {&statement.options.force_not_null, &statement.options.force_null})
        describe_copy_table(runner, table, *named); // there, if not among the columns
    return without_generated(describe_copy_table(runner, table, statement.columns), runner, statement.columns);
}

} // namespace

struct CopyIn::Impl {
    Impl(SessionContext& the_session, EngineRunner& runner, const CopyStatement& statement)
        : armed(the_session.interrupts()), session(the_session),
          table(open_table(runner, the_session, statement)), source{table.relation.name, table.columns},
          binary(statement.options.format == CopyFormat::Binary), reader(make_copy_reader(statement.options, source)),
          converter(*session.connection().context, table, source, binary), inserter(session, table) {}

    void take_rows();
    bool next_row();
    void take_row();
    void convert();
    void look();
    void account();

    const ArmedStatement armed; // a cancel that arrives between two messages counts
    SessionContext& session;
    const CopyTable table;
    const CopySource source;
    const bool binary;
    const std::unique_ptr<CopyReader> reader;
    CopyConverter converter;
    CopyInserter inserter;
    CopyRow row;
    StreamMemory::Share held{session.engine_connection().stream_memory()}; // a row that has not ended
    std::chrono::steady_clock::time_point looked;                          // by look(), last
};

void CopyIn::Impl::take_rows() {
    session.interrupts().check();
    while (next_row()) take_row();
}

bool CopyIn::Impl::next_row() {
    try {
        return reader->next(row);
    } catch (const SqlError&) {
        convert(); // an error in the rows before comes first, and in the fields before
        if (binary) converter.check(row);
        throw;
    }
}

void CopyIn::Impl::take_row() {
    const auto fields = row.fields.size();
    row.fields.resize(table.columns.size());
    converter.add(row);
    if (fields < row.fields.size()) {
        convert(); // the fields it has come first
        row.fields.resize(fields);
        reader->require_all_fields(row);
    }
    auto null = table.missing.empty() ? std::string() : table.missing.front();
    for (std::size_t index = 0; index < fields && null.empty(); ++index)
        if (!row.fields[index] && table.required[index]) null = table.columns[index];
    if (!null.empty()) {
        convert();
        throw SqlError(state::kNotNullViolation,
                       fmt::format("null value in column \"{}\" violates not-null constraint", null))
            .context(binary ? source.place(row.line) : source.place(row.line, row.text));
    }
    if (converter.full()) convert();
}

void CopyIn::Impl::convert() {
    if (converter.size() == 0) return;
    session.interrupts().check();
    const EngineCall call(session);
    inserter.append(converter.convert());
    converter.clear();
}

// What is there has its errors told before a chunk of it is full. The rows stay for that chunk: chunks that are not
// full cost the batch several times their memory. A stream pays for one look in a while only.
void CopyIn::Impl::look() {
    constexpr std::chrono::milliseconds kPause(100);
    const auto now = std::chrono::steady_clock::now();
    if (converter.size() == 0 || now - looked < kPause) return;
    looked = now;
    session.interrupts().check();
    const EngineCall call(session);
    converter.convert();
}

// Many clients may each send the beginning of a row.
void CopyIn::Impl::account() {
    constexpr std::size_t kSmall = 256 * 1024;
    const auto bytes = reader->held() > kSmall ? static_cast<std::int64_t>(reader->held()) : 0;
    if (!held.try_set(bytes, StreamMemory::kHardLimit)) throw StreamMemory::exhausted();
}

CopyIn::CopyIn(SessionContext& session, EngineRunner& runner, const CopyStatement& statement)
    : impl_(std::make_unique<Impl>(session, runner, statement)) {
    protocol::CopyInResponse response;
    response.format = impl_->binary ? protocol::Format::Binary : protocol::Format::Text;
    response.columns = static_cast<std::int16_t>(impl_->table.columns.size());
    protocol::write(session.output().writer(), response);
}

CopyIn::~CopyIn() = default;

std::string CopyIn::place() const {
    const auto line = impl_->reader->line();
    return line == 0 ? std::string() : impl_->source.place(line);
}

void CopyIn::append(std::string_view data) {
    if (data.empty()) return impl_->look();
    impl_->reader->feed(data);
    impl_->take_rows();
    impl_->account();
}

std::uint64_t CopyIn::finish() {
    impl_->reader->end();
    impl_->take_rows();
    impl_->convert();
    const EngineCall call(impl_->session);
    impl_->inserter.flush();
    return impl_->inserter.rows();
}

} // namespace redstart::sql
