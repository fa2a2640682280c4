#include "sql/command/commands.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

Outcome Commands::run(const Statement& statement, bool autocommit) {
    if (!autocommit) check_allowed_in_block(statement);
    switch (statement.kind) {
#define RUN_Command(kind)                                                                                              \
    case StatementKind::kind:                                                                                          \
        return run_as<StatementKind::kind>(statement);
#define RUN_Engine(kind)
#define RUN_Executor(kind)
#define RUN_Missing(kind)
#define STATEMENT(kind, words, name, tag, runner, traits, right, page) RUN_##runner(kind)
#include "sql/parse/statements.def"
#undef STATEMENT
    case StatementKind::Unknown: throw syntax_error(statement.source, statement.tokens.front());
    default:
        throw SqlError(state::kFeatureNotSupported,
                       fmt::format("SQL command \"{}\" is not supported", declaration_of(statement.kind).name));
    }
}

// There is nothing to hear.
template <> Outcome Commands::run_as<StatementKind::Unlisten>(const Statement&) { return {}; }

void Commands::execute(Owned<duckdb::SQLStatement> statement) {
    session_.transaction().open_engine(session_.connection());
    auto& context = *session_.connection().context;
    auto result = context.Query(std::move(statement), false);
    if (result->HasError()) throw session_.interrupts().failure(result->GetErrorObject());
    session_.interrupts().check();
}

} // namespace redstart::sql
