#include "sql/command/commands.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/token_text.hpp"

#include <duckdb.hpp>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;
using Kind = StatementKind;

namespace {

// One kind stands for functions, procedures, libraries and models: the message names what the client wrote.
std::string written_command(const Statement& statement) {
    if (statement.kind == Kind::SetRole) return "SET ROLE"; // its tag is SET
    std::string name(command_name(statement.kind));
    if (statement.kind != Kind::CreateRoutine && statement.kind != Kind::AlterRoutine &&
        statement.kind != Kind::DropRoutine)
        return name;
    const auto verb = name.substr(0, name.find(' '));
    for (const auto& token : statement.tokens) {
        if (token.is("procedure"_w)) return verb + " PROCEDURE";
        if (token.is("library"_w)) return verb + " LIBRARY";
        if (token.is("model"_w)) return verb + " MODEL";
        if (token.is("function"_w)) break;
    }
    return name;
}

} // namespace

Outcome Commands::run(const Statement& statement, bool autocommit) {
    if (!autocommit) check_allowed_in_block(statement);
    switch (statement.kind) {
    case Kind::Begin: return begin(statement);
    case Kind::Commit: return commit(statement);
    case Kind::Rollback: return rollback(statement);
    case Kind::SetTransaction: return set_transaction(statement);
    case Kind::Lock: return lock(statement);
    case Kind::Truncate: return truncate(statement);
    case Kind::DropTable:
    case Kind::DropView:
    case Kind::DropSchema: return drop(statement);
    case Kind::Set: return set(statement);
    case Kind::SetSessionAuthorization: return set_authorization(statement);
    case Kind::Show: return show(statement);
    case Kind::Reset: return reset(statement);
    case Kind::Discard: return discard(statement);
    case Kind::Cancel: return cancel(statement);
    case Kind::CreateUser: return create_user(statement);
    case Kind::AlterUser: return alter_user(statement);
    case Kind::DropUser: return drop_users(statement);
    case Kind::CreateDatabase: return create_database(statement);
    case Kind::AlterDatabase: return alter_database(statement);
    case Kind::DropDatabase: return drop_database(statement);
    case Kind::CopyFrom: return copy_from(statement);
    case Kind::CopyTo: return copy_to(statement);
    case Kind::Vacuum: return vacuum(statement);
    case Kind::Analyze: return analyze(statement);
    case Kind::Unlisten: return {}; // there is nothing to hear
    case Kind::Unknown: throw syntax_error(statement.source, statement.tokens.front());
    default:
        throw SqlError(state::kFeatureNotSupported,
                       "SQL command \"" + written_command(statement) + "\" is not supported");
    }
}

void Commands::execute(Owned<duckdb::SQLStatement> statement) {
    session_.transaction().open_engine(session_.connection());
    auto& context = *session_.connection().context;
    auto result = context.Query(std::move(statement), false);
    if (result->HasError()) throw session_.interrupts().failure(result->GetErrorObject());
    session_.interrupts().check();
}

} // namespace redstart::sql
