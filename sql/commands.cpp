#include "sql/commands.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/errors.hpp"
#include "sql/token_text.hpp"

#include <duckdb.hpp>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;
using Kind = StatementKind;

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
    // Nothing to do on one machine without sorted regions and gathered statistics, and nothing to hear.
    case Kind::Vacuum:
    case Kind::Analyze:
    case Kind::Unlisten: return {};
    case Kind::Unknown: throw syntax_error(statement.source, statement.tokens.front());
    default:
        throw SqlError(state::kFeatureNotSupported,
                       "SQL command \"" + std::string(command_name(statement.kind)) + "\" is not supported");
    }
}

void Commands::execute(Owned<duckdb::SQLStatement> statement) {
    session_.transaction().open_engine(session_.connection());
    auto& context = *session_.connection().context;
    auto result = context.Query(std::move(statement), false);
    session_.interrupts().check();
    if (result->HasError()) throw to_sql_error(result->GetErrorObject());
}

} // namespace redstart::sql
