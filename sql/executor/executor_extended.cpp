// The extended query protocol: Parse, Bind, Describe, Execute, Close, Sync (PostgreSQL, "Extended Query").
#include "protocol/client_text.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/executor/session_executor.hpp"
#include "sql/executor/session_executor_impl.hpp"

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

namespace {

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

// What commits by itself would commit the statements before it, which an error behind it shall still undo.
void check_allowed_in_pipeline(const Statement& statement) {
    const auto command = refused_in_block(statement);
    if (command.empty()) return;
    throw SqlError(state::kActiveSqlTransaction, std::string(command) + " cannot be executed within a pipeline");
}

// Values of an unnamed portal that have less are not counted: the next Bind ends it.
constexpr std::int64_t kMuch = 64 * 1024;

std::int64_t value_bytes(const protocol::Bind& message) {
    std::int64_t bytes = 0;
    for (const auto& value : message.values) bytes += value ? static_cast<std::int64_t>(value->size()) : 0;
    return bytes;
}

} // namespace

std::shared_ptr<Prepared> ExecutorImpl::find_prepared(std::string_view name) {
    const auto found = prepared.find(name);
    if (found != prepared.end()) return found->second;
    if (name.empty()) throw SqlError(state::kInvalidSqlStatementName, "unnamed prepared statement does not exist");
    throw SqlError(state::kInvalidSqlStatementName, fmt::format("prepared statement {} does not exist", quoted(name)));
}

std::shared_ptr<Portal> ExecutorImpl::find_portal(std::string_view name) {
    if (auto portal = portals.find(name)) return portal;
    throw SqlError(state::kInvalidCursorName, fmt::format("portal {} does not exist", quoted(name)));
}

void SessionExecutor::parse(const protocol::Parse& message) {
    auto& impl = *impl_;
    const MessageScope scope(impl, [&] { return impl.goes_beside(message.sql); });
    impl.session.start_timeout();
    protocol::check_client_text(message.sql);
    if (message.name.empty()) {
        impl.prepared.erase("");
    } else if (impl.prepared.contains(message.name)) {
        throw SqlError(state::kDuplicatePreparedStatement,
                       fmt::format("prepared statement {} already exists", quoted(message.name)));
    }
    if (impl.session.transaction().failed() || !impl.session.follow_user()) {
        const auto statements = split(message.sql, impl.session.settings().lex_options());
        for (const auto& statement : statements) impl.gate(statement.kind);
    }
    auto prepared = std::make_shared<Prepared>(impl.session, impl.runner, impl.prepared_memory,
                                               std::string(message.sql), message.types);
    impl.prepared.insert_or_assign(std::string(message.name), std::move(prepared));
    impl.shed_plans();
    protocol::write(impl.session.output().writer(), protocol::ParseComplete{});
}

void SessionExecutor::bind(const protocol::Bind& message) {
    auto& impl = *impl_;
    const MessageScope scope(impl, [&] { return impl.prepared_goes_beside(message.statement); });
    impl.session.start_timeout();
    auto statement = impl.find_prepared(message.statement);
    impl.gate(statement->kind());
    const auto& types = statement->parameter_types();
    if (message.values.size() != types.size())
        throw SqlError(state::kProtocolViolation,
                       fmt::format("bind message supplies {} parameters, but prepared statement {} requires {}",
                                   message.values.size(), quoted(message.statement), types.size()));
    if (!message.portal.empty() && impl.portals.contains(message.portal))
        throw SqlError(state::kDuplicateCursor, fmt::format("cursor {} already exists", quoted(message.portal)));
    auto portal = std::make_shared<Portal>();
    portal->statement = statement;
    if (const auto bytes = value_bytes(message); !message.portal.empty() || bytes > kMuch) {
        portal->memory = std::make_unique<PreparedMemory::Share>(impl.prepared_memory);
        portal->memory->set_text(PreparedMemory::kOne + 2 * bytes); // as the client wrote it, and as the engine has it
    }
    portal->parameters = std::make_shared<Parameters>(message, types);
    portal->formats = message.result_formats;
    if (const auto count = message.result_formats.size(); count > 1) {
        const auto columns = impl.describe(*statement);
        if (columns && columns->size() != count)
            throw SqlError(
                state::kProtocolViolation,
                fmt::format("bind message has {} result formats but query has {} columns", count, columns->size()));
    }
    impl.portals.add(message.portal, std::move(portal));
    protocol::write(impl.session.output().writer(), protocol::BindComplete{});
}

std::optional<std::vector<protocol::ColumnDescription>> ExecutorImpl::describe(Prepared& statement) {
    const auto& text = statement.statement();
    switch (text.kind) {
    case StatementKind::Fetch: {
        const auto cursor = portals.find(parse_fetch(text).cursor);
        if (!cursor || !cursor->has_rows()) return std::nullopt; // as PostgreSQL: the error is Execute's
        return cursor->outcome->rows->columns();
    }
    case StatementKind::ExecutePrepared: {
        const auto executed = prepared.find(parse_execute(text).name);
        if (executed == prepared.end()) return std::nullopt; // the error is Execute's as well
        return describe(*executed->second);
    }
    default: break;
    }
    statement.refresh();
    if (!statement.uses_engine()) return commands.describe(statement);
    if (statement.columns() == nullptr) return std::nullopt;
    return *statement.columns();
}

