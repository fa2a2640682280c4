// DECLARE, FETCH, MOVE and CLOSE. A cursor is a portal: it has its name among them, and the extended protocol may use
// it. Sources: the Redshift developer guide's pages of these commands; PostgreSQL for WITH HOLD and MOVE, which are
// extensions that the setting strict_cursors refuses.
#include "catalog/state/clock.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/executor/session_executor_impl.hpp"
#include "sql/run/cursor_rows.hpp"

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// Of a single node (the guide has no number; the texts are from a client's log: microsoft/vscode-postgresql#91).
constexpr std::int64_t kStrictFetchLimit = 1000;

void check_strict(const DeclareStatement& wanted, const Portals& portals) {
    const auto refuse = [](const char* what) {
        throw SqlError(state::kFeatureNotSupported, what)
            .hint("This is an extension; the setting strict_cursors refuses it.");
    };
    if (wanted.hold) refuse("cursors WITH HOLD are not supported");
    if (wanted.binary) refuse("BINARY cursors are not supported");
    if (portals.open_cursors() > 0) refuse("only one cursor can be open per session");
}

void check_strict(const FetchStatement& wanted) {
    const auto limit = std::to_string(kStrictFetchLimit);
    if (wanted.count == FetchStatement::kAll)
        throw SqlError(state::kInternalError,
                       fmt::format("Fetch ALL is not supported on single-node clusters. Please specify the fetch size "
                                   "(maximum {} for single-node clusters) explicitly.",
                                   limit));
    if (wanted.count > kStrictFetchLimit)
        throw SqlError(state::kInternalError,
                       fmt::format("Fetch size {} exceeds the limit of {} for a single node configuration. Reduce the "
                                   "client fetch/cache size or upgrade to a multi node installation.",
                                   wanted.count, limit));
}

// A movement as Redshift has it: forward only.
struct Step {
    std::uint64_t skip = 0;
    std::optional<std::uint64_t> count; // 0: all that is left; nullopt: no row
    bool again = false;                 // the row where the cursor stands
};

SqlError only_forward() { return {state::kObjectNotInPrerequisiteState, "cursor can only scan forward"}; }

Step forward(std::int64_t count, bool on_row) {
    if (count == FetchStatement::kAll) return {0, 0};
    if (count > 0) return {0, static_cast<std::uint64_t>(count)};
    return {0, std::nullopt, on_row};
}

Step step_of(const FetchStatement& wanted, const Portal& portal) {
    const auto position = portal.cursor ? static_cast<std::int64_t>(portal.cursor->position) : 0;
    const bool on_row = position > 0 && !portal.finished;
    switch (wanted.direction) {
    case FetchDirection::Forward: return forward(wanted.count, on_row);
    case FetchDirection::Backward:
        if (wanted.count != 0) throw only_forward();
        return forward(0, on_row);
    case FetchDirection::Absolute:
        if (on_row && wanted.count == position) return forward(0, on_row);
        if (wanted.count <= position) throw only_forward();
        return {static_cast<std::uint64_t>(wanted.count - position - 1), 1};
    case FetchDirection::Relative: break;
    }
    if (wanted.count < 0) throw only_forward();
    if (wanted.count == 0) return forward(0, on_row);
    return {static_cast<std::uint64_t>(wanted.count - 1), 1};
}

} // namespace

std::shared_ptr<Portal> ExecutorImpl::find_cursor(const std::string& name) {
    auto portal = portals.find(name);
    if (portal && !portal->outcome) portal->outcome.emplace(start(*portal)); // bound and not yet executed
    if (portal && portal->outcome->rows) return portal;
    throw SqlError(state::kInvalidCursorName, fmt::format("cursor \"{}\" does not exist", name));
}

Outcome ExecutorImpl::declare(const Statement& statement, const Portal* portal) {
    const auto wanted = parse_declare(statement);
    if (session.settings().is_on("strict_cursors")) check_strict(wanted, portals);
    if (wanted.scroll) throw SqlError(state::kFeatureNotSupported, "SCROLL cursors are not supported");
    if (!wanted.hold && !several && !session.transaction().in_block())
        throw SqlError(state::kNoActiveSqlTransaction, "DECLARE CURSOR may only be used in transaction blocks");
    auto cursor = std::make_shared<Portal>();
    cursor->statement = portal != nullptr ? portal->statement->body() : nullptr;
    if (!cursor->statement) cursor->statement = prepare_cursor_query(session, runner, prepared_memory, statement, {});
    cursor->parameters = portal != nullptr ? portal->parameters : std::make_shared<Parameters>();
    if (portals.contains(wanted.name))
        throw SqlError(state::kDuplicateCursor, fmt::format("cursor \"{}\" already exists", wanted.name));
    cursor->outcome.emplace(start(*cursor));
    cursor->cursor = CursorState{.hold = wanted.hold,
                                 .binary = wanted.binary,
                                 .no_scroll = wanted.no_scroll,
                                 .xid = static_cast<std::int64_t>(session.transaction().xid()),
                                 .opened = now_micros()};
    portals.add(wanted.name, std::move(cursor));
    return {};
}

Outcome ExecutorImpl::fetch(const Statement& statement) {
    const auto wanted = parse_fetch(statement);
    if (session.settings().is_on("strict_cursors")) check_strict(wanted);
    auto portal = find_cursor(wanted.cursor);
    const auto step = step_of(wanted, *portal);
    if (step.skip > 0) CursorRows(portal, step.skip).skip_rows(session.interrupts(), 0);
    if (step.again) {
        if (!portal->cursor || portal->cursor->no_scroll) throw only_forward();
        portal->outcome->rows->step_back();
        --portal->cursor->position;
    }
    Outcome outcome;
    if (step.count || step.again)
        outcome.rows = std::make_unique<CursorRows>(portal, step.count.value_or(1));
    else
        outcome.rows =
            std::make_unique<StaticResult>(portal->outcome->rows->columns(), std::vector<std::vector<StaticValue>>());
    portals.note_change();
    return outcome;
}

Outcome ExecutorImpl::move(const Statement& statement) {
    if (session.settings().is_on("strict_cursors"))
        throw SqlError(state::kFeatureNotSupported, "MOVE is not supported")
            .hint("This is an extension; the setting strict_cursors refuses it.");
    const auto wanted = parse_fetch(statement);
    const auto portal = find_cursor(wanted.cursor);
    const auto step = step_of(wanted, *portal);
    if (step.skip > 0) CursorRows(portal, step.skip).skip_rows(session.interrupts(), 0);
    Outcome outcome;
    outcome.affected = step.again ? 1 : 0;
    if (step.count) outcome.affected = CursorRows(portal, *step.count).skip_rows(session.interrupts(), 0);
    portals.note_change();
    return outcome;
}

Outcome ExecutorImpl::close_cursor(const Statement& statement) {
    const auto name = parse_close(statement);
    if (!name) {
        portals.erase_cursors();
    } else if (portals.contains(*name)) {
        portals.erase(*name);
    } else {
        throw SqlError(state::kInvalidCursorName, fmt::format("cursor \"{}\" does not exist", *name));
    }
    return {};
}

void ExecutorImpl::report_cursors() {
    if (portals.take_changes()) session.report_cursors(portals.rows(session.pid(), session.user().id()));
}

} // namespace redstart::sql
