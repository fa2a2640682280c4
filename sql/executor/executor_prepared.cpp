// PREPARE, EXECUTE, DEALLOCATE and DISCARD as SQL; they share the names of the extended protocol's statements
// (PostgreSQL).
#include "protocol/sqlstate.hpp"
#include "sql/executor/session_executor_impl.hpp"
#include "sql/parse/token_text.hpp"
#include "sql/run/prepared_arguments.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

// `error` is about what stands at `place`, which is in the statement's source.
SqlError placed(const Statement& statement, std::string_view place, SqlError error) {
    return error.position(
        character_position(statement.source, static_cast<std::size_t>(place.data() - statement.source.data())));
}

} // namespace

Outcome ExecutorImpl::prepare(const Statement& statement) {
    const auto wanted = parse_prepare(statement);
    if (prepared.contains(wanted.name))
        throw SqlError(state::kDuplicatePreparedStatement,
                       fmt::format("prepared statement \"{}\" already exists", wanted.name));
    std::vector<std::uint32_t> types;
    for (const auto& type : wanted.types) types.push_back(written_type(type));
    auto made =
        std::make_shared<Prepared>(session, runner, prepared_memory, std::string(wanted.body.text), std::move(types));
    prepared.emplace(wanted.name, std::move(made));
    shed_plans();
    return {};
}

void ExecutorImpl::shed_plans() {
    if (!prepared_memory.too_many_plans()) return;
    auto oldest = portals.statements(); // which live on when their names are gone
    for (auto& [name, statement] : prepared) oldest.push_back(statement.get());
    std::sort(oldest.begin(), oldest.end(), [](auto* a, auto* b) { return a->last_used() < b->last_used(); });
    const auto enough = prepared_memory.allowed() / 2; // not again for every statement
    for (auto* statement : oldest) {
        if (prepared_memory.plans() <= enough) return;
        statement->shed();
    }
}

Outcome ExecutorImpl::execute_prepared(const Statement& statement) {
    const auto wanted = parse_execute(statement);
    const auto target = find_prepared(wanted.name);
    const auto& types = target->parameter_types();
    if (wanted.arguments.size() != types.size())
        throw SqlError(state::kSyntaxError,
                       fmt::format("wrong number of parameters for prepared statement \"{}\"", wanted.name))
            .detail(fmt::format("Expected {} parameters but got {}.", types.size(), wanted.arguments.size()));
    std::vector<std::optional<std::string>> texts;
    for (const auto argument : wanted.arguments) {
        const auto index = texts.size();
        try {
            texts.push_back(argument_text(argument, index + 1, types[index], session.settings().lex_options()));
        } catch (SqlError& error) { throw placed(statement, argument, std::move(error)); }
    }
    Portal portal;
    portal.statement = target;
    portal.parameters = std::make_shared<Parameters>(std::move(texts), types);
    auto outcome = start(portal);
    if (!outcome.tag) outcome.tag = target->kind();
    return outcome;
}

Outcome ExecutorImpl::deallocate(const Statement& statement) {
    const auto name = parse_deallocate(statement);
    // Drivers deallocate what Parse named: a name of the protocol keeps its case, one of SQL is folded.
    const auto exact = identifier_value(statement.tokens.back(), true);
    if (!name)
        prepared.clear();
    else if (prepared.erase(exact) == 0 && prepared.erase(*name) == 0)
        throw SqlError(state::kInvalidSqlStatementName, fmt::format("prepared statement \"{}\" does not exist", *name));
    return {};
}

Outcome ExecutorImpl::discard(const Statement& statement, bool autocommit) {
    if (parse_discard(statement) == DiscardTarget::All) {
        if (!autocommit)
            throw SqlError(state::kActiveSqlTransaction, "DISCARD ALL cannot run inside a transaction block");
        portals.clear();
        prepared.clear();
    }
    return commands.discard(statement);
}

} // namespace redstart::sql
