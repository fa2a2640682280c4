#include "sql/executor/session_executor.hpp"

#include "protocol/client_text.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/executor/session_executor_impl.hpp"
#include "sql/parse/shown_text.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/run/engine_statement.hpp"
#include "sql/run/read_only.hpp"
#include "sql/session/guarded.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

namespace {

// The text of a query larger than this is not kept until the next one.
constexpr std::size_t kKeptText = 64 * 1024;

} // namespace

ExecutorImpl::~ExecutorImpl() {
    session.engine().gate().part(*this);
    portals.clear(); // results before the connection they stream from
    prepared.clear();
}

void ExecutorImpl::drop_engine() noexcept {
    rest.clear();
    loss.copy = loss.copy || copy;
    copy.reset();
    portals.clear();
    for (auto& [name, statement] : prepared) statement->forget_plan();
    loss.block = loss.block || (session.transaction().in_block() && !session.transaction().failed());
    loss.connection = loss.connection || session.engine_connection().if_open() != nullptr;
    session.drop_connection();
}

void ExecutorImpl::settle_loss() {
    if (!loss.connection && !loss.block && !loss.copy) return;
    const auto lost = std::exchange(loss, {});
    const auto error = engine_restarted();
    end.lost(error);
    report_cursors();
    session.output().notice(
        SqlError::warning(state::kWarning, error.message()).detail("The temporary tables of this session are gone."));
    if (lost.copy) throw engine_restarted();
    lost_block = lost.block;
}

SessionExecutor::SessionExecutor(ExecutorServices services, SessionIdentity identity, ClientOutput& output,
                                 StatementObserver& observer)
    : impl_(std::make_unique<ExecutorImpl>(services, std::move(identity), output, observer)) {}

std::unique_ptr<Executor> make_session_executor(ExecutorServices services, SessionIdentity identity,
                                                ClientOutput& output, StatementObserver& observer) {
    return std::make_unique<SessionExecutor>(services, std::move(identity), output, observer);
}

SessionExecutor::~SessionExecutor() {
    const EngineGate::Pass pass(impl_->session.engine().gate(), EngineGate::Way::Beside);
    impl_.reset();
}

std::vector<std::pair<std::string, std::string>> SessionExecutor::reported_parameters() const {
    return impl_->session.settings().reported();
}

const StatementPasses& SessionExecutor::passes() const { return impl_->session.passes(); }

char SessionExecutor::transaction_status() const {
    const EngineGate::Pass pass(impl_->session.engine().gate(), EngineGate::Way::Beside);
    return impl_->session.transaction().status();
}

bool SessionExecutor::cancel(std::optional<std::string> message) {
    return impl_->session.interrupts().cancel(std::move(message));
}

bool SessionExecutor::lose_engine() { return impl_->session.interrupts().lose_engine(); }

bool SessionExecutor::expire() { return impl_->session.interrupts().expire(); }

void SessionExecutor::announce_termination() { impl_->session.interrupts().announce_termination(); }

void SessionExecutor::terminate() { impl_->session.interrupts().terminate(); }

bool SessionExecutor::nudge() {
    auto& session = impl_->session;
    session.interrupts().nudge();
    const auto shortage = session.engine_connection().stream_memory()->must_go();
    return shortage && session.interrupts().run_short(*shortage);
}

void SessionExecutor::simple_query(std::string_view sql) {
    auto& impl = *impl_;
    const MessageScope scope(impl, [&] { return impl.goes_beside(sql); });
    impl.portals.erase("");
    impl.prepared.erase("");
    protocol::check_client_text(sql);
    impl.query_text.assign(sql);
    auto statements =
        guarded(impl.session, [&] { return split(impl.query_text, impl.session.settings().lex_options()); });
    impl.several = statements.size() > 1;
    for (auto& statement : statements) impl.rest.push_back({std::move(statement), std::nullopt, {}});
    if (impl.several) impl.check_grammar();
    impl.run_rest();
}