void SessionExecutor::describe(const protocol::Describe& message) {
    auto& impl = *impl_;
    const MessageScope scope(impl, [&] {
        return message.target == 'P' ? impl.portal_goes_beside(message.name) : impl.prepared_goes_beside(message.name);
    });
    impl.session.start_timeout();
    auto& out = impl.session.output().writer();
    std::shared_ptr<Portal> portal;
    if (message.target == 'P') portal = impl.find_portal(message.name);
    const auto statement = portal ? portal->statement : impl.find_prepared(message.name);
    impl.gate(statement->kind());
    auto columns = portal && portal->has_rows() ? portal->outcome->rows->columns() : impl.describe(*statement);
    if (!portal) protocol::write(out, protocol::ParameterDescription{statement->parameter_types()});
    if (!columns) return protocol::write(out, protocol::NoData{});
    for (std::size_t index = 0; index < columns->size(); ++index)
        (*columns)[index].format = portal ? protocol::format_of(portal->formats, index) : protocol::Format::Text;
    protocol::write(out, protocol::RowDescription{impl.shown(std::move(*columns))});
}

Outcome ExecutorImpl::start(Portal& portal) {
    const auto& statement = portal.statement->statement();
    if (portal.statement->simple())
        if (auto outcome = commands.select(*portal.statement->simple(), portal.parameters.get()))
            return std::move(*outcome);
    const bool engine = portal.statement->uses_engine();
    auto outcome = engine ? portal.statement->run(*portal.parameters)
                          : dispatch(statement, !session.transaction().in_block(), &portal);
    if (engine) shed_plans();
    session.measure_definitions();
    return outcome;
}

// TRUNCATE and whatever else commits ends the portals.
bool ExecutorImpl::changes_data(const Statement& statement) {
    if (statement.kind == StatementKind::ExecutePrepared) {
        const auto target = prepared.find(parse_execute(statement).name);
        return target != prepared.end() && changes_data(target->second->statement());
    }
    const auto& declaration = declaration_of(statement.kind);
    return declaration.has(WritesRows) || declaration.has(Changes);
}

void ExecutorImpl::start_bound(const Statement& changing) {
    if (!changes_data(changing)) return;
    for (const auto& portal : portals.waiting()) {
        begin_record(portal->statement->statement());
        portal->outcome.emplace(start(*portal));
        portal->outcome->rows->spool();
        session.finish_statement(nullptr);
    }
}

void ExecutorImpl::hand_out(Portal& portal, std::uint64_t limit) {
    auto& out = session.output().writer();
    auto rows = portal.outcome->affected;
    if (portal.outcome->rows) {
        auto& result = *portal.outcome->rows;
        result.set_formats(portal.formats); // a FETCH may have taken rows in others
        rows = portal.finished ? 0 : result.write_rows(session.output(), session.interrupts(), limit);
        if (limit != 0 && rows == limit) {
            result.spool();         // a client that thinks about what it has read holds nothing of the engine
            session.stop_timeout(); // each Execute has the whole time, as in PostgreSQL
            return protocol::write(out, protocol::PortalSuspended{});
        }
    }
    portal.finished = true;
    const auto kind = portal.outcome->tag.value_or(portal.statement->kind());
    protocol::write(out, protocol::CommandComplete{command_tag(kind, rows)});
    finish_execute();
}

void ExecutorImpl::finish_execute() {
    session.stop_timeout();
    session.finish_statement(nullptr);
}

void SessionExecutor::execute(const protocol::Execute& message) {
    auto& impl = *impl_;
    const MessageScope scope(impl, [&] { return impl.portal_goes_beside(message.portal); });
    impl.session.start_timeout();
    const auto portal = impl.find_portal(message.portal); // kept: a ROLLBACK drops the portal that runs it
    const auto& statement = portal->statement->statement();
    if (statement.kind == StatementKind::Empty)
        return protocol::write(impl.session.output().writer(), protocol::EmptyQueryResponse{});
    impl.gate(statement.kind);
    if (portal->finished && !portal->has_rows())
        throw SqlError(state::kObjectNotInPrerequisiteState,
                       fmt::format("portal {} cannot be run anymore", quoted(message.portal)));
    impl.several = false;
    if (impl.piped && !impl.session.transaction().in_block()) check_allowed_in_pipeline(statement);
    if (!portal->outcome) {
        impl.start_bound(statement);
        impl.begin_record(statement);
        impl.session.interrupts().check();
        auto outcome = impl.start(*portal);
        impl.copy = std::move(outcome.copy);
        portal->outcome.emplace(std::move(outcome));
    }
    impl.piped = !declaration_of(statement.kind).has(EndsBlock);
    if (impl.copy) {
        impl.copy_in_portal = true;
        portal->finished = true; // CommandComplete comes with the end of the data
        return;
    }
    impl.hand_out(*portal, message.max_rows > 0 ? static_cast<std::uint64_t>(message.max_rows) : 0);
    impl.report_cursors();
}

void SessionExecutor::close(const protocol::Close& message) {
    auto& impl = *impl_;
    const MessageScope scope(impl, [] { return true; });
    if (message.target == 'S') {
        if (const auto found = impl.prepared.find(message.name); found != impl.prepared.end())
            impl.prepared.erase(found);
    } else {
        impl.portals.erase(message.name);
        impl.report_cursors();
    }
    protocol::write(impl.session.output().writer(), protocol::CloseComplete{});
}

void SessionExecutor::sync() {
    auto& impl = *impl_;
    const MessageScope scope(impl, [&] { return !impl.session.transaction().engine_open(); });
    impl.session.stop_timeout();
    impl.session.finish_statement(nullptr); // a suspended portal's statement ends with its transaction
    impl.piped = false;
    impl.end_implicit_transaction();
}

} // namespace redstart::sql
