#include "sql/run/schema_owner.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/engine.hpp"
#include "sql/run/engine_statement.hpp"
#include "sql/session/session_context.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/create_info.hpp>
#include <duckdb/parser/statement/create_statement.hpp>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

std::optional<std::int32_t> check_schema_maker(SessionContext& session, const ParsedStatement& statement) {
    if (statement.tree->type != duckdb::StatementType::CREATE_STATEMENT) return std::nullopt;
    if (statement.tree->Cast<duckdb::CreateStatement>().info->type != duckdb::CatalogType::SCHEMA_ENTRY)
        return std::nullopt;
    const auto database = session.engine().databases().find(session.database());
    if (!session.superuser() && (!database || database->owner_id != session.user_id()))
        throw SqlError(state::kInsufficientPrivilege, "permission denied for database " + session.database());
    const auto& named = statement.report.schema_owner;
    if (named.empty()) return std::nullopt;
    const auto user = session.engine().users().find(named);
    if (!user) throw SqlError(state::kUndefinedObject, "user \"" + named + "\" does not exist");
    if (!session.superuser() && user->id != session.user_id())
        throw SqlError(state::kInsufficientPrivilege, "must be member of role \"" + named + "\"");
    return user->id;
}

} // namespace redstart::sql
