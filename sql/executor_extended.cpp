// The extended query protocol: Parse, Bind, Describe, Execute, Close, Sync (PostgreSQL, "Extended Query").
#include "protocol/sqlstate.hpp"
#include "sql/engine_statement.hpp"
#include "sql/executor_impl.hpp"

#include <duckdb.hpp>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

namespace {

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

} // namespace

std::shared_ptr<Prepared> Executor::Impl::find_prepared(std::string_view name) {
    const auto found = prepared.find(name);
    if (found != prepared.end()) return found->second;
    if (name.empty()) throw SqlError(state::kInvalidSqlStatementName, "unnamed prepared statement does not exist");
    throw SqlError(state::kInvalidSqlStatementName, "prepared statement " + quoted(name) + " does not exist");
}

Portal& Executor::Impl::find_portal(std::string_view name) {
    const auto found = portals.find(name);
    if (found == portals.end()) throw SqlError(state::kInvalidCursorName, "portal " + quoted(name) + " does not exist");
    return found->second;
}

void Executor::Impl::drop_portals() { portals.clear(); }

void Executor::Impl::spool_portals() {
    for (auto& [name, portal] : portals)
        if (portal.outcome && portal.outcome->rows && !portal.finished)
            portal.outcome->rows->spool(session.output(), session.interrupts());
}

void Executor::parse(const protocol::Parse& message) {
    auto& impl = *impl_;
    const MessageScope scope(impl);
    impl.session.start_timeout();
    if (!message.name.empty() && impl.prepared.contains(message.name))
        throw SqlError(state::kDuplicatePreparedStatement,
                       "prepared statement " + quoted(message.name) + " already exists");
    if (impl.session.transaction().failed()) {
        const auto statements = split(message.sql, impl.session.settings().lex_options());
        for (const auto& statement : statements) impl.gate(statement.kind);
    }
    impl.spool_portals();
    auto prepared = std::make_shared<Prepared>(impl.session, impl.runner, std::string(message.sql), message.types);
    impl.prepared.insert_or_assign(std::string(message.name), std::move(prepared));
    protocol::write(impl.session.output().writer(), protocol::ParseComplete{});
}

void Executor::bind(const protocol::Bind& message) {
    auto& impl = *impl_;
    const MessageScope scope(impl);
    impl.session.start_timeout();
    auto statement = impl.find_prepared(message.statement);
    impl.gate(statement->statement().kind);
    const auto& types = statement->parameter_types();
    if (message.values.size() != types.size())
        throw SqlError(state::kProtocolViolation, "bind message supplies " + std::to_string(message.values.size()) +
                                                      " parameters, but prepared statement " +
                                                      quoted(message.statement) + " requires " +
                                                      std::to_string(types.size()));
    if (!message.portal.empty() && impl.portals.contains(message.portal))
        throw SqlError(state::kDuplicateCursor, "portal " + quoted(message.portal) + " already exists");
    Portal portal{statement, Parameters(message, types), message.result_formats, std::nullopt, false};
    impl.portals.insert_or_assign(std::string(message.portal), std::move(portal));
    protocol::write(impl.session.output().writer(), protocol::BindComplete{});
}

void Executor::describe(const protocol::Describe& message) {
    auto& impl = *impl_;
    const MessageScope scope(impl);
    impl.session.start_timeout();
    auto& out = impl.session.output().writer();
    const std::vector<protocol::Format>* formats = nullptr;
    std::shared_ptr<Prepared> statement;
    if (message.target == 'P') {
        auto& portal = impl.find_portal(message.name);
        statement = portal.statement;
        formats = &portal.formats;
    } else {
        statement = impl.find_prepared(message.name);
    }
    impl.gate(statement->statement().kind);
    impl.spool_portals();
    statement->refresh();
    if (message.target == 'S') protocol::write(out, protocol::ParameterDescription{statement->parameter_types()});
    std::optional<std::vector<protocol::ColumnDescription>> columns;
    if (statement->uses_engine()) {
        if (statement->columns() != nullptr) columns = *statement->columns();
    } else {
        columns = impl.commands.describe(*statement);
    }
    if (!columns) return protocol::write(out, protocol::NoData{});
    for (std::size_t index = 0; formats != nullptr && index < columns->size(); ++index)
        (*columns)[index].format = protocol::format_of(*formats, index);
    protocol::write(out, protocol::RowDescription{*columns});
}

