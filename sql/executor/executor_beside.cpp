// What a session does while the engine is being replaced, which takes as long as a call that cannot be interrupted
// lasts: sign in, cancel and terminate others, ask and set parameters, leave.
#include "protocol/sqlstate.hpp"
#include "sql/executor/session_executor_impl.hpp"
#include "sql/run/instant_columns.hpp"
#include "sql/run/instant_functions.hpp"

#include <algorithm>
#include <variant>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

namespace {

bool asks_engine(const SimpleSelect& select) {
    return std::any_of(select.items.begin(), select.items.end(), [](const SimpleItem& item) {
        const auto* call = std::get_if<SimpleCall>(&item.expression);
        return call != nullptr && call->function->asks_catalog;
    });
}

SqlError failed_for_good() {
    return SqlError(state::kSystemError, "the execution engine has failed, and the server must be restarted")
        .detail("The databases were kept in memory and cannot be read again.");
}

} // namespace

MessageScope::MessageScope(ExecutorImpl& impl, const std::function<bool()>& beside) : impl_(impl) {
    auto& engine = impl.session.engine();
    auto& interrupts = impl.session.interrupts();
    if (engine.gate().closed()) {
        pass_.emplace(engine.gate(), EngineGate::Way::Beside);
        if (beside && beside()) { // not armed: it is none of the statements that are hurried
            impl.settle_loss();
            return;
        }
        pass_.reset();
    }
    pass_.emplace(engine.gate(), EngineGate::Way::Engine, [&] { // it waits: only now it can be cancelled
        if (!armed_) {
            interrupts.wait_for_engine(true);
            armed_.emplace(interrupts);
        }
        interrupts.check();
    });
    if (armed_)
        interrupts.wait_for_engine(false);
    else
        armed_.emplace(interrupts);
    impl.settle_loss();
    if (engine.failed_for_good() && !(beside && beside())) throw failed_for_good();
}

bool ExecutorImpl::goes_beside(const Statement& statement) {
    const auto& declaration = declaration_of(statement.kind);
    if (statement.kind == StatementKind::Empty || declaration.has(Beside)) return true;
    if (declaration.has(EndsBlock)) return !session.transaction().engine_open();
    if (statement.kind != StatementKind::Select) return false;
    const auto simple = parse_simple_select(statement);
    return simple && simple_columns(*simple) && !asks_engine(*simple);
}

bool ExecutorImpl::goes_beside(std::string_view sql) {
    try {
        const auto statements = split(sql, session.settings().lex_options());
        return std::all_of(statements.begin(), statements.end(),
                           [this](const Statement& statement) { return goes_beside(statement); });
    } catch (const SqlError&) {
        return false; // the error is reported where it belongs
    }
}

bool ExecutorImpl::prepared_goes_beside(std::string_view name) {
    const auto found = prepared.find(name);
    return found != prepared.end() && goes_beside(found->second->statement());
}

bool ExecutorImpl::portal_goes_beside(std::string_view name) {
    const auto portal = portals.find(name);
    return portal && goes_beside(portal->statement->statement());
}

} // namespace redstart::sql