// A query with a syntax error anywhere is not begun (PostgreSQL, "Multiple Statements in a Simple Query"). What cannot
// run among others is refused in its turn: not all of that is the engine's grammar. What was parsed is what runs; of a
// long query, whose trees would be much together, the later statements are parsed again.
void ExecutorImpl::check_grammar() {
    std::size_t kept = 0;
    for (auto& [statement, parsed, dialect] : rest) {
        if (statement.kind == StatementKind::Unknown) throw syntax_error(statement, statement.tokens.front());
        if (!is_engine_statement(statement.kind) || !refused_in_block(statement).empty()) continue;
        dialect = session.dialect();
        auto tree = runner.parse(statement, dialect);
        kept += statement.text.size();
        if (kept <= kKeptText) parsed.emplace(std::move(tree));
    }
}

void ExecutorImpl::run_rest() {
    while (!rest.empty() && !copy) {
        auto next = std::move(rest.front());
        rest.pop_front();
        if (!(next.dialect == session.dialect())) next.parsed.reset(); // a SET came between
        run_one(next.statement, !several, std::move(next.parsed));
    }
    if (!rest.empty() || copy) return;
    end_implicit_transaction();
    if (query_text.capacity() > kKeptText) query_text = {};
}

void ExecutorImpl::run_one(const Statement& statement, bool alone, std::optional<ParsedStatement> parsed) {
    if (statement.kind == StatementKind::Empty) {
        protocol::write(session.output().writer(), protocol::EmptyQueryResponse{});
        return;
    }
    gate(statement.kind);
    session.start_timeout();
    const auto held = session.engine_connection().planning().held(); // for the statements behind this one
    start_bound(statement);
    begin_record(statement);
    session.interrupts().check();
    auto outcome = dispatch(statement, alone && !session.transaction().in_block(), nullptr, std::move(parsed));
    session.measure_definitions();
    if (outcome.copy) {
        copy = std::move(outcome.copy);
        copy_in_portal = false;
        return;
    }
    answer(statement, std::move(outcome));
    session.stop_timeout();
    session.finish_statement(nullptr);
    session.engine_connection().planning().keep(held);
    report_cursors();
}

void ExecutorImpl::gate(StatementKind kind) {
    const bool lost = std::exchange(lost_block, false);
    if (kind == StatementKind::Empty || declaration_of(kind).has(EndsBlock)) return;
    if (session.transaction().failed()) {
        if (lost) throw engine_restarted();
        throw SqlError(state::kInFailedSqlTransaction,
                       "current transaction is aborted, commands ignored until end of transaction block");
    }
    if (!session.follow_user())
        throw SqlError(state::kInsufficientPrivilege, "permission denied: the user of this session has been dropped")
            .detail(fmt::format("It was the user with id {}.", session.user().id()));
}

void ExecutorImpl::begin_record(const Statement& statement) { session.start_statement(shown_text(statement)); }

Outcome ExecutorImpl::dispatch(const Statement& statement, bool autocommit, const Portal* portal,
                               std::optional<ParsedStatement> parsed) {
    if (!autocommit) check_allowed_in_block(statement);
    check_read_only(statement, session, runner);
    if (auto simple = statement.kind == StatementKind::Select ? parse_simple_select(statement) : std::nullopt)
        if (auto outcome = commands.select(*simple, nullptr)) return std::move(*outcome);
    switch (statement.kind) {
    case StatementKind::Prepare: return prepare(statement);
    case StatementKind::ExecutePrepared: return execute_prepared(statement);
    case StatementKind::Deallocate: return deallocate(statement);
    case StatementKind::Discard: return discard(statement, autocommit);
    case StatementKind::Declare: return declare(statement, portal);
    case StatementKind::Fetch: return fetch(statement);
    case StatementKind::Move: return move(statement);
    case StatementKind::Close: return close_cursor(statement);
    default: break;
    }
    if (!is_engine_statement(statement.kind)) return commands.run(statement, autocommit);
    return run_engine(statement, autocommit, std::move(parsed));
}

