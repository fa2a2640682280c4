#include "sql/run/schema_owner.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/engine.hpp"
#include "sql/object/table_tags.hpp"
#include "sql/session/session_context.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/create_info.hpp>
#include <duckdb/parser/statement/create_statement.hpp>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

void check_schema_maker(SessionContext& session, duckdb::SQLStatement& statement) {
    if (statement.type != duckdb::StatementType::CREATE_STATEMENT) return;
    auto& info = *statement.Cast<duckdb::CreateStatement>().info;
    if (info.type != duckdb::CatalogType::SCHEMA_ENTRY) return;
    const auto database = session.engine().databases().find(session.database());
    if (!session.superuser() && (!database || database->owner_id != session.user_id()))
        throw SqlError(state::kInsufficientPrivilege, "permission denied for database " + session.database());
    const auto named = info.tags.find(kSchemaOwnerTag);
    if (named == info.tags.end()) return;
    const auto user = session.engine().users().find(named->second);
    if (!user) throw SqlError(state::kUndefinedObject, "user \"" + named->second + "\" does not exist");
    if (!session.superuser() && user->id != session.user_id())
        throw SqlError(state::kInsufficientPrivilege, "must be member of role \"" + named->second + "\"");
    named->second = std::to_string(user->id);
}

} // namespace redstart::sql