Outcome Executor::Impl::start(Portal& portal) {
    const auto& statement = portal.statement->statement();
    spool_portals();
    if (portal.statement->simple())
        if (auto outcome = commands.select(*portal.statement->simple(), &portal.parameters)) return std::move(*outcome);
    if (!portal.statement->uses_engine()) return dispatch(statement, !session.transaction().in_block());
    return portal.statement->run(portal.parameters);
}

void Executor::Impl::finish_execute() {
    session.stop_timeout();
    session.finish_statement(nullptr);
}

void Executor::execute(const protocol::Execute& message) {
    auto& impl = *impl_;
    const MessageScope scope(impl);
    impl.session.start_timeout();
    auto& out = impl.session.output().writer();
    auto& portal = impl.find_portal(message.portal);
    const auto keep = portal.statement; // a ROLLBACK drops the portal that runs it
    const auto kind = keep->statement().kind;
    if (kind == StatementKind::Empty) return protocol::write(out, protocol::EmptyQueryResponse{});
    impl.gate(kind);
    if (portal.finished && !(portal.outcome && portal.outcome->rows))
        throw SqlError(state::kObjectNotInPrerequisiteState,
                       "portal " + quoted(message.portal) + " cannot be run anymore");
    if (!portal.outcome) {
        impl.begin_record(keep->statement());
        impl.session.interrupts().check();
        auto outcome = impl.start(portal);
        if (outcome.copy) {
            impl.copy = std::move(outcome.copy);
            return;
        }
        if (outcome.rows) outcome.rows->set_formats(portal.formats);
        if (!impl.portals.contains(message.portal)) { // the command ended the transaction and its portals
            protocol::write(out, protocol::CommandComplete{command_tag(outcome.tag.value_or(kind), outcome.affected)});
            return impl.finish_execute();
        }
        portal.outcome.emplace(std::move(outcome));
    }
    auto rows = portal.outcome->affected;
    if (portal.outcome->rows) {
        const auto limit = message.max_rows > 0 ? static_cast<std::uint64_t>(message.max_rows) : 0;
        auto& result = *portal.outcome->rows;
        rows = portal.finished ? 0 : result.write_rows(impl.session.output(), impl.session.interrupts(), limit);
        if (limit != 0 && rows == limit && !result.exhausted()) {
            impl.session.stop_timeout(); // each Execute has the whole time, as in PostgreSQL
            return protocol::write(out, protocol::PortalSuspended{});
        }
    }
    portal.finished = true;
    protocol::write(out, protocol::CommandComplete{command_tag(portal.outcome->tag.value_or(kind), rows)});
    impl.finish_execute();
}

void Executor::close(const protocol::Close& message) {
    auto& impl = *impl_;
    const MessageScope scope(impl);
    if (message.target == 'S') {
        if (const auto found = impl.prepared.find(message.name); found != impl.prepared.end())
            impl.prepared.erase(found);
    } else if (const auto found = impl.portals.find(message.name); found != impl.portals.end()) {
        impl.portals.erase(found);
    }
    protocol::write(impl.session.output().writer(), protocol::CloseComplete{});
}

void Executor::sync() {
    auto& impl = *impl_;
    const MessageScope scope(impl);
    impl.session.stop_timeout();
    impl.session.finish_statement(nullptr); // a suspended portal's statement ends with its transaction
    impl.end_implicit_transaction();
}

} // namespace redstart::sql
