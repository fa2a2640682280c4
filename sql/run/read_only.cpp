#include "sql/run/read_only.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/relations.hpp"
#include "sql/parse/token_cursor.hpp"
#include "sql/run/engine_runner.hpp"
#include "sql/session/session_context.hpp"

#include <fmt/core.h>

namespace redstart::sql {
namespace {

constexpr const char* kTransaction = "transaction_read_only";
constexpr const char* kDefault = "default_transaction_read_only";
constexpr const char* kReadOnly = "readonly"; // what Redshift's JDBC driver sets for setReadOnly(true)

bool is_default(const Settings& settings) { return settings.is_on(kDefault) || settings.is_on(kReadOnly); }

void set(SessionContext& session, const char* parameter, bool read_only, bool local) {
    session.settings().set(parameter, {read_only ? "on" : "off"}, local);
}

// INSERT INTO t, UPDATE t, DELETE [FROM] t, MERGE INTO t, COPY t.
bool writes_temporary(const Statement& statement, SessionContext& session, EngineRunner& runner) {
    TokenCursor cursor(statement);
    if (cursor.next().is("with"_w)) return false;
    if (!cursor.accept("into"_w)) cursor.accept("from"_w);
    const auto name = cursor.qualified_name();
    std::optional<Relation> relation;
    runner.look_up([&](duckdb::ClientContext& context) { relation = find_relation(context, session.names(), name); });
    return relation && relation->catalog == "temp";
}

} // namespace

void begin_with(const TransactionModes& modes, SessionContext& session) {
    const bool read_only = modes.read_only.value_or(is_default(session.settings()));
    if (read_only != session.settings().is_on(kTransaction)) set(session, kTransaction, read_only, true);
}

void set_modes(const TransactionModes& modes, SessionContext& session) {
    if (!modes.read_only) return;
    if (modes.session_characteristics)
        set(session, kDefault, *modes.read_only, false);
    else if (session.transaction().in_block())
        set(session, kTransaction, *modes.read_only, true);
}

void check_read_only(const Statement& statement, SessionContext& session, EngineRunner& runner) {
    const auto& declaration = declaration_of(statement.kind);
    const bool rows = declaration.has(WritesRows);
    if (!rows && !declaration.has(Writes)) return;
    const auto& settings = session.settings();
    if (!(session.transaction().in_block() ? settings.is_on(kTransaction) : is_default(settings))) return;
    if (rows && writes_temporary(statement, session, runner)) return;
    throw protocol::SqlError(protocol::sqlstate::kReadOnlySqlTransaction,
                             fmt::format("cannot execute {} in a read-only transaction", declaration.name));
}

} // namespace redstart::sql
