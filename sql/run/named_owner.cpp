#include "sql/run/named_owner.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/engine.hpp"
#include "sql/run/engine_statement.hpp"
#include "sql/session/session_context.hpp"

#include <duckdb.hpp>
#include <duckdb/parser/parsed_data/create_info.hpp>
#include <duckdb/parser/statement/create_statement.hpp>
#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

namespace {

std::int32_t require_user(SessionContext& session, const std::string& name) {
    const auto user = session.directories().users.find(name);
    if (!user) throw SqlError(state::kUndefinedObject, fmt::format("user \"{}\" does not exist", name));
    return user->id;
}

// Only a superuser gives objects to others (PostgreSQL: to whom it is a member of).
std::int32_t owner_named(SessionContext& session, const std::string& name) {
    const auto id = require_user(session, name);
    if (!session.user().superuser() && id != session.user().id())
        throw SqlError(state::kInsufficientPrivilege, fmt::format("must be member of role \"{}\"", name));
    return id;
}

} // namespace

std::optional<std::int32_t> named_owner(SessionContext& session, const ParsedStatement& statement) {
    const auto& report = statement.report;
    if (report.table && !report.table->new_owner.empty()) return owner_named(session, report.table->new_owner);
    if (statement.tree->type != duckdb::StatementType::CREATE_STATEMENT) return std::nullopt;
    if (statement.tree->Cast<duckdb::CreateStatement>().info->type != duckdb::CatalogType::SCHEMA_ENTRY)
        return std::nullopt;
    if (report.schema_owner.empty()) return std::nullopt;
    return require_user(session, report.schema_owner);
}

} // namespace redstart::sql