Outcome ExecutorImpl::run_engine(const Statement& statement, bool autocommit, std::optional<ParsedStatement> parsed) {
    if (!parsed) parsed.emplace(runner.parse(statement));
    try {
        return runner.run(*parsed, autocommit);
    } catch (const SqlError& error) { throw placed_in(statement, parsed->map, error); }
}

std::vector<protocol::ColumnDescription> ExecutorImpl::shown(std::vector<protocol::ColumnDescription> columns) {
    if (session.settings().uppercase_names())
        for (auto& column : columns) column.name = upper_case(column.name);
    return columns;
}

void ExecutorImpl::answer(const Statement& statement, Outcome outcome) {
    auto& out = session.output().writer();
    auto rows = outcome.affected;
    if (outcome.rows) {
        protocol::write(out, protocol::RowDescription{shown(outcome.rows->columns())});
        rows = outcome.rows->write_rows(session.output(), session.interrupts(), 0);
        outcome.rows.reset();
    }
    // A single statement outside a block ends its transaction before the client hears that it is complete.
    if (!several) end_implicit_transaction();
    protocol::write(out, protocol::CommandComplete{command_tag(outcome.tag.value_or(statement.kind), rows)});
}

void ExecutorImpl::end_implicit_transaction() {
    if (session.transaction().in_block()) return;
    end.commit();
    report_cursors();
}

std::string SessionExecutor::files_in_use() const {
    const auto& session = impl_->session;
    auto names = impl_->session.transaction().entered();
    names.insert(session.database());
    std::string files;
    for (const auto& name : names)
        if (const auto database = impl_->session.engine().databases().find(name))
            files += (files.empty() ? "" : ", ") + database->file;
    return (names.size() == 1 ? "The file is " : "The file is one of ") + files + ".";
}

void SessionExecutor::fail(const SqlError& error) {
    auto& engine = impl_->session.engine();
    bool failed = false;
    {
        const EngineGate::Pass pass(engine.gate(), EngineGate::Way::Beside);
        impl_->fail(error);
        failed = engine.failed(); // by a checkpoint that did not fit, too
    }
    if (error.sqlstate() == state::kDataCorrupted)
        impl_->session.signals().engine_event(EngineEvent::DatabaseDamaged,
                                              fmt::format("{}. {}", error.message(), error.detail()));
    if (failed) engine.restart(impl_->session.signals());
}

void ExecutorImpl::fail(const SqlError& error) {
    session.stop_timeout();
    rest.clear();
    if (query_text.capacity() > kKeptText) query_text = {};
    piped = false;
    copy.reset();
    end.fail(error);
    report_cursors();
}

// A COPY that was lost with the engine still owes its client the error.
bool SessionExecutor::copying() const {
    const EngineGate::Pass pass(impl_->session.engine().gate(), EngineGate::Way::Beside);
    return impl_->copy != nullptr || impl_->loss.copy;
}

std::string SessionExecutor::copy_place() const {
    const EngineGate::Pass pass(impl_->session.engine().gate(), EngineGate::Way::Beside);
    return impl_->copy ? impl_->copy->place() : std::string();
}

void SessionExecutor::copy_data(std::string_view data) {
    const MessageScope scope(*impl_);
    impl_->session.interrupts().check();
    impl_->copy->append(data);
}

void SessionExecutor::copy_done() {
    auto& impl = *impl_;
    const MessageScope scope(impl);
    const auto rows = impl.copy->finish();
    impl.copy.reset();
    if (!impl.several && !impl.copy_in_portal) impl.end_implicit_transaction();
    protocol::write(impl.session.output().writer(),
                    protocol::CommandComplete{command_tag(StatementKind::CopyFrom, rows)});
    impl.session.stop_timeout();
    impl.session.finish_statement(nullptr);
    if (!impl.copy_in_portal) impl.run_rest();
}

void SessionExecutor::copy_fail(std::string_view message) {
    const MessageScope scope(*impl_);
    throw SqlError(state::kQueryCanceled, "COPY from stdin failed: " + std::string(message));
}

} // namespace redstart::sql
